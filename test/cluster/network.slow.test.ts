/**
 * `concordat network`, as a person uses it: four validators on this machine, each a process with
 * its engine; a document registered at one and verified offline; one node killed and back; all
 * ended.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Environment } from "../../cli/environment.ts"
import { main } from "../../cli/main.ts"
import { freePort, needed, soon } from "./world.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-up-"))
const dir = join(folder, "net")
let out = ""
let err = ""

const environment: Environment = {
  out: (text) => {
    out += text
  },
  err: (text) => {
    err += text
  },
  home: join(folder, "home"),
  cwd: folder,
  fetch: (url, init) => fetch(url, init),
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  now: () => Date.now(),
  elapsed: () => performance.now(),
  terminal: false,
}

async function run(...args: readonly string[]): Promise<number> {
  out = ""
  err = ""
  return main(environment, args)
}

const network = (...args: readonly string[]) => run("network", ...args, "--dir", dir, "--json")
const answer = () => JSON.parse(out)
const nodes = () => answer().nodes as { name: string; url: string; process: number | null }[]

describe("without a network", () => {
  it("status, down and logs say that there is none", async () => {
    for (const verb of ["status", "down", "logs"]) {
      expect(await network(verb)).toBe(78)
      expect(answer().error).toMatchObject({ code: "configuration_invalid" })
    }
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
    expect(exit, err + out).toBe(0)
  })
  afterAll(async () => {
    await network("down", "--wipe")
    rmSync(folder, { recursive: true, force: true })
  })

  it("is up at one height with one app hash, and one node more may fail", async () => {
    expect(new Set(answer().nodes.map(({ appHash }: { appHash: string }) => appHash)).size).toBe(1)
    expect(await network("status")).toBe(0)
    expect(answer()).toMatchObject({ online: 4, total: 4, margin: 1 })
    expect(nodes().map(({ name }) => name)).toEqual(["n1", "n2", "n3", "n4"])
  })

  it("registers a document at one node, and its evidence verifies offline", async () => {
    await network("status")
    const [, second] = nodes()
    const file = join(folder, "paper.txt")
    writeFileSync(file, "a document")
    const evidence = ["--evidence", join(folder, "paper.evidence")]
    const url = second!.url
    expect(
      await run("provenance", "register", file, "--title", "Paper", ...evidence, "--url", url),
      err,
    ).toBe(0)
    expect(await run("verify", file, ...evidence, "--json")).toBe(0)
    expect(answer()).toMatchObject({ overall: "development_only" })
  })

  it("goes on when a node is killed, which is back with `up`", async () => {
    await network("status")
    const [first, , third] = nodes()
    process.kill(third!.process!, "SIGKILL")
    do {
      await network("status")
      await soon()
    } while (answer().online !== 3)
    expect(answer()).toMatchObject({ margin: 0 })
    const file = join(folder, "second.txt")
    writeFileSync(file, "another document")
    const args = ["--title", "Second", "--evidence", join(folder, "b.evidence")]
    expect(await run("provenance", "register", file, ...args, "--url", first!.url), err).toBe(0)
    expect(await network("up"), err).toBe(0)
    expect(nodes().every(({ process }) => process !== null)).toBe(true)
    expect(await network("logs", "--node", "n3", "--lines", "3")).toBe(0)
    expect(out).toContain("ledger_opened")
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
