/** Two nodes as an operator compares them: running, standing still, another ledger, away. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { CommandLine } from "../../test/cluster/command-line.ts"
import { openDevelopment } from "../world.testing.ts"
import { FILE_NAME } from "./file.ts"
import { RunningNode } from "./running.testing.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-diff-"))
const line = new CommandLine(folder)
const answer = () => JSON.parse(line.out)
const PORTS = { CONCORDAT_GATEWAY_LISTEN: "127.0.0.1:0", CONCORDAT_ADMIN_LISTEN: "127.0.0.1:0" }
const CONFIG = `[node]
profile = "development"
data = "ledger"
[verify]
workers = 0
`

/** Adds a principal at a node. */
async function adds(node: RunningNode, name: string): Promise<void> {
  const input = ["--name", name, "--kind", "service", "--as", "education/administrator-1"]
  const args = ["organisations", "add-principal", ...input, "--url", await node.url()]
  expect(await line.run(...args), line.err).toBe(0)
}

beforeAll(async () => {
  await (await openDevelopment(join(folder, "a"))).close()
  writeFileSync(join(folder, "a", FILE_NAME), CONFIG)
  cpSync(join(folder, "a"), join(folder, "b"), { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("diff-state", () => {
  it("finds two copies equal, and tells whose command made them part", async () => {
    expect(await line.run("diff-state", "a", "b", "--json"), line.out).toBe(0)
    const equal = answer().equal
    const node = new RunningNode(join(folder, "b", FILE_NAME), null, PORTS)
    await adds(node, "archive")
    const admin = String((await node.said("admin_ready"))["url"])
    const other = new RunningNode(join(folder, "a", FILE_NAME), null, PORTS)
    await adds(other, "library")
    await other.end()
    expect(await line.run("diff-state", "a", admin, "--json"), line.out).toBe(1)
    const { differences, ...found } = answer()
    expect(found.by).toBe("tries")
    expect(BigInt(found.equal)).toBeGreaterThanOrEqual(BigInt(equal))
    const keys = differences.map(({ place, key }: { place: string; key: object }) => [place, key])
    expect(keys).toContainEqual([
      "organisations/principals",
      { organisation: "education", name: "archive" },
    ])
    const archive = differences.find(
      ({ key }: { key: { name?: string } }) => key.name === "archive",
    )
    expect(archive).toMatchObject({ a: null, b: { kind: "service" }, writers: { a: null } })
    expect(archive.writers.b).toMatchObject({ operation: 0, height: found.differs })
    expect(await line.run("diff-state", "a", admin)).toBe(1)
    expect(line.out).toContain(`They part after block ${found.equal}`)
    await node.end()
  })

  it("ends with 3 where a side does not answer, with 78 where its folder is in use", async () => {
    expect(await line.run("diff-state", "a", "http://127.0.0.1:1", "--json")).toBe(3)
    expect(answer().error.code).toBe("node_unreachable")
    expect(await line.run("diff-state", "a", "nowhere", "--json")).toBe(3)
    const node = new RunningNode(join(folder, "b", FILE_NAME), null, PORTS)
    await node.url()
    expect(await line.run("diff-state", "a", "b", "--json")).toBe(78)
    expect(answer().error.code).toBe("store_in_use")
    await node.end()
  })

  it("compares nodes of one ledger only", async () => {
    await (await openDevelopment(join(folder, "c"))).close()
    writeFileSync(join(folder, "c", FILE_NAME), CONFIG)
    expect(await line.run("diff-state", "a", "c", "--json")).toBe(2)
    expect(answer().error.code).toBe("chain_mismatch")
  })
})
