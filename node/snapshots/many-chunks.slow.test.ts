/**
 * A snapshot of many chunks, from the node that writes it to the joiner that goes on with it: more
 * rows than one CBOR value may have items, rows cut by the ends of chunks, and one chunk that is
 * damaged on its way.
 */
import { type Row, stateKey, toHex } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Ledger } from "../ledger.ts"
import { dropOf, openNode, quiet, send, type TestWorld, writeOf } from "../testing/node.testing.ts"
import { notes } from "../testing/notes.testing.ts"
import { Joiner, type Served, served, wideWorld } from "./joiner.testing.ts"

const MIB = 1_048_576
const NOTES = 20_000
const DAMAGED = 1
const OFTEN = "wide-00012345"

let world: TestWorld
let ledger: Ledger
let snapshot: Served
beforeAll(async () => {
  world = wideWorld(NOTES)
  ledger = await openNode(world)
  await send(world, ledger, writeOf(OFTEN), dropOf("wide-00000007"))
  await quiet(ledger)
  await ledger.makeSnapshot()
  snapshot = await served(world, ledger)
})
afterAll(() => ledger.close())

const countOf = (joiner: Joiner, name: string) => {
  const value = joiner.executor.rows.get(stateKey(notes, { name }))
  return value === undefined ? null : (notes.readRow(value) as Row<typeof notes>).count
}

describe("a snapshot of many chunks", () => {
  it("has chunks of a mebibyte, and the last one is the rest", () => {
    const lengths = snapshot.chunks.map(({ length }) => length)
    expect(lengths.length).toBeGreaterThan(2)
    expect(new Set(lengths.slice(0, -1))).toEqual(new Set([MIB]))
    expect(lengths.at(-1)).toBeLessThan(MIB)
  })

  it("is taken though one is damaged on its way, and goes on with equal roots", async () => {
    const { offer, chunks } = snapshot
    const joiner = await new Joiner(world).start()
    const { snapshots } = joiner.life
    expect(await snapshots.offer(offer)).toBe("accept")
    for (const [index, chunk] of chunks.entries()) {
      if (index === DAMAGED) {
        const damaged = chunk.slice()
        damaged[MIB / 2]! ^= 1
        expect(await snapshots.apply(index, damaged)).toBe("retry")
      }
      expect(await snapshots.apply(index, chunk)).toBe("accept")
    }
    expect(toHex((await joiner.executor.info()).appHash)).toBe(toHex(offer.appHash))
    expect(joiner.executor.rows.size).toBe(ledger.status().rows)

    await joiner.start()
    expect(joiner.executor.origin?.height).toBe(offer.snapshot.height)
    expect([countOf(joiner, OFTEN), countOf(joiner, "wide-00000007")]).toEqual([2n, null])
    await send(world, ledger, writeOf(OFTEN), writeOf("wide-00000007"), writeOf("new"))
    await quiet(ledger)
    await joiner.follow(ledger)
    expect(joiner.executor.state.appHash).toBe(ledger.status().appHash)
    expect(countOf(joiner, OFTEN)).toBe(3n)

    const ours = await ledger.makeSnapshot()
    expect(await (await joiner.snapshots.begin())!.made).toEqual(ours)
  })
})
