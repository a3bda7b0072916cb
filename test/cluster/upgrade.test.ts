/**
 * A planned upgrade on a real network, under load: every node stops before the same block with exit
 * status 75, also one that comes to it later; the newer program goes on with that block from the
 * same folders, and nothing that was acknowledged is lost. Needs Go once, to build the engine.
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
/** One of them is away from about this block on: far from the planned one, as it takes a while. */
const LAGGARD = 3
const LAGS_FROM = 5n

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

/** Writes to one node until it stops. */
async function load(index: number): Promise<void> {
  const { world } = network
  for (let i = 0; ; i++) {
    const done = await send(world, network.ledger(index), writeOf(`n${index}-${i % 5}`)).catch(
      () => null,
    )
    if (done === null) return
    acknowledged.push({ id: done.transaction, height: done.height })
  }
}

const failuresOf = (index: number) => network.open.get(index)!.failures
const heightOf = (index: number) => network.ledger(index).status().height
const newerAt = (index: number) => network.start(index, null, { services: newer })

/** It stopped before the planned block, as an operator is told. */
function expectStopped(index: number): void {
  const [failure] = failuresOf(index)
  expect(failure).toMatchObject({ code: "upgrade_needed", details: { name: "two" } })
  expect(exitCodeOf(failure)).toBe(75)
  expect(heightOf(index)).toBe(HEIGHT - 1n)
}

describe.skipIf(needed !== "")(`an upgrade of four nodes${needed}`, () => {
  beforeAll(async () => {
    network = await Network.of(NODES.length, old)
    await Promise.all(NODES.map((index) => network.start(index)))
  })
  afterAll(() => network?.remove())

  it("every node stops before the planned block, with exit status 75", async () => {
    const sending = Promise.all(NODES.filter((index) => index !== LAGGARD).map(load))
    await until(() => heightOf(LAGGARD) >= LAGS_FROM)
    await network.stop(LAGGARD)
    const others = NODES.filter((index) => index !== LAGGARD)
    await until(() => others.every((index) => failuresOf(index).length > 0))
    await sending
    for (const index of others) expectStopped(index)
    expect(acknowledged.length).toBeGreaterThan(20)
  })

  it("the old program is not started again in its place", async () => {
    await network.stop(0)
    await expect(network.start(0)).rejects.toMatchObject({ code: "upgrade_needed" })
  })

  it("who was behind gets the last of its blocks from newer programs, and stops too", async () => {
    for (const index of [1, 2]) await network.stop(index)
    // Two of four decide nothing: the planned block waits for the one that is behind.
    await Promise.all([newerAt(0), newerAt(1), network.start(LAGGARD)])
    await until(() => failuresOf(LAGGARD).length > 0)
    expectStopped(LAGGARD)
    await network.stop(LAGGARD)
  })

  it("the newer program goes on from the same folders; nothing is lost", async () => {
    await Promise.all([newerAt(2), newerAt(LAGGARD)])
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
