/**
 * A validator whose machine is lost comes back from its backup on an empty one, by the documented
 * page: with new keys, let in by its organisation, its key in the place of the lost one.
 */
import { cpSync, rmSync } from "node:fs"
import { join } from "node:path"
import { addressText } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { memberPath } from "../../cli/network/member.ts"
import { planIn } from "../../cli/network/plan.ts"
import { RunningNode } from "../../cli/node/running.testing.ts"
import { needed } from "../../engines/cometbft/machine.testing.ts"
import { BusyNetwork, ledgerAt } from "./busy.ts"
import { soon } from "./world.ts"

const busy = new BusyNetwork()
const { folder, dir, line } = busy
const network = (...args: readonly string[]) => busy.network(...args)
const answer = () => busy.answer()
/** The node that came back. */
let back: RunningNode | null = null

describe.skipIf(needed !== "")(`a network of four${needed}`, () => {
  beforeAll(() => busy.up())
  afterAll(async () => {
    await back?.end()
    await busy.remove()
  })

  it("a validator whose machine is lost comes back from its copy, with a new key", async () => {
    const { nodes } = planIn(dir)
    const { organisation, validator, peers } = nodes.find(({ name }) => name === "n4")!
    const lost = addressText({ key: { ed25519: validator! }, power: 1n })
    const copied = ["--config", memberPath(dir, "n4"), "--to", "copy", "--json"]
    expect(await line.run("backup", ...copied), line.out).toBe(0)
    expect(await network("kill", "n4"), line.out).toBe(0)
    rmSync(join(dir, "n4"), { recursive: true })

    expect(await line.run("restore", "copy", "--to", "back", "--json"), line.out).toBe(0)
    const { nodeId, code } = answer()
    expect(code).toBe("signer_state_missing")
    cpSync(join(dir, "keys", "passphrase"), join(folder, "back", "keys", "passphrase"))
    const as = ["--as", `${organisation}/administrator-1`]
    const register = ["--node", nodeId, "--kind", "validator", "--hints", `["${peers}"]`]
    expect(await busy.answered("validators", "register-node", ...register, ...as), line.out).toBe(0)
    const config = join(folder, "back", "concordat.toml")
    back = new RunningNode(config)
    const url = await busy.busyUntil(back.url())
    const { height } = await ledgerAt(busy.urls[0]!)
    while (BigInt((await ledgerAt(url)).height) < BigInt(height)) await soon()

    const key = ["--config", config, "--organisation", organisation, "--replaces", lost, "--json"]
    expect(await line.run("node", "key", ...key), line.out).toBe(0)
    const { possession, public: own, validator: found } = answer()
    const rotate = ["--validator", lost, "--public", own, "--possession", possession]
    const exit = await busy.answered("validators", "rotate-key", ...rotate, ...as)
    // One without an answer may have done it: then the lost key signs no more.
    if (exit !== 0) expect(answer().error.code).toBe("wrong_state")
    for (let signed = false; !signed; await soon()) {
      await busy.closeBlocks()
      const { validators } = await ledgerAt(busy.urls[0]!)
      signed = validators.some((each) => each.address === found && each.signed === true)
    }
    expect(await back.end()).toBe(0)
  })
})
