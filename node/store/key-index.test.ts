/** The ordered index against a sorted array, and byte order for every byte. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { KeyIndex, keyBytes, keyText, type TextRange } from "./key-index.ts"

function naive(keys: Set<string>, { prefix, after, reverse, limit }: TextRange): string[] {
  const sorted = [...keys].sort((a, b) => (a < b ? -1 : 1))
  if (reverse) sorted.reverse()
  return sorted
    .filter((key) => key.startsWith(prefix))
    .filter((key) => after === undefined || (reverse ? key < after : key > after))
    .slice(0, limit)
}

const text = fc
  .uint8Array({ minLength: 1, maxLength: 4 })
  .map((bytes) => keyText(bytes.map((byte) => [0, 1, 0x61, 0x62, 0xfe, 0xff][byte % 6]!)))

describe("the key index", () => {
  it("has byte order and gives bytes back", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
    expect(Uint8Array.from(keyBytes(keyText(bytes)))).toEqual(bytes)
    for (let i = 1; i < 256; i++) {
      expect(keyText(Uint8Array.of(i - 1, 255)) < keyText(Uint8Array.of(i))).toBe(true)
    }
  })

  it("answers as a sorted array does, whatever came and went", () => {
    const step = fc.record({ add: fc.boolean(), key: text })
    const range = fc.record({
      prefix: fc.oneof(fc.constant(""), text),
      after: fc.option(text, { nil: undefined }),
      reverse: fc.boolean(),
      limit: fc.integer({ min: 1, max: 20 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.array(range), (steps, ranges) => {
        const index = new KeyIndex()
        const model = new Set<string>()
        for (const { add, key } of steps) {
          if (add) index.add(key)
          else index.delete(key)
          if (add) model.add(key)
          else model.delete(key)
          expect(index.has(key)).toBe(add)
        }
        expect(index.size).toBe(model.size)
        for (const asked of ranges) expect(index.scan(asked)).toEqual(naive(model, asked))
      }),
      { numRuns: runs(500) },
    )
  })

  it("stays in order over many chunks, built at once or key by key", () => {
    const keys = Array.from({ length: 5_000 }, (_, i) =>
      `k/${(i * 7_919) % 5_000}/`.padStart(12, "0"),
    )
    const grown = new KeyIndex()
    for (const key of keys) grown.add(key)
    const sorted = [...keys].sort((a, b) => (a < b ? -1 : 1))
    expect([...grown]).toEqual(sorted)
    const built = KeyIndex.fromSorted(sorted)
    for (const key of keys.slice(0, 4_990)) {
      grown.delete(key)
      built.delete(key)
    }
    expect([...built]).toEqual([...grown])
    expect(built.scan({ prefix: "", limit: 100, reverse: true })).toEqual([...grown].reverse())
    expect([...KeyIndex.fromSorted([])]).toEqual([])
  })
})
