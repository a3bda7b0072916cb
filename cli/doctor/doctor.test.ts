/** `concordat doctor` before a gateway, and where there is nobody to ask. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { openGateway, type TestGateway } from "../../gateway/gateway.testing.ts"
import { CommandLine } from "../../test/cluster/command-line.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-doctor-"))
const line = new CommandLine(folder)
let test: TestGateway
beforeAll(async () => {
  test = await openGateway()
  line.fetch = async (url, init) => test.gateway.fetch(new Request(url, init))
})
afterAll(async () => {
  await test.close()
  rmSync(folder, { recursive: true, force: true })
})
const doctor = (...args: readonly string[]) => line.run("doctor", ...args)

it("asks a gateway, and says the cause with its row", async () => {
  expect(await doctor("--url", "http://localhost"), line.err).toBe(0)
  expect(line.out).toContain("13 idle. There is nothing to order")
  expect(line.out).toMatch(/\d checks of the machine, 0 to look at\./)
  expect(await doctor("stall", "--url", "http://localhost", "--json")).toBe(0)
  const { nodes } = JSON.parse(line.out)
  expect(nodes).toMatchObject([{ well: true, cause: { row: 13 }, findings: [{ row: 13 }] }])
})

it("says that nobody answers, and that there is no network here", async () => {
  line.fetch = () => Promise.reject(new TypeError("refused"))
  expect(await doctor("--url", "http://localhost", "--json")).toBe(3)
  expect(JSON.parse(line.out).error).toMatchObject({ code: "node_unreachable" })
  expect(await doctor("--json")).toBe(78)
  expect(JSON.parse(line.out).error).toMatchObject({ code: "configuration_invalid" })
  expect(await doctor("heal", "--json")).toBe(2)
  expect(JSON.parse(line.out).error).toMatchObject({ code: "unknown_argument" })
})

it("judges the node of a file: one that does not run is gone", async () => {
  const file = join(folder, "concordat.toml")
  writeFileSync(file, '[node]\nname = "alone"\ndata = "data"\n[gateway]\nlisten = "127.0.0.1:9"\n')
  expect(await doctor("--json"), line.out).toBe(1)
  const [alone] = JSON.parse(line.out).nodes
  expect(alone).toMatchObject({ node: "alone", height: null, cause: { row: 2, command: null } })
  const bundle = ["--config", file, "--bundle", "for-help.tar.gz"]
  expect(await doctor(...bundle)).toBe(1)
  expect(line.out).toContain("Written without secrets: for-help.tar.gz.")
})
