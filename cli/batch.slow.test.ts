/** A folder of documents under one root: killed it goes on, called again nothing changes. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { titleOf } from "./batch/job.ts"
import { CliWorld, pdfOf } from "./world.testing.ts"

let world: CliWorld

beforeAll(async () => {
  world = await new CliWorld().open()
})
afterAll(() => world.close())
beforeEach(() => {
  world.between = ({ pass }) => pass()
})

let folders = 0
/** A new folder with so many text files, one PDF, one in a folder below, and a hidden one. */
async function folderOf(texts: number): Promise<string> {
  const name = `batch-${++folders}`
  for (let i = 0; i < texts; i++) world.file(`${name}/${100 + i}.txt`, `${name} ${i}`)
  world.file(`${name}/diploma.pdf`, await pdfOf(name))
  world.file(`${name}/below/ünder.txt`, `${name} below`)
  world.file(`${name}/.hidden`, "hidden")
  return name
}

const run = (...args: readonly string[]) => world.run(args)
const batch = (folder: string, ...more: readonly string[]) =>
  run("provenance", "batch", folder, ...more)
const registers = () => world.requests.filter((one) => one === "POST /v1/provenance/register")
const jobFile = (folder: string, file: string) =>
  join(world.folder, `${folder}.registered`, ".batch", file)

/** A user whose process ends in the middle: the randomness that the next document needs is gone. */
function killedAt(document: number) {
  let drawn = 0
  return {
    random(length: number): Uint8Array {
      if (length === 16 && ++drawn > document) throw new Error("killed")
      return crypto.getRandomValues(new Uint8Array(length))
    },
  }
}

describe("a batch", () => {
  it("is one transaction; each file's evidence verifies alone, one is revoked alone", async () => {
    const folder = await folderOf(7)
    const before = registers().length
    const { exit, json, err } = await batch(folder, "--json")
    expect(exit).toBe(0)
    expect(err).not.toContain("Registering")
    expect(json()).toMatchObject({ documents: 9, written: 9, class: "diploma", published: true })
    expect(registers()).toHaveLength(before + 1)

    const evidence = (name: string) => `${folder}.registered/${name}.evidence`
    for (const name of ["100.txt", "106.txt", "below/ünder.txt", "diploma.pdf"]) {
      const verified = await run("verify", `${folder}/${name}`, "--evidence", evidence(name))
      expect(verified.exit).toBe(0)
    }
    expect((await run("verify", `${folder}.registered/diploma.pdf`)).exit).toBe(0)

    const named = [`${folder}/103.txt`, "--evidence", evidence("103.txt")]
    expect((await run("provenance", "revoke", ...named)).exit).toBe(0)
    expect((await run("provenance", "refresh", ...named)).exit).toBe(0)
    const revoked = await run("verify", ...named, "--json")
    expect([revoked.exit, revoked.json().overall]).toEqual([1, "revoked"])
    const other = [`${folder}/104.txt`, "--evidence", evidence("104.txt")]
    await run("provenance", "refresh", ...other)
    expect((await run("verify", ...other, "--json")).json().overall).toBe("development_only")
  })

  it("that was killed while it committed goes on where its journal ends", async () => {
    const folder = await folderOf(4)
    const killed = await world.run(["provenance", "batch", folder], killedAt(3))
    expect(killed.exit).toBe(70)
    const journal = readFileSync(jobFile(folder, "journal"))
    const { exit, err } = await batch(folder)
    expect(exit).toBe(0)
    expect(journal.length).toBe(40)
    expect(err).toContain("Registering 6 documents under one root")
  })

  it("that was killed after it registered registers nothing again", async () => {
    const folder = await folderOf(4)
    world.between = ({ path, pass }) =>
      path.includes("/check/") ? Promise.reject(new Error("killed")) : pass()
    expect((await batch(folder)).exit).toBe(3)
    const [journal, statement] = ["journal", "statement"].map((file) =>
      readFileSync(jobFile(folder, file)),
    )
    world.between = ({ pass }) => pass()
    const { exit, err, json } = await batch(folder, "--json")
    expect([exit, err]).toEqual([0, ""])
    expect(json()).toMatchObject({ documents: 6, written: 6 })
    expect(readFileSync(jobFile(folder, "statement"))).toEqual(statement)
    expect(journal!.length).toBe(40 + 6 * 88)
    expect(existsSync(jobFile(folder, "journal"))).toBe(false)
  })

  it("whose answer was lost is found to be registered", async () => {
    const folder = await folderOf(2)
    world.between = async ({ path, pass }) => {
      const answer = await pass()
      if (path.endsWith("/register")) throw new Error("the answer is lost")
      return answer
    }
    expect((await batch(folder)).exit).toBe(3)
    world.between = ({ pass }) => pass()
    expect((await batch(folder, "--json")).json()).toMatchObject({ documents: 4, written: 4 })
  })

  it("that is done stays as it is when it is called again", async () => {
    const folder = await folderOf(2)
    const first = (await batch(folder, "--json")).json()
    const before = registers().length
    const again = await batch(folder, "--json")
    expect(again.json()).toEqual({ ...first, written: 0 })
    expect(registers()).toHaveLength(before)
    world.file(`${folder}/later.txt`, "later")
    const changed = await batch(folder)
    expect(changed.exit).toBe(1)
    expect(changed.err).toContain("already_exists")
    const elsewhere = await batch(folder, "--out", `${folder}.second`, "--json")
    expect(elsewhere.json()).toMatchObject({ documents: 5 })
  })

  it("that the gateway keeps no leaves of says so, and is whole", async () => {
    const folder = await folderOf(1)
    world.between = ({ path, pass }) =>
      path.includes("/batches/") ? Promise.resolve(new Response("{}", { status: 413 })) : pass()
    const { exit, err } = await batch(folder)
    expect(exit).toBe(0)
    expect(err).toContain("did not keep the leaf file")
  })

  it.each([
    ["empty.pdf", "", "file_empty"],
    ["zip.pdf", "PK\u0003\u0004", "file_type_mismatch"],
    ["twice.txt", "same", "batch_duplicate"],
  ])("with %s registers nothing and names the document", async (name, content, code) => {
    const folder = await folderOf(1)
    world.file(`${folder}/aaa.txt`, "same")
    world.file(`${folder}/${name}`, content)
    const before = registers().length
    const { exit, err } = await batch(folder)
    expect(exit).toBe(2)
    expect(err).toContain(code)
    expect(err).toContain(name)
    expect(err).toContain("Nothing was sent.")
    expect(registers()).toHaveLength(before)
  })

  it("does not go on with a document that changed meanwhile: digest_mismatch", async () => {
    const folder = await folderOf(2)
    world.between = ({ path, pass }) =>
      path.includes("/check/") ? Promise.reject(new Error("killed")) : pass()
    await batch(folder)
    world.between = ({ pass }) => pass()
    writeFileSync(join(world.folder, folder, "101.txt"), "changed")
    const { exit, err } = await batch(folder)
    expect(exit).toBe(75)
    expect(err).toContain("digest_mismatch")
  })

  it("does not go on with the journal of other files, or beside another run", async () => {
    const folder = await folderOf(2)
    await world.run(["provenance", "batch", folder], killedAt(1))
    world.file(`${folder}/later.txt`, "later")
    const other = await batch(folder)
    expect(other.exit).toBe(2)
    expect(other.err).toContain("An earlier run was about other files")
    rmSync(join(world.folder, `${folder}.registered`), { recursive: true })
    const both = await Promise.all([batch(folder), batch(folder)])
    expect(both.map(({ exit }) => exit).sort()).toEqual([0, 78])
    expect(both.map(({ err }) => err).join("")).toContain("store_in_use")
  })

  it("needs a folder of files, and another one for the evidence", async () => {
    world.file("empty-folder/.hidden", "x")
    expect((await batch("empty-folder")).err).toContain("holds no file")
    const folder = await folderOf(0)
    expect((await batch(folder, "--out", folder)).err).toContain("unknown_value at /out")
    expect(readdirSync(join(world.folder, folder)).sort()).toEqual([
      ".hidden",
      "below",
      "diploma.pdf",
    ])
  })
})

describe("titles from file names", () => {
  it.each([
    ["below/Ada Lovelace.pdf", "below/Ada Lovelace"],
    ["no type", "no type"],
    ["a\u202e\u0007b.txt", "ab"],
    ["\u202e.pdf", "untitled"],
    ["u\u0308.txt", "ü"],
    [`${"x".repeat(250)}.pdf`, "x".repeat(200)],
  ])("%j gives %j", (name, title) => {
    expect(titleOf(name)).toBe(title)
  })
})
