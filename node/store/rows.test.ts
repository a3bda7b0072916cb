/** Rows against a copied map for every height: reads, scans, flushes in between, older heights. */

import { SeededRandom } from "@concordat/engines/testing"
import { type KeyRange, PROVABLE_HEIGHTS, sha256, utf8, type Write } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { KeyIndex } from "./key-index.ts"
import { rowKey } from "./layout.ts"
import { MemoryStore } from "./memory-store.ts"
import { Rows } from "./rows.ts"
import type { Change } from "./state-store.ts"
import { decodeUndo, encodeUndo } from "./undo.ts"

type Model = Map<string, string>

function write(key: string, value: string | null): Write {
  const bytes = utf8(key)
  const content = value === null ? null : utf8(value)
  return {
    key: bytes,
    value: content,
    keyHash: sha256(bytes),
    service: "test",
    transaction: null,
    operation: null,
  }
}

const text = (bytes: Uint8Array | null | undefined) =>
  bytes === null || bytes === undefined ? null : new TextDecoder().decode(bytes)

async function flush(rows: Rows, store: MemoryStore, finish = true): Promise<() => void> {
  const changes: Change[] = []
  const waiting = rows.takeWaiting()
  for (const [key, value] of waiting.rows) changes.push([rowKey(utf8(key)), value])
  changes.push(...waiting.paths)
  await store.write(changes)
  if (finish) rows.flushed()
  return () => rows.flushed()
}

function scanned(model: Model, prefix: string, { after, reverse, limit }: KeyRange) {
  const bound = text(after)
  const keys = [...model.keys()].sort((a, b) => (a < b ? -1 : 1))
  if (reverse) keys.reverse()
  return keys
    .filter((key) => key.startsWith(prefix))
    .filter((key) => bound === null || (reverse ? key < bound : key > bound))
    .slice(0, limit)
    .map((key) => [key, model.get(key)])
}

describe("rows", () => {
  it("answer as a map does, at every provable height, whatever is flushed when", async () => {
    for (let seed = 1; seed <= runs(20); seed++) {
      const random = new SeededRandom(seed)
      const store = new MemoryStore()
      const rows = new Rows(store)
      const history: Model[] = [new Map()]
      let unfinished: (() => void) | null = null
      for (let height = 1n; height <= 130n; height++) {
        const model = new Map(history.at(-1))
        const writes: Write[] = []
        for (let i = random.below(4); i > 0; i--) {
          const key = `t/${random.below(12)}`
          const value = random.below(3) === 0 ? null : `${seed} ${height} ${i}`
          writes.push(write(key, value))
          if (value === null) model.delete(key)
          else model.set(key, value)
        }
        rows.apply(writes)
        rows.seal(height)
        history.push(model)
        if (random.below(5) === 0) {
          unfinished?.()
          unfinished = await flush(rows, store, false)
        }
        const at = Math.max(0, Number(height) - random.below(PROVABLE_HEIGHTS))
        for (let i = 0; i < 12; i++) {
          const key = `t/${i}`
          expect(text(rows.get(utf8(key)))).toBe(model.get(key) ?? null)
          expect(text(rows.at(utf8(key), BigInt(at))), `seed ${seed}`).toBe(
            history[at]!.get(key) ?? null,
          )
        }
        const range: KeyRange = {
          reverse: random.below(2) === 0,
          limit: 1 + random.below(8),
          ...(random.below(2) === 0 ? {} : { after: utf8(`t/${random.below(12)}`) }),
        }
        const found = rows.scan(utf8("t/1"), range).map(([key, value]) => [text(key), text(value)])
        expect(found).toEqual(scanned(model, "t/1", range))
        expect(rows.size).toBe(model.size)
      }
    }
  })

  it("reads a flushed row from the store, and tells a lost one", async () => {
    const store = new MemoryStore()
    const first = new Rows(store)
    first.apply([write("a", "1"), write("b", "2")])
    first.seal(1n)
    await flush(first, store)
    const again = new Rows(store, KeyIndex.fromSorted(["a", "b"]))
    expect(text(again.get(utf8("a")))).toBe("1")
    expect(again.get(utf8("c"))).toBeUndefined()
    store.rot(rowKey(utf8("b")), null)
    expect(() => again.get(utf8("b"))).toThrow(expect.objectContaining({ code: "store_damaged" }))
  })

  it("finds keys by path: stored, waiting, and deleted within the provable heights", async () => {
    const store = new MemoryStore()
    const rows = new Rows(store)
    const path = (key: string) => sha256(utf8(key))
    rows.apply([write("a", "1"), write("b", "1")])
    rows.seal(1n)
    await flush(rows, store)
    rows.apply([write("b", null), write("c", "1")])
    rows.seal(2n)
    for (const key of ["a", "b", "c"]) expect(text(rows.keyOfPath(path(key)))).toBe(key)
    await flush(rows, store)
    for (const key of ["a", "b", "c"]) expect(text(rows.keyOfPath(path(key)))).toBe(key)
    expect(rows.keyOfPath(path("d"))).toBeNull()
  })
})

describe("an undo record", () => {
  it("comes back as it was", () => {
    const undo = new Map<string, Uint8Array | null>([
      ["a", null],
      ["\u00ff\u0000k", Uint8Array.of(1, 2, 3)],
      ["empty", new Uint8Array()],
    ])
    expect(decodeUndo(encodeUndo(undo))).toEqual(undo)
    expect(decodeUndo(encodeUndo(new Map())).size).toBe(0)
  })
})
