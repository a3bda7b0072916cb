/** Damage is told of however it is met: one value, a page of them, or in a view of a moment. */
import { type ConcordatError, toHex, utf8 } from "@concordat/kernel"
import { expect, it } from "vitest"
import { MemoryStore } from "./memory-store.ts"
import { type StateStore, type StoreReader, storeDamaged } from "./state-store.ts"
import { tellingDamage } from "./told-damage.ts"

const [FROM, TO] = [utf8("a"), utf8("b")]

/** A store, and each view of it, whose values cannot be read for this reason. */
function rotten(failure: Error): StateStore {
  const reader: StoreReader = {
    location: "memory",
    get() {
      throw failure
    },
    entries: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(failure) }) }),
  }
  const view = () => ({ ...reader, close: async () => {} })
  const { write, clear, keys, close } = new MemoryStore()
  return { ...reader, view, write, clear, keys, close }
}

async function readAll(reader: StoreReader): Promise<void> {
  for await (const _ of reader.entries(FROM, TO));
}

/** What is told of where each way to read fails. */
async function toldOf(failure: Error): Promise<readonly ConcordatError[]> {
  const told: ConcordatError[] = []
  const store = tellingDamage(rotten(failure), (one) => told.push(one))
  for (const reader of [store, store.view()]) {
    expect(() => reader.get(FROM)).toThrow(failure)
    await expect(readAll(reader)).rejects.toThrow(failure)
  }
  return told
}

it("tells of every value that is not as it was written, and of nothing else", async () => {
  const damaged = storeDamaged("memory", "holds a value that rotted")
  expect(await toldOf(damaged)).toEqual([damaged, damaged, damaged, damaged])
  expect(await toldOf(new Error("no such view"))).toEqual([])
})

it("is the same store but for that", async () => {
  const store = tellingDamage(new MemoryStore(), () => {})
  await store.write([[FROM, TO]])
  const view = store.view()
  await store.clear()
  const keys: string[] = []
  for await (const page of view.entries(FROM, TO)) keys.push(...page.map(([key]) => toHex(key)))
  expect(keys).toEqual([toHex(FROM)])
  expect([view.get(FROM), store.get(FROM)]).toEqual([TO, undefined])
  await view.close()
})
