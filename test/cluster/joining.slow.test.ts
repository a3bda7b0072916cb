/**
 * A node joins a running network, and one that has lost its disk joins again, by the commands that
 * a person types: each proves its state from an anchor that the person held before, and answers for
 * a document that was registered long before it came.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { LedgerStatus } from "@concordat/sdk"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { freePort, needed } from "../../engines/cometbft/machine.testing.ts"
import { CLASS_TERMS } from "../../gateway/gateway.testing.ts"
import { CommandLine } from "./command-line.ts"
import { soon } from "./world.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-join-"))
const dir = join(folder, "net")
const line = new CommandLine(folder)
/** Another user's hands, so that commands of the two may run at once. */
const other = new CommandLine(folder)

const network = (...args: readonly string[]) => line.run("network", ...args, "--dir", dir, "--json")
const answer = () => JSON.parse(line.out)
let urls: string[]

async function ledgerAt(url: string): Promise<LedgerStatus> {
  return (await (await fetch(`${url}/v1/status`)).json()) as LedgerStatus
}

let classes = 0
/** Closes two blocks. */
async function closeBlocks(): Promise<void> {
  const body = JSON.stringify({ ...CLASS_TERMS, class: `busy-${classes++}` })
  const headers = { "content-type": "application/json" }
  await fetch(`${urls[0]}/v1/provenance/setClass`, { method: "POST", headers, body })
}

/** Closes blocks until the work is done. */
async function busyUntil<T>(work: Promise<T>): Promise<T> {
  let done = false
  const end = work.finally(() => {
    done = true
  })
  while (!done) await closeBlocks()
  return end
}

/** Returns once a node has brought the headers from the first one on, by which anchors lead. */
async function lookedBack(url: string): Promise<void> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "commit", params: { height: "1" } })
  const headers = { "content-type": "application/json" }
  for (;;) {
    const answer = await fetch(`${url}/engine`, { method: "POST", headers, body })
    if ("result" in (await answer.json())) return
    await soon()
  }
}

/** A document registered at a node and verified; the old one is there, its path is not. */
async function serves(url: string, name: string): Promise<void> {
  await lookedBack(url)
  const file = join(folder, `${name}.txt`)
  const evidence = ["--evidence", join(folder, `${name}.evidence`)]
  writeFileSync(file, `a document of ${name}`)
  const flags = ["--title", name, ...evidence, "--url", url]
  expect(await other.run("provenance", "register", file, ...flags), other.err).toBe(0)
  expect(await other.run("verify", file, ...evidence), other.out).toBe(0)
  expect(other.out).toContain("organisations")
  const old = ["--evidence", join(folder, "paper.evidence"), "--url", url]
  expect(await other.run("provenance", "refresh", join(folder, "paper.txt"), ...old)).toBe(1)
  expect(other.err).toContain("height_pruned")
}

describe.skipIf(needed !== "")(`nodes that join${needed}`, () => {
  beforeAll(async () => {
    const ports = [
      "--port",
      String(await freePort()),
      "--peer-port",
      String(26_000 + Math.floor(Math.random() * 500)),
    ]
    expect(await network("up", "--nodes", "4", ...ports), line.out + line.err).toBe(0)
    urls = answer().nodes.map(({ url }: { url: string }) => url)
    const file = join(folder, "paper.txt")
    writeFileSync(file, "a document of the first days")
    const flags = [
      "--title",
      "Paper",
      "--evidence",
      join(folder, "paper.evidence"),
      "--url",
      urls[0]!,
    ]
    expect(await other.run("provenance", "register", file, ...flags), other.err).toBe(0)
    for (let i = 0; i < 12; i++) await closeBlocks()
  })
  afterAll(async () => {
    await network("down", "--wipe")
    rmSync(folder, { recursive: true, force: true })
  })

  it("a further node has the state of the others, a gateway and the old document", async () => {
    expect(await network("add-node", "--organisation", "n2"), line.out + line.err).toBe(0)
    const { nodes, total, online } = answer()
    expect([total, online, nodes.length]).toEqual([4, 4, 5])
    const { url } = nodes[4]
    const { first, validators } = await ledgerAt(url)
    expect(Number(first)).toBeGreaterThan(1)
    expect(validators).toHaveLength(4)
    await serves(url, "fifth")
    const pruned = await fetch(`${url}/v1/blocks/1`)
    expect([pruned.status, (await pruned.json()).code]).toEqual([410, "height_pruned"])
    expect((await fetch(`${url}/`)).status).toBe((await fetch(`${urls[0]}/`)).status)
  })

  it("a node whose disk is lost is wiped, joins again, and votes", async () => {
    expect(await network("wipe", "n3")).toBe(2)
    expect(answer().error).toMatchObject({ code: "confirmation_required" })
    expect(await network("wipe", "n3", "--yes"), line.out).toBe(0)
    expect(answer()).toMatchObject({ online: 3, total: 4 })
    expect(await busyUntil(network("start", "n3")), line.out + line.err).toBe(0)
    expect(answer()).toMatchObject({ online: 4 })
    await serves(urls[2]!, "third")
    for (let all = false; !all; await soon()) {
      await closeBlocks()
      all = (await ledgerAt(urls[0]!)).validators.every(({ signed }) => signed === true)
    }
  })

  it("too few nodes to compare them are none to join by", async () => {
    for (const name of ["n1", "n2", "n3", "n4"]) await network("kill", name)
    expect(await network("add-node")).toBe(3)
    expect(answer().error).toMatchObject({ code: "node_unreachable" })
  })
})
