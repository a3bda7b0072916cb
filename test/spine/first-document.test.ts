/**
 * The spine, as a new user walks it: a development ledger, a real PDF registered by the command
 * line, its evidence verified with no network, told in words; a changed byte, a revocation, a
 * restart.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Environment } from "../../cli/environment.ts"
import { main } from "../../cli/main.ts"
import { type OpenLedger, openDevelopment } from "../../cli/world.testing.ts"
import { vectors } from "../vectors.ts"

const pdf = vectors("pdf/latex-four-pages.pdf")

describe.skipIf(pdf === null)("a document, from the first command to the last verdict", () => {
  const folder = mkdtempSync(join(tmpdir(), "concordat-spine-"))
  const file = join(folder, "paper.pdf")
  const evidence = join(folder, "paper.evidence")
  let ledger: OpenLedger
  let out = ""
  let err = ""

  const environment = (online: boolean): Environment => ({
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    home: join(folder, "home"),
    cwd: folder,
    fetch: online
      ? (url, init) => fetch(url, init)
      : () => Promise.reject(new Error("the network is off")),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    now: () => Date.now(),
    elapsed: () => performance.now(),
    terminal: false,
  })

  async function run(online: boolean, ...args: readonly string[]): Promise<number> {
    out = ""
    err = ""
    return main(environment(online), args)
  }

  const verify = () => run(false, "verify", file, "--evidence", evidence, "--json")
  const verdict = () => (JSON.parse(out) as { overall: string }).overall

  beforeAll(async () => {
    cpSync(pdf!, file)
    ledger = await openDevelopment(join(folder, "data"))
  })
  afterAll(async () => {
    await ledger.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it("tells what the ledger is at, and keeps an anchor at the first contact", async () => {
    expect(await run(true, "status", "--url", ledger.url)).toBe(0)
    expect(out).toContain("is well at block")
    expect(out).toContain("Development ledger")
    expect(err).toContain("First contact")
  })

  it("is registered, and its evidence verifies with the network off", async () => {
    const named = ["provenance", "register", file, "--title", "Four pages"]
    expect(await run(true, ...named, "--evidence", evidence, "--url", ledger.url)).toBe(0)
    expect(out).toContain("Registered in block")
    expect(await verify()).toBe(0)
    expect(verdict()).toBe("development_only")
    expect(await run(false, "verify", file, "--evidence", evidence)).toBe(0)
    expect(out).toContain("Every byte is as registered.")
    expect(out).toContain("Issued by Ministry of Education")
  })

  it("is not what was registered once a byte differs", async () => {
    const changed = join(folder, "changed.pdf")
    const bytes = readFileSync(file)
    bytes[bytes.length >> 1]! ^= 1
    writeFileSync(changed, bytes)
    expect(await run(false, "verify", changed, "--evidence", evidence, "--json")).toBe(1)
    expect(verdict()).toBe("changed")
  })

  it("carries its evidence inside when none is asked for beside it", async () => {
    const again = join(folder, "inside.pdf")
    cpSync(vectors("pdf/latex-one-page.pdf")!, again)
    const named = ["provenance", "register", again, "--title", "Inside"]
    expect(await run(true, ...named, "--url", ledger.url)).toBe(0)
    expect(await run(false, "verify", join(folder, "inside.registered.pdf"), "--json")).toBe(0)
    expect(verdict()).toBe("development_only")
  })

  it("knows the seeded diplomas: one in order, one revoked, one replaced", async () => {
    const story = join(folder, "data", "story")
    expect(await run(false, "verify", join(story, "diploma-ada.pdf"), "--json")).toBe(0)
    expect(verdict()).toBe("development_only")
    expect(await run(false, "verify", join(story, "diploma-cleo.pdf"), "--json")).toBe(0)
  })

  it("refuses in words: an unknown command, a second revocation, nobody there", async () => {
    expect(await run(true, "provenanse")).toBe(2)
    expect(err).toContain("unknown_argument")
    expect(await run(true, "verify", join(folder, "absent.pdf"))).toBe(2)
    expect(err).toContain("file_unreadable")
    expect(await run(false, "status", "--url", ledger.url)).toBe(3)
    expect(err).toContain("node_unreachable")
  })

  it("is the same ledger after a restart, and nothing is lost", async () => {
    await ledger.close()
    ledger = await openDevelopment(join(folder, "data"))
    const revoke = ["provenance", "revoke", file, "--evidence", evidence, "--url", ledger.url]
    expect(await run(true, ...revoke, "--reason", "issued_in_error")).toBe(0)
    expect(out).toContain("Final in block")
    expect(await run(true, ...revoke, "--reason", "issued_in_error")).toBe(1)
    expect(err).toContain("already_revoked")
    expect(await verify()).toBe(0)
  })

  it("answers the API: problems by code, tables, OpenAPI", async () => {
    const problem = await fetch(`${ledger.url}/v1/provenance/classez`)
    expect(problem.status).toBe(404)
    expect(await problem.json()).toMatchObject({ code: "unknown_route" })
    const page = await fetch(`${ledger.url}/v1/provenance/classes?limit=0`)
    expect(await page.json()).toMatchObject({ code: "page_out_of_range", pointer: "/limit" })
    const rows = await (await fetch(`${ledger.url}/v1/provenance/classes`)).json()
    expect(rows).toMatchObject({ rows: [{ key: { class: "diploma" } }] })
    const description = await (await fetch(`${ledger.url}/openapi.json`)).json()
    expect(description).toMatchObject({ openapi: "3.1.0" })
    const foreign = await fetch(`${ledger.url}/v1/provenance/setClass`, {
      method: "POST",
      headers: { Origin: "https://elsewhere.example", "Content-Type": "application/json" },
      body: "{}",
    })
    expect(foreign.status).toBe(403)
    expect(await foreign.json()).toMatchObject({ code: "origin_not_allowed" })
  })
})
