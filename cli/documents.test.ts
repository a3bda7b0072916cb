/** The life of documents by the command line: registered, verified, changed, revoked, replaced. */
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { visible } from "./layout.ts"
import { CliWorld, pdfOf } from "./world.testing.ts"

const SECOND = "education/registrar-2"
let world: CliWorld

beforeAll(async () => {
  world = await new CliWorld().open()
})
afterAll(() => world.close())
beforeEach(() => {
  world.online = true
  world.between = ({ pass }) => pass()
})

const run = (...args: readonly string[]) => world.run(args)
const register = (file: string, ...more: readonly string[]) =>
  run("provenance", "register", file, "--title", "Diploma", ...more)

/** The overall verdict on a document, with the network off. */
async function verdict(...args: readonly string[]) {
  world.online = false
  const { exit, json } = await run("verify", ...args, "--json")
  world.online = true
  return { exit, overall: json().overall as string }
}

const files = () => readdirSync(world.folder).sort()

describe("register", () => {
  it("puts the evidence into a PDF, which verifies alone and without a network", async () => {
    world.file("inside.pdf", await pdfOf("inside"))
    const { exit, out } = await register("inside.pdf")
    expect(exit).toBe(0)
    expect(out).toContain("npx concordat verify inside.registered.pdf")
    expect(await verdict("inside.registered.pdf")).toEqual({ exit: 0, overall: "development_only" })
    expect(await verdict("inside.pdf")).toEqual({ exit: 1, overall: "not_proven" })
  })

  it("writes it beside where that is asked for, and beside a file that takes none", async () => {
    world.file("beside.pdf", await pdfOf("beside"))
    const asked = await register("beside.pdf", "--evidence", "b.evidence", "--json")
    expect(asked.json()).toMatchObject({
      ...{ organisation: "education", class: "diploma", file: null },
      ...{ evidence: join(world.folder, "b.evidence"), handle: expect.stringMatching(/^\w{64}$/) },
      receipt: { status: "accepted", transaction: expect.stringMatching(/^\w{64}$/) },
    })
    expect(existsSync(join(world.folder, "beside.registered.pdf"))).toBe(false)
    const named = ["beside.pdf", "--evidence", "b.evidence"]
    expect(await verdict(...named)).toEqual({ exit: 0, overall: "development_only" })

    world.file("año 日本 $(x).txt", "text")
    const text = await register("año 日本 $(x).txt")
    expect(text.out).toContain("verify 'año 日本 $(x).txt' --evidence 'año 日本 $(x).txt.evidence'")
    expect(await verdict("año 日本 $(x).txt")).toEqual({ exit: 0, overall: "development_only" })
  })

  it("sends no byte of the file, nor its bare digest, nor its title", async () => {
    const content = "a very secret sentence of the document"
    const digest = createHash("sha256").update(content)
    world.file("secret.txt", content)
    const sent: string[] = []
    world.between = ({ path, body, pass }) => {
      sent.push(path, body)
      return pass()
    }
    expect((await register("secret.txt")).exit).toBe(0)
    const all = sent.join("\n")
    expect(all).toContain("/v1/provenance/register")
    const bytes = digest.digest()
    const forms = [bytes.toString("hex"), bytes.toString("base64url"), "secret sentence", "Diploma"]
    for (const form of forms) expect(all).not.toContain(form)
  })

  it.each([
    ["empty.pdf", "", "file_empty"],
    ["no.pdf", "PK\u0003\u0004 zip", "file_type_mismatch"],
  ])("refuses %s by its name before a ledger is asked", async (name, content, code) => {
    world.file(name, content)
    const before = [files(), world.requests.length]
    const { exit, err } = await register(name)
    expect(exit).toBe(2)
    expect(err).toContain(`${code}: ${name}: `)
    expect([files(), world.requests.length]).toEqual(before)
  })

  it("refuses where the evidence could not be written, before anything is registered", async () => {
    world.file("lost.txt", "x")
    const before = world.requests.length
    const { exit, err } = await register("lost.txt", "--evidence", "absent/e.evidence")
    expect(exit).toBe(2)
    expect(err).toContain("absent/e.evidence cannot be written: there is no such folder.")
    expect(world.requests).toHaveLength(before)
  })

  it.each([
    [["--class", "nope"], 1, "unknown_class"],
    [["--as", "nobody/x"], 1, "unknown_principal"],
    [["--until", "soon"], 2, "date_invalid"],
    [["--until", "2020-01-01"], 1, "period_invalid"],
  ])("with %j exits %i, %s, and leaves no file", async (flags, exit, code) => {
    world.file("refused.txt", "x")
    const before = files()
    const answer = await register("refused.txt", ...flags, "--json")
    expect(answer.exit).toBe(exit)
    expect(answer.json()).toMatchObject({ error: { code, message: expect.any(String) } })
    expect(files()).toEqual(before)
  })

  it("keeps the evidence of before when the same name is used again", async () => {
    world.file("again.txt", "x")
    await register("again.txt", "--evidence", "again.evidence")
    const first = readFileSync(join(world.folder, "again.evidence"))
    const { err } = await register("again.txt", "--evidence", "again.evidence")
    expect(err).toContain("is kept in")
    expect(readFileSync(join(world.folder, "again.evidence.1"))).toEqual(first)
  })
})

describe("verify", () => {
  it("says what is wrong: a byte more, other evidence, evidence alone, no evidence", async () => {
    world.file("one.txt", "one")
    world.file("two.txt", "two")
    await register("one.txt")
    await register("two.txt")
    const other = await verdict("one.txt", "--evidence", "two.txt.evidence")
    expect(other).toEqual({ exit: 1, overall: "changed" })
    world.file("one.txt", "one!")
    expect(await verdict("one.txt")).toEqual({ exit: 1, overall: "changed" })
    const alone = await run("verify", "two.txt.evidence")
    expect(alone.exit).toBe(1)
    expect(alone.out).toContain("name its document, and this file by --evidence")
    world.file("none.txt", "none")
    expect((await run("verify", "none.txt")).out.match(/carries no evidence/g)).toHaveLength(1)
  })

  it("tells each claim by the fields of its table, times as times", async () => {
    world.file("told.txt", "told")
    await register("told.txt")
    const { out } = await run("verify", "told.txt")
    expect(out).toMatch(/7 claims hold:/)
    expect(out).toMatch(/- Row organisations\/keys .* from 20\d\d-\d\d-\d\dT[\d:.]+Z/)
    expect(out).not.toMatch(/\b\d{13}\b/)
  })

  it("takes no anchor from evidence: a user who met no ledger trusts none", async () => {
    world.file("trust.txt", "trust")
    await register("trust.txt")
    const elsewhere = await world.run(["verify", "trust.txt"], {
      home: join(world.folder, ".none"),
    })
    expect(elsewhere.exit).toBe(1)
    expect(elsewhere.out).toContain("You have not chosen to trust this ledger.")
    expect(existsSync(join(world.folder, ".none"))).toBe(false)
  })

  it("judges a bare bundle, and lays itself out on a screen", async () => {
    const { json } = await run("status", "--json")
    expect(json()).toMatchObject({ profile: "development", halted: null })
    const evidence = await fetch(
      `${world.ledger!.url}/v1/evidence/organisations/organisations/justice`,
    )
    world.file("row.evidence", new Uint8Array(await evidence.arrayBuffer()))
    const screen = { width: 60, colour: true }
    const { exit, out } = await world.run(["verify", "row.evidence"], { screen })
    expect(exit).toBe(0)
    expect(out).toContain("\u001b[32mProven, grade C.")
    for (const line of visible(out).split("\n")) expect(line.length).toBeLessThanOrEqual(60)
    world.file("row.evidence", "no bundle")
    expect((await run("verify", "row.evidence")).exit).toBe(1)
  })
})

describe("a standing", () => {
  it("is revoked for ever by file; evidence shows it once it is refreshed", async () => {
    world.file("r.pdf", await pdfOf("r"))
    await register("r.pdf")
    await register("r.pdf", "--evidence", "r.evidence")
    const reason = ["--reason", "issued_in_error"]
    for (const named of [["r.registered.pdf"], ["r.pdf", "--evidence", "r.evidence"]]) {
      expect((await verdict(...named)).overall).toBe("development_only")
      const { exit, out } = await run("provenance", "revoke", ...named, ...reason)
      expect(exit).toBe(0)
      expect(out).toContain("Final in block")
      const again = await run("provenance", "revoke", ...named, ...reason)
      expect(again.exit).toBe(1)
      expect(again.err).toContain("already_revoked")
      const refreshed = await run("provenance", "refresh", ...named)
      expect(refreshed).toMatchObject({ exit: 0, err: "" })
      expect(refreshed.out).toContain("Proven anew, as of block")
      expect(await verdict(...named)).toEqual({ exit: 1, overall: "revoked" })
    }
  })

  it("is suspended until a time, reinstated, and named by organisation/handle", async () => {
    world.file("s.txt", "s")
    const { handle } = (await register("s.txt", "--json")).json()
    const name = `education/${handle}`
    expect((await run("provenance", "suspend", name)).err).toContain("field_missing at /until")
    const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    expect((await run("provenance", "suspend", name, "--until", until)).exit).toBe(0)
    await run("provenance", "refresh", "s.txt")
    expect((await verdict("s.txt")).overall).toBe("genuine_suspended")
    expect((await run("provenance", "reinstate", name)).exit).toBe(0)
    expect((await run("provenance", "reinstate", name)).err).toContain("wrong_state")
    const refresh = await run("provenance", "refresh", name)
    expect(refresh.err).toContain("bundle_malformed: ")
  })

  it("is replaced by a newer document, both or none", async () => {
    world.file("old.txt", "old")
    world.file("new.txt", "new")
    await register("old.txt")
    const replace = ["provenance", "supersede", "old.txt", "new.txt", "--title", "New"]
    expect((await run(...replace)).exit).toBe(0)
    expect((await verdict("new.txt")).overall).toBe("development_only")
    await run("provenance", "refresh", "old.txt")
    expect((await verdict("old.txt")).overall).toBe("genuine_replaced")
    expect((await run(...replace)).exit).toBe(1)
  })

  it("ends only when its retention is over, with two persons and a yes", async () => {
    world.file("d.txt", "d")
    await register("d.txt")
    const two = ["--cosigners", SECOND, "--destruction", "ab".repeat(32)]
    const { exit, err } = await run("provenance", "dispose", "d.txt", ...two, "--yes")
    expect(exit).toBe(1)
    expect(err).toContain("retention_running")
  })

  it.each([
    [["provenance", "revoke", "plain.txt"], "bundle_malformed", 1],
    [["provenance", "revoke", "absent.txt"], "file_unreadable", 2],
    [["provenance", "revoke", `education/${"0".repeat(64)}`], "proof_missing", 2],
    [["provenance", "revoke", "d.txt", "--reason", "whim"], "unknown_value", 2],
    [["provenance", "revoke", "d.txt", "--order", "abc"], "hex_malformed", 2],
    [["provenance", "revoke", "d.txt", "--as", "justice/clerk"], "proof_missing", 2],
  ])("%j is %s, exit %i", async (args, code, exit) => {
    world.file("plain.txt", "plain")
    const answer = await run(...args, "--json")
    expect(answer.json()).toMatchObject({ error: { code } })
    expect(answer.exit).toBe(exit)
  })
})
