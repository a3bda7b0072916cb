/** A node by its file, in this process: it serves, hears signals, says why it does not start. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ConcordatError } from "@concordat/kernel"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { openDevelopment } from "../world.testing.ts"
import { FILE_NAME } from "./file.ts"
import { RunningNode } from "./running.testing.ts"

/** One development ledger, made once. */
const made = mkdtempSync(join(tmpdir(), "concordat-made-"))
beforeAll(async () => (await openDevelopment(made)).close())
afterAll(() => rmSync(made, { recursive: true, force: true }))

let folder: string
const copyLedger = () => cpSync(made, folder, { recursive: true })
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "concordat-run-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const path = () => join(folder, FILE_NAME)

const DEVELOPMENT = `
[node]
profile = "development"
data = "ledger"
[gateway]
listen = "127.0.0.1:0"
[admin]
listen = "127.0.0.1:0"
[verify]
workers = 0
[log]
level = "warn"
`

describe("a node by its file", () => {
  it("serves the ledger that lies there, ends with 0 when told, runs again", async () => {
    copyLedger()
    for (const round of [1, 2]) {
      const node = new RunningNode(path(), DEVELOPMENT, { CONCORDAT_LOG_LEVEL: "info" })
      const url = await node.url()
      const status = (await (await fetch(`${url}/v1/status`)).json()) as { halted: null }
      expect(status, String(round)).toMatchObject({ halted: null, profile: "development" })
      expect(await node.end()).toBe(0)
    }
  })

  it("SIGHUP brings into effect what may change, tells the rest, survives a fault", async () => {
    copyLedger()
    const node = new RunningNode(path(), DEVELOPMENT.replace('"warn"', '"info"'))
    await node.url()
    writeFileSync(path(), DEVELOPMENT.replace("workers = 0", "workers = 2"))
    node.hangUp()
    const told = node.lines.filter(({ code }) => code === "configuration_changed")
    expect(told).toMatchObject([
      { level: "audit", setting: "verify.workers", before: 0, after: 2 },
      { level: "audit", setting: "log.level", before: "info", after: "warn" },
    ])
    writeFileSync(path(), "[gateway]\nlistn = 'x:1'")
    node.hangUp()
    expect(node.line("configuration_refused")).toMatchObject({
      failure: { code: "configuration_invalid", line: 2, nearest: "gateway.listen" },
    })
    expect(await node.end()).toBe(0)
    expect(node.line("node_stopping"), "below the level now").toBeUndefined()
  })
})

describe("a node that stops by itself", () => {
  it("ends with the status of what failed", async () => {
    copyLedger()
    const node = new RunningNode(path(), DEVELOPMENT.replace('"warn"', '"info"'))
    await node.url()
    node.fail(new ConcordatError("disk_full", "No room.", { hint: "" }))
    expect(await node.exit).toBe(74)
  })

  it("is isolated where its state is not the chain's, and goes on answering reads", async () => {
    copyLedger()
    const node = new RunningNode(path(), DEVELOPMENT.replace('"warn"', '"info"'))
    const url = await node.url()
    node.fail(new ConcordatError("root_mismatch", "Another app hash.", { hint: "" }))
    const kept = String((await node.said("divergence_kept"))["path"])
    expect(readFileSync(kept).includes("Another app hash.")).toBe(true)
    expect((await fetch(`${url}/v1/status`)).status).toBe(200)
    expect(await node.end()).toBe(70)
  })
})

describe("a node that does not start ends with its status", () => {
  let node: RunningNode
  const begun = (text: string) => {
    node = new RunningNode(path(), text)
    return node.exit
  }
  const failure = () => node.line("engine_failed")?.["failure"]

  it("S01: 78 for a fault of the file, with its line", async () => {
    expect(await begun("[gatway]\nlisten = 'x:1'")).toBe(78)
    expect(failure()).toMatchObject({ code: "configuration_invalid", line: 1 })
  })

  it("78 for a genesis file that is absent, or another than the file names", async () => {
    expect(await begun("")).toBe(78)
    expect(failure()).toMatchObject({ code: "configuration_invalid" })
    copyLedger()
    expect(await begun(`[chain]\ngenesisHash = "${"0".repeat(64)}"`)).toBe(78)
    expect(failure()).toMatchObject({ code: "genesis_mismatch" })
  })

  it("77 for a passphrase that is absent or lies open", async () => {
    copyLedger()
    expect(await begun("[keys]\npassphraseFile = 'absent'")).toBe(77)
    expect(failure()).toMatchObject({ code: "keystore_locked" })
    writeFileSync(join(folder, "open"), "secret", { mode: 0o644 })
    expect(await begun("[keys]\npassphraseFile = 'open'")).toBe(77)
    expect(failure()).toMatchObject({ code: "key_file_exposed" })
  })

  it("78 for a production node over a development ledger, and for a false engine", async () => {
    copyLedger()
    expect(await begun("[node]\ndata = 'ledger'")).toBe(78)
    expect(failure()).toMatchObject({ code: "genesis_invalid" })
    expect(await begun("[engine]\nkind = 'cometbft'\nbinary = 'genesis.json'")).toBe(78)
    expect(failure()).toMatchObject({ code: "engine_missing" })
  })
})
