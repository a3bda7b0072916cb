/**
 * A validator whose machine is lost comes back from its backup on an empty one, by the documented
 * page: with new keys, let in by its organisation, its key in the place of the lost one.
 */
import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { addressText } from "@concordat/kernel"
import type { LedgerStatus } from "@concordat/sdk"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { memberPath } from "../../cli/network/member.ts"
import { planIn } from "../../cli/network/plan.ts"
import { RunningNode } from "../../cli/node/running.testing.ts"
import { freePort, needed } from "../../engines/cometbft/machine.testing.ts"
import { CLASS_TERMS } from "../../gateway/gateway.testing.ts"
import { CommandLine } from "./command-line.ts"
import { soon } from "./world.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-restored-"))
const dir = join(folder, "net")
const line = new CommandLine(folder)

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

describe.skipIf(needed !== "")(`a network of four${needed}`, () => {
  beforeAll(async () => {
    const ports = ["--port", String(await freePort()), "--peer-port", String(await freePort())]
    expect(await network("up", "--nodes", "4", ...ports), line.out + line.err).toBe(0)
    urls = answer().nodes.map(({ url }: { url: string }) => url)
  })
  afterAll(async () => {
    await network("down", "--wipe")
    rmSync(folder, { recursive: true, force: true })
  })

  it("a validator whose machine is lost comes back from its copy, with a new key", async () => {
    const { nodes } = planIn(dir)
    const { organisation, validator, peers } = nodes.find(({ name }) => name === "n4")!
    const lost = addressText({ key: { ed25519: validator }, power: 1n })
    const copied = ["--config", memberPath(dir, "n4"), "--to", "copy", "--json"]
    expect(await line.run("backup", ...copied), line.out).toBe(0)
    expect(await network("kill", "n4"), line.out).toBe(0)
    rmSync(join(dir, "n4"), { recursive: true })

    expect(await line.run("restore", "copy", "--to", "back", "--json"), line.out).toBe(0)
    const { nodeId, code } = answer()
    expect(code).toBe("signer_state_missing")
    cpSync(join(dir, "keys", "passphrase"), join(folder, "back", "keys", "passphrase"))
    const as = ["--as", `${organisation}/administrator-1`, "--url", urls[0]!]
    const register = ["--node", nodeId, "--kind", "validator", "--hints", `["${peers}"]`]
    // Whose turn it is to propose may be away: then a command takes longer than it waits for.
    let exit = 3
    while (exit === 3) exit = await line.run("validators", "register-node", ...register, ...as)
    expect(exit, line.err).toBe(0)
    const config = join(folder, "back", "concordat.toml")
    const node = new RunningNode(config)
    const url = await busyUntil(node.url())
    const { height } = await ledgerAt(urls[0]!)
    while (BigInt((await ledgerAt(url)).height) < BigInt(height)) await soon()

    const key = ["--config", config, "--organisation", organisation, "--replaces", lost, "--json"]
    expect(await line.run("node", "key", ...key), line.out).toBe(0)
    const { possession, public: own, validator: found } = answer()
    const rotate = ["--validator", lost, "--public", own, "--possession", possession]
    while ((await line.run("validators", "rotate-key", ...rotate, ...as)) === 3) await soon()
    for (let signed = false; !signed; await soon()) {
      await closeBlocks()
      const { validators } = await ledgerAt(urls[0]!)
      signed = validators.some((each) => each.address === found && each.signed === true)
    }
    expect(await node.end()).toBe(0)
  })
})
