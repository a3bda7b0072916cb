/** A node by its file, in this process: it serves, hears signals, says why it does not start. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createLog } from "@concordat/node"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { openDevelopment } from "../world.testing.ts"
import { FILE_NAME } from "./file.ts"
import { runNode, type Signals } from "./run.ts"

type Line = Readonly<Record<string, unknown>>

let folder: string
let lines: Line[]
let heard: (code: string) => void
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "concordat-run-"))
  lines = []
  heard = () => {}
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const path = () => join(folder, FILE_NAME)
const lineOf = (code: string) => lines.find((line) => line["code"] === code)
const said = (code: string) =>
  new Promise<Line>((resolve) => {
    const known = lineOf(code)
    if (known !== undefined) return resolve(known)
    heard = (found) => found === code && resolve(lineOf(code)!)
  })

/** Runs a node; what it logs is collected. */
function run(text: string, variables = {}) {
  writeFileSync(path(), text)
  const { promise: stop, resolve: end } = Promise.withResolvers<string>()
  let hangUp = () => {}
  const signals: Signals = {
    stop,
    reload: (listener) => {
      hangUp = listener
    },
  }
  const log = createLog("node", "info", {
    write(text: string) {
      const line = JSON.parse(text) as Line
      lines.push(line)
      heard(String(line["code"]))
    },
  })
  const exit = runNode({ path: path(), variables, signals, log })
  return { exit, end: () => end("SIGTERM"), hangUp: () => hangUp() }
}

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
    await (await openDevelopment(folder)).close()
    for (const round of [1, 2]) {
      lines = []
      const { exit, end } = run(DEVELOPMENT, { CONCORDAT_LOG_LEVEL: "info" })
      const url = String((await said("node_ready"))["url"])
      const status = (await (await fetch(`${url}/v1/status`)).json()) as { halted: null }
      expect(status, String(round)).toMatchObject({ halted: null, profile: "development" })
      end()
      expect(await exit).toBe(0)
    }
  })

  it("SIGHUP brings into effect what may change, tells the rest, survives a fault", async () => {
    await (await openDevelopment(folder)).close()
    const { exit, end, hangUp } = run(DEVELOPMENT.replace('"warn"', '"info"'))
    await said("node_ready")
    writeFileSync(path(), DEVELOPMENT.replace("workers = 0", "workers = 2"))
    hangUp()
    const told = lines.filter(({ code }) => code === "configuration_changed")
    expect(told).toMatchObject([
      { level: "audit", setting: "verify.workers", before: 0, after: 2 },
      { level: "audit", setting: "log.level", before: "info", after: "warn" },
    ])
    writeFileSync(path(), "[gateway]\nlistn = 'x:1'")
    hangUp()
    expect(lineOf("configuration_refused")).toMatchObject({
      failure: { code: "configuration_invalid", line: 2, nearest: "gateway.listen" },
    })
    end()
    expect(await exit).toBe(0)
    expect(lineOf("node_stopping"), "below the level now").toBeUndefined()
  })
})

describe("a node that does not start ends with its status", () => {
  const begun = (text: string) => run(text).exit
  const failure = () => lineOf("engine_failed")?.["failure"]

  it("S01: 78 for a fault of the file, with its line", async () => {
    expect(await begun("[gatway]\nlisten = 'x:1'")).toBe(78)
    expect(failure()).toMatchObject({ code: "configuration_invalid", line: 1 })
  })

  it("78 for a genesis file that is absent, or another than the file names", async () => {
    expect(await begun("")).toBe(78)
    expect(failure()).toMatchObject({ code: "configuration_invalid" })
    await (await openDevelopment(folder)).close()
    lines = []
    expect(await begun(`[chain]\ngenesisHash = "${"0".repeat(64)}"`)).toBe(78)
    expect(failure()).toMatchObject({ code: "genesis_mismatch" })
  })

  it("77 for a passphrase that is absent or lies open", async () => {
    await (await openDevelopment(folder)).close()
    expect(await begun("[keys]\npassphraseFile = 'absent'")).toBe(77)
    expect(failure()).toMatchObject({ code: "keystore_locked" })
    lines = []
    writeFileSync(join(folder, "open"), "secret", { mode: 0o644 })
    expect(await begun("[keys]\npassphraseFile = 'open'")).toBe(77)
    expect(failure()).toMatchObject({ code: "key_file_exposed" })
  })

  it("78 for a production node over a development ledger, and for a false engine", async () => {
    await (await openDevelopment(folder)).close()
    expect(await begun("[node]\ndata = 'ledger'")).toBe(78)
    expect(failure()).toMatchObject({ code: "genesis_invalid" })
    lines = []
    expect(await begun("[engine]\nkind = 'cometbft'\nbinary = 'genesis.json'")).toBe(78)
    expect(failure()).toMatchObject({ code: "engine_missing" })
  })
})
