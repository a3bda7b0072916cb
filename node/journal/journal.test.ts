/** The journal against a plain list: what is kept, for whom, and what a lost batch takes along. */
import { SeededRandom } from "@concordat/engines/testing"
import { sha256, utf8, type Write } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { MemoryStore } from "../store/memory-store.ts"
import { Journal, type JournalLimits, openJournal } from "./journal.ts"

const LIMITS: JournalLimits = { blocks: 12, bytes: 2_000, heldBytes: 6_000 }

function write(name: string, bytes: number): Write {
  const [key, value] = [utf8(name), new Uint8Array(bytes)]
  const keyHash = sha256(key)
  return { key, value, keyHash, service: "test", transaction: 0, operation: 0 }
}

const namesAt = (journal: Journal, height: bigint) =>
  journal.changes(height)?.map(({ key }) => new TextDecoder().decode(key)) ?? null

async function flush(journal: Journal, store: MemoryStore): Promise<void> {
  await store.write(journal.takeChanges())
  journal.flushed()
}

/** A journal with small limits over a store. */
async function opened(store: MemoryStore, height: bigint): Promise<Journal> {
  return openJournal(store, height, LIMITS)
}

describe("the journal", () => {
  it("holds what was written from its beginning on, and nothing below", async () => {
    for (let seed = 1; seed <= runs(40); seed++) {
      const random = new SeededRandom(seed)
      const store = new MemoryStore()
      const journal = new Journal(store, null, LIMITS)
      const model: string[][] = []
      for (let height = 0n; height < 60n; height++) {
        const names = Array.from({ length: random.below(4) }, (_, i) => `${height}-${i}`)
        model.push(names)
        journal.add(
          height,
          [],
          names.map((name) => write(name, random.below(200))),
          new Map(),
        )
        if (random.below(3) === 0) await flush(journal, store)
        for (const [at, expected] of model.entries()) {
          const kept = BigInt(at) >= journal.from!
          expect(namesAt(journal, BigInt(at)), `seed ${seed}`).toEqual(kept ? expected : null)
        }
      }
      await flush(journal, store)
      expect(journal.from).toBeGreaterThan(40n)
      const again = await opened(store, 59n)
      expect(again.from).toBe(journal.from)
      for (let at = 0n; at < 60n; at++) expect(namesAt(again, at)).toEqual(namesAt(journal, at))
    }
  })

  it("keeps what a consumer needs, over a restart, up to its bound", async () => {
    const store = new MemoryStore()
    let journal = new Journal(store, null, LIMITS)
    journal.acknowledge("reader", 5n)
    let height = 0n
    const block = async (bytes: number) => {
      journal.add(height, [], [write(`${height}`, bytes)], new Map())
      await flush(journal, store)
      height++
    }
    while (height < 40n) await block(10)
    expect(journal.from).toBe(5n)
    journal = await opened(store, height - 1n)
    await block(10)
    expect(journal.from).toBe(5n)
    journal.acknowledge("reader", 33n)
    await block(10)
    expect(journal.from).toBe(30n)
    journal.acknowledge("other", 31n)
    for (let more = 0; more < 20; more++) await block(10)
    expect(journal.from).toBe(31n)
    journal.release("other")
    await block(10)
    expect(journal.from).toBe(33n)
    for (let more = 0; more < 9; more++) await block(1_000)
    expect(journal.from).toBeGreaterThan(33n)
  })

  it("begins above a state that came otherwise than by blocks", async () => {
    const journal = await opened(new MemoryStore(), 700n)
    expect([journal.from, journal.changes(700n)]).toEqual([701n, null])
    journal.add(701n, [], [write("a", 1)], new Map())
    expect(namesAt(journal, 701n)).toEqual(["a"])
  })

  it("loses with a batch what the batch brought, and takes it again", async () => {
    const store = new MemoryStore()
    const journal = new Journal(store, null, LIMITS)
    for (let height = 0n; height < 4n; height++) {
      journal.add(height, [], [write(`${height}`, 1)], new Map())
      await flush(journal, store)
    }
    store.lose(2)
    const again = await opened(store, 1n)
    expect([namesAt(again, 1n), namesAt(again, 2n)]).toEqual([["1"], []])
    again.add(2n, [], [write("2", 1)], new Map())
    expect(namesAt(again, 2n)).toEqual(["2"])
  })
})
