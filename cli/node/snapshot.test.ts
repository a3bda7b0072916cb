/** `concordat snapshot`: of a stopped node's folder, and of a running development node. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { CLASS_TERMS } from "../../gateway/gateway.testing.ts"
import { CommandLine } from "../../test/cluster/command-line.ts"
import { openDevelopment } from "../world.testing.ts"
import { FILE_NAME } from "./file.ts"
import { RunningNode } from "./running.testing.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-snapshot-"))
const line = new CommandLine(folder)
const snapshot = (...args: readonly string[]) => line.run("snapshot", ...args, "--json")
const answer = () => JSON.parse(line.out)

const FILE = `
[node]
profile = "development"
data = "ledger"
[gateway]
listen = "127.0.0.1:0"
[admin]
listen = "127.0.0.1:0"
[verify]
workers = 0
`

let node: RunningNode
beforeAll(async () => {
  await (await openDevelopment(folder)).close()
  node = new RunningNode(join(folder, FILE_NAME), FILE)
  await node.url()
})
afterAll(async () => {
  await node.end()
  rmSync(folder, { recursive: true, force: true })
})

describe("of a running node", () => {
  it("is written and listed by its gateway, and proven by the header above", async () => {
    const url = ["--url", await node.url()]
    expect(await snapshot("list", ...url)).toBe(0)
    expect(answer()).toEqual({ snapshots: [] })
    expect(await snapshot("make", ...url), line.out).toBe(0)
    const made = answer()
    expect(await snapshot("list", ...url)).toBe(0)
    expect(answer().snapshots).toEqual([made])
    const { height } = made
    expect(await snapshot("verify", height)).toBe(0)
    expect(answer()).toMatchObject({ height, hash: made.hash, proven: false })
    const body = JSON.stringify({ ...CLASS_TERMS, class: "thesis" })
    const headers = { "content-type": "application/json" }
    await fetch(`${url[1]}/v1/provenance/setClass`, { method: "POST", headers, body })
    expect(await snapshot("verify", height, ...url), line.out).toBe(0)
    expect(answer()).toMatchObject({ height, proven: true })
  })

  it("store_in_use: its folder is not touched beside it", async () => {
    expect(await snapshot("make")).toBe(78)
    expect(answer().error).toMatchObject({ code: "store_in_use" })
  })
})

describe("of a stopped node", () => {
  beforeAll(async () => {
    await node.end()
  })

  it("is written once a height, listed, and whole", async () => {
    expect(await snapshot("make"), line.out).toBe(0)
    const made = answer()
    expect(await snapshot("list")).toBe(0)
    expect(answer().snapshots[0]).toEqual(made)
    expect(await line.run("snapshot", "verify", made.height)).toBe(0)
    expect(line.out).toContain("is whole")
  })

  it("store_damaged: what is damaged is named, and not listed", async () => {
    const shelf = join(folder, "ledger", "snapshots")
    const name = readdirSync(shelf).at(-1)!
    const file = join(shelf, name, "chunks")
    const bytes = readFileSync(file)
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(file, bytes)
    expect(await snapshot("verify", String(BigInt(name)))).toBe(74)
    expect(answer().error).toMatchObject({ code: "store_damaged" })
    expect(await snapshot("verify", "seven")).toBe(2)
    expect(answer().error).toMatchObject({ code: "unknown_argument" })
  })
})
