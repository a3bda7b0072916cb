/**
 * Who connects, decided on the ledger of a real network: a fifth organisation comes with a node
 * that nobody configured, and is shut out. How it signs meanwhile, `story.slow.test.ts` tells.
 * Needs Go once, to build the engine; without it the test is skipped, and says so.
 */
import { peersOf } from "@concordat/engines/cometbft"
import {
  type Anchor,
  CONCORDAT_SPEC,
  decodeBundle,
  fromHex,
  type Operation,
  stateKey,
  toHex,
  utf8,
  verifyBundle,
  verifyMembership,
} from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { needed } from "../../engines/cometbft/machine.testing.ts"
import { validators } from "../../services/validators/tables.ts"
import { addressOf, chiefOf, rowOf } from "../spine/council.ts"
import { CouncilNetwork } from "./council-network.ts"
import { soon, until } from "./world.ts"

const FIFTH = 4
const port = [chiefOf("port")]

let network: CouncilNetwork
let anchor: Anchor
const bundles: Uint8Array[] = []

const node = (command: "registerNode" | "removeNode"): Operation => {
  const { id, hint } = network.seats[FIFTH]!.node
  const more = command === "registerNode" ? { kind: "validator", hints: [hint], tls: null } : {}
  return { command: `validators.${command}`, input: { node: id, ...more } }
}

/** Ids of the nodes that a node's engine is linked with. */
const linked = async (index: number) => peersOf(await network.asked(index, "net_info"))

/** Keeps evidence of a validator's row, by the genesis anchor alone. */
async function keep(): Promise<void> {
  const claims = [{ value: rowOf(await network.key(0)) }]
  bundles.push(await network.ledger(0).evidence({ claims, anchor: 1n }))
}

/** Something that changes the state, so that there are blocks. */
const touch = (number: number): Operation => ({
  command: "organisations.update",
  input: { name: `Port ${number}`, page: null, adminThreshold: 1 },
})

describe.skipIf(needed !== "")(`validators of a network${needed}`, () => {
  beforeAll(async () => {
    network = await CouncilNetwork.found()
    await Promise.all([0, 1, 2, 3].map((index) => network.start(index)))
    await network.send(port, touch(0))
    anchor = await network.ledger(0).anchor(1n)
  })
  afterAll(() => network.remove())

  it("a node that is not registered is let in by nobody; registered, it catches up", async () => {
    await keep()
    const started = network.start(FIFTH)
    await network.send(port, touch(1))
    for (const index of [0, 1, 2, 3]) {
      expect(await linked(index)).not.toContain(network.seats[FIFTH]!.node.id)
    }
    expect((await network.send(port, node("registerNode"))).code).toBe(0)
    const ledger = await started
    const { height } = network.ledger(0).status()
    await until(() => ledger.status().height >= height)
    while ((await linked(FIFTH)).length < 4) await soon()
  })

  it("a row is proved to the engine's clients against the header above", async () => {
    const ledger = network.ledger(0)
    const key = stateKey(validators, { address: addressOf(await network.key(0)) })
    const at = ledger.status().height
    const { response } = (await network.asked(0, "abci_query", {
      ...{ path: "state", data: toHex(key), height: String(at), prove: true },
    })) as { response: { value: string; proofOps: { ops: { data: string }[] } } }
    await network.send(port, touch(2))
    const [state, top] = response.proofOps.ops.map(({ data }) => Buffer.from(data, "base64"))
    const value = new Uint8Array(Buffer.from(response.value, "base64"))
    const bundle = decodeBundle(await ledger.evidence({ claims: [{ event: 0n }], at }))
    const root = fromHex(bundle.roots.state)
    const spec = CONCORDAT_SPEC
    expect(verifyMembership(spec, { root, key, value, proof: state! })).toBe(true)
    const above = { root: fromHex(bundle.header.app), key: utf8("state"), value: root, proof: top! }
    expect(verifyMembership(spec, above)).toBe(true)
  })

  it("its node is shut out once links are made anew", async () => {
    const id = network.seats[FIFTH]!.node.id
    await expect(network.ledger(0).dropPeer(id)).rejects.toMatchObject({ code: "wrong_state" })
    expect((await network.send(port, node("removeNode"))).code).toBe(0)
    expect(await linked(0)).toContain(id)
    await network.ledger(0).dropPeer(id)
    let peers: readonly string[] = []
    while (peers.length < 3) peers = await linked(0).catch(() => [])
    expect(peers).not.toContain(id)
    await network.send(port, touch(9))
    await keep()
  })

  it("evidence of every time verifies offline against the genesis anchor", () => {
    expect(bundles).toHaveLength(2)
    for (const bytes of bundles) {
      const verdict = verifyBundle(bytes, anchor, { now: Date.now() })
      expect(verdict, verdict.code ?? "").toMatchObject({ valid: true, grade: "A" })
    }
    expect(network.failures).toEqual([])
  })
})
