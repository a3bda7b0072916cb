/**
 * A planned upgrade on a real network, under load: every node stops before the same block with exit
 * status 75, the newer program goes on with that block from the same folders, and nothing that was
 * acknowledged is lost. Needs Go once, to build the engine.
 */
import {
  type Hash,
  type Service,
  service,
  serviceRows,
  stateKey,
  table,
  u64,
} from "@concordat/kernel"
import { exitCodeOf } from "@concordat/node"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { needed } from "../../engines/cometbft/machine.testing.ts"
import { send, writeOf } from "../../node/testing/node.testing.ts"
import { services as notes } from "../../node/testing/notes.testing.ts"
import { Network, until } from "./world.ts"

const NODES = [0, 1, 2, 3]
/** The block that the newer program begins with. */
const HEIGHT = 25n

/** Plans the upgrade, as governance does. */
const plans = service({
  name: "plans",
  about: "A plan, for this test",
  authorise: { planned: (_view, height) => (height === HEIGHT ? "two" : null) },
})
const old: readonly Service[] = [...notes, plans]
const made = table("made", { key: {}, value: { at: u64 } })
const newer: readonly Service[] = [
  ...old,
  service({
    ...{ name: "newer", about: "New with two", tables: { made } },
    genesis(tx) {
      made.put(tx, {}, { at: tx.height })
    },
  }),
]

let network: Network
const acknowledged: { readonly id: Hash; readonly height: bigint }[] = []

const halted = Promise.withResolvers<null>()

/** Writes to one node until the first of them stops. */
async function load(index: number): Promise<void> {
  const { world } = network
  for (let i = 0; ; i++) {
    const sent = send(world, network.ledger(index), writeOf(`n${index}-${i % 5}`))
    const done = await Promise.race([sent.catch(() => null), halted.promise])
    if (done === null) return
    acknowledged.push({ id: done.transaction, height: done.height })
  }
}

const stopped = () => NODES.filter((index) => network.open.get(index)!.failures.length > 0)

describe.skipIf(needed !== "")(`an upgrade of four nodes${needed}`, () => {
  beforeAll(async () => {
    network = await Network.of(NODES.length, old)
    await Promise.all(NODES.map((index) => network.start(index)))
  })
  afterAll(() => network?.remove())

  it("nobody executes the planned block: who is given it stops with exit status 75", async () => {
    const sending = Promise.all(NODES.map(load))
    await until(() => stopped().length > 0)
    halted.resolve(null)
    await sending
    for (const index of stopped()) {
      const [failure] = network.open.get(index)!.failures
      expect(failure).toMatchObject({ code: "upgrade_needed", details: { name: "two" } })
      expect(exitCodeOf(failure)).toBe(75)
    }
    // With too few left to decide, the others wait before that block until they are ended.
    for (const index of NODES) {
      expect(network.ledger(index).status().height).toBeLessThan(HEIGHT)
    }
    expect(acknowledged.length).toBeGreaterThan(20)
  })

  it("the newer program goes on from the same folders; nothing is lost", async () => {
    for (const index of NODES) await network.stop(index)
    await Promise.all(NODES.map((index) => network.start(index, null, { services: newer })))
    const { world } = network
    await send(world, network.ledger(0), writeOf("after"))
    await until(() => NODES.every((index) => network.ledger(index).status().height > HEIGHT))
    for (const index of NODES) {
      const ledger = network.ledger(index)
      for (const { id, height } of acknowledged) {
        expect(await ledger.transaction(id)).toMatchObject({ height, code: 0 })
      }
      const { value } = await ledger.row(stateKey(made, {}))
      expect(made.readRow(value!)).toEqual({ at: HEIGHT })
      const version = await ledger.row(stateKey(serviceRows, { service: "newer" }))
      expect(serviceRows.readRow(version.value!)).toMatchObject({ version: 1 })
    }
    const ledgers = NODES.map((index) => network.ledger(index))
    const blocks = await Promise.all(ledgers.map((ledger) => ledger.block(HEIGHT)))
    expect(new Set(blocks.map((block) => block?.hash)).size).toBe(1)
  })
})
