/**
 * `concordat network`, as a person uses it: four validators on this machine, each a process with
 * its engine; a document registered at one and verified offline; one node killed and back; all
 * ended.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { LedgerStatus } from "@concordat/sdk"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { freePort, needed } from "../../engines/cometbft/machine.testing.ts"
import { CommandLine } from "./command-line.ts"
import { soon } from "./world.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-up-"))
const dir = join(folder, "net")
const line = new CommandLine(folder)

const network = (...args: readonly string[]) => line.run("network", ...args, "--dir", dir, "--json")
const answer = () => JSON.parse(line.out)
const nodes = () => answer().nodes as { name: string; url: string }[]

async function urlOf(node: string): Promise<string> {
  await network("status")
  return nodes().find(({ name }) => name === node)!.url
}

/** What a node says of the ledger. */
async function ledgerAt(url: string): Promise<LedgerStatus> {
  return (await (await fetch(`${url}/v1/status`)).json()) as LedgerStatus
}
const whose = ({ organisation }: LedgerStatus["validators"][number]) => organisation

/** A file to register, and the flag that names its evidence. */
function paper(name: string): [string, string[]] {
  const file = join(folder, `${name}.txt`)
  writeFileSync(file, `the document called ${name}`)
  return [file, ["--evidence", join(folder, `${name}.evidence`)]]
}

describe("without a network", () => {
  it("status, down and logs say that there is none", async () => {
    for (const verb of ["status", "down", "logs"]) {
      expect(await network(verb)).toBe(78)
      expect(answer().error).toMatchObject({ code: "configuration_invalid" })
    }
  })

  it("neither kill nor start has a node to mean", async () => {
    for (const verb of ["kill", "start"]) expect(await network(verb, "n1")).toBe(78)
  })

  it("up takes sizes of which a third may fail, and ports that are ports", async () => {
    expect(await network("up", "--nodes", "5")).toBe(2)
    expect(answer().error).toMatchObject({ code: "unknown_argument" })
  })
})

describe.skipIf(needed !== "")(`a network of four${needed}`, () => {
  beforeAll(async () => {
    const [port, peerPort] = [await freePort(), await freePort()]
    const up = ["up", "--nodes", "4", "--port", String(port), "--peer-port", String(peerPort)]
    const exit = await network(...up)
    expect(exit, line.err + line.out).toBe(0)
  })
  afterAll(async () => {
    await network("down", "--wipe")
    rmSync(folder, { recursive: true, force: true })
  })

  it("is up at one height with one app hash, and one node more may fail", async () => {
    expect(new Set(answer().nodes.map(({ appHash }: { appHash: string }) => appHash)).size).toBe(1)
    expect(await network("status")).toBe(0)
    expect(answer()).toMatchObject({ online: 4, total: 4, margin: 1, missing: [] })
    expect(nodes().map(({ name }) => name)).toEqual(["n1", "n2", "n3", "n4"])
  })

  it("has a registered organisation behind each validator, and serves the console", async () => {
    const url = await urlOf("n4")
    const { validators } = await ledgerAt(url)
    const names = validators.map(({ organisation }) => organisation).sort()
    expect(names).toEqual(["education", "health", "interior", "justice"])
    const rows = await fetch(`${url}/v1/organisations/organisations`)
    const { rows: registered } = (await rows.json()) as { rows: unknown[] }
    expect(registered).toHaveLength(4)
    const page = await fetch(url)
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringContaining("<!doctype html>"),
    ])
  })

  it("registers at one node; offline, four of four signed, and it stays grade C", async () => {
    const [file, evidence] = paper("paper")
    const url = await urlOf("n2")
    expect(
      await line.run("provenance", "register", file, "--title", "Paper", ...evidence, "--url", url),
    ).toBe(0)
    expect(await line.run("verify", file, ...evidence, "--json")).toBe(0)
    expect(answer()).toMatchObject({ overall: "development_only" })
    expect(await line.run("verify", file, ...evidence)).toBe(0)
    expect(line.out).toMatch(/[34] of 4 organisations signed; grade C: a development ledger\./)
  })

  it("loses a node to kill -9 and says who is missing; another node goes on", async () => {
    expect(await network("kill", "n3")).toBe(0)
    expect(answer()).toMatchObject({ online: 3, margin: 0, missing: ["interior"] })
    expect(await network("kill", "n3")).toBe(3)
    expect(answer().error).toMatchObject({ code: "engine_ended" })
    const url = await urlOf("n1")
    const [file, evidence] = paper("second")
    expect(
      await line.run("provenance", "register", file, "--title", "2", ...evidence, "--url", url),
      line.err,
    ).toBe(0)
    for (let missing = ""; missing !== "interior"; await soon()) {
      const { validators } = await ledgerAt(url)
      missing = validators
        .filter(({ signed }) => signed === false)
        .map(whose)
        .join()
    }
    expect(await line.run("status", "--url", url)).toBe(0)
    expect(line.out).toContain("interior (missing)")
    expect(await line.run("verify", file, ...evidence)).toBe(0)
    expect(line.out).toContain("3 of 4 organisations signed; grade C")
  })

  it("has it back, with all that it missed", async () => {
    expect(await network("start", "interior"), line.err).toBe(0)
    expect(answer()).toMatchObject({ online: 4, margin: 1, missing: [] })
    const [file, evidence] = paper("second")
    const url = await urlOf("n3")
    expect(await line.run("provenance", "refresh", file, ...evidence, "--url", url), line.err).toBe(
      0,
    )
    expect(await line.run("verify", file, ...evidence, "--json")).toBe(0)
    expect(await network("logs", "--node", "n3", "--lines", "3")).toBe(0)
    expect(line.out).toContain("ledger_opened")
  })

  it("knows its nodes by name, number and organisation, and no others", async () => {
    expect(await network("kill", "n9")).toBe(2)
    expect(answer().error).toMatchObject({ code: "unknown_argument" })
  })

  it("is not founded anew over its folder", async () => {
    expect(await network("up", "--nodes", "7")).toBe(78)
    expect(answer().error).toMatchObject({ code: "genesis_mismatch" })
  })

  it("ends; its data stay until they are to be wiped", async () => {
    const { run: sockets } = JSON.parse(readFileSync(join(dir, "network.json"), "utf8"))
    expect(await network("down")).toBe(0)
    expect(answer()).toMatchObject({ ended: ["n1", "n2", "n3", "n4"], wiped: false })
    expect(await network("status")).toBe(1)
    expect(answer()).toMatchObject({ online: 0, margin: -3 })
    expect([existsSync(sockets), existsSync(dir)]).toEqual([false, true])
    expect(await network("down", "--wipe")).toBe(0)
    expect(existsSync(dir)).toBe(false)
  })
})
