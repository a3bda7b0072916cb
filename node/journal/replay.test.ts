/** What `Ledger.changes` tells of blocks: who wrote what, and the same after every kind of end. */
import { hashOf, sha256, stateKey } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import type { Ledger, RowChange } from "../ledger.ts"
import {
  demandOf,
  dropOf,
  openNode,
  quiet,
  send,
  signed,
  testWorld,
  writeOf,
} from "../testing/node.testing.ts"
import { notes } from "../testing/notes.testing.ts"

const keyOf = (name: string) => stateKey(notes, { name })
const changeOf = (changes: readonly RowChange[], name: string) =>
  changes.find(({ key }) => hashOf(sha256(key)) === hashOf(sha256(keyOf(name)))) ?? null

async function allChanges(ledger: Ledger): Promise<(readonly RowChange[])[]> {
  const all: (readonly RowChange[])[] = []
  for (let at = 0n; at <= ledger.status().height; at++) all.push(await ledger.changes(at))
  return all
}

describe("changes of a block", () => {
  it("name the value, the digest before, the transaction and the operation", async () => {
    const world = testWorld()
    const ledger = await openNode(world)
    const operations = [writeOf("a", "one"), demandOf("a", 9n), writeOf("b"), writeOf("a", "two")]
    const first = await ledger.submit(signed(world, ledger, operations, { mode: "each" }))
    const { value: before } = await ledger.row(keyOf("a"))
    const second = await send(world, ledger, dropOf("a"))
    const written = await ledger.changes(first.height)
    const none = { before: null, transaction: 0 }
    expect(changeOf(written, "a")).toEqual({
      ...none,
      key: keyOf("a"),
      value: before,
      operation: 3,
    })
    expect(changeOf(written, "b")).toMatchObject({ ...none, operation: 2 })
    expect(changeOf(await ledger.changes(second.height), "a")).toEqual({
      ...{ key: keyOf("a"), value: null, transaction: 0, operation: 0 },
      before: hashOf(sha256(before!)),
    })
    const genesis = changeOf(await ledger.changes(0n), "first")
    expect(genesis).toMatchObject({ before: null, transaction: null, operation: null })
    await ledger.close()
  })

  it("are refused above the last block, and below the journal's beginning", async () => {
    const world = testWorld()
    const ledger = await openNode(world)
    await send(world, ledger, writeOf("a"))
    await quiet(ledger)
    const { height } = ledger.status()
    await expect(ledger.changes(height + 1n)).rejects.toMatchObject({ code: "height_not_reached" })
    await ledger.close()
    // A state without a journal, as a snapshot leaves it.
    const { store } = world.place
    const keys: Uint8Array[] = []
    for await (const page of store.keys(Uint8Array.of(0x6a), Uint8Array.of(0x6b)))
      keys.push(...page)
    for (const key of keys) store.rot(key, null)
    const again = await openNode(world)
    await expect(again.changes(height)).rejects.toMatchObject({
      code: "height_pruned",
      details: { earliest: String(height + 1n) },
    })
    const { height: next } = await send(world, again, writeOf("b"))
    expect(changeOf(await again.changes(next), "b")).toMatchObject({ operation: 0 })
    await again.close()
  })
})

describe("changes after", () => {
  it.each([0, 1, 3, 1_000])("a crash that lost %d batches are the same", async (lost) => {
    const world = testWorld()
    const ledger = await openNode(world, { flushBlocks: 2 })
    for (let i = 0; i < 12; i++) {
      await send(world, ledger, i % 3 === 2 ? dropOf(`n${i - 1}`) : writeOf(`n${i}`))
    }
    await quiet(ledger)
    const expected = await allChanges(ledger)
    world.place.store.lose(lost)
    const again = await openNode(world)
    expect(await allChanges(again)).toEqual(expected)
    await again.close()
  })
})
