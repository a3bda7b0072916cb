/** Rows in memory against a sorted list of pairs; paging; decoded rows; bounded memories. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { compareBytes, toHex, utf8 } from "../bytes.ts"
import { freezeDeep } from "./freeze.ts"
import { Generations } from "./generations.ts"
import { everyRow } from "./ledger-state.ts"
import { MemoryRows } from "./memory-rows.ts"
import { successor } from "./sorted-list.ts"

type Pair = readonly [Uint8Array, Uint8Array]
const key = fc.uint8Array({ minLength: 1, maxLength: 3 })
const pairs = fc.uniqueArray(fc.tuple(key, fc.uint8Array()), { selector: ([at]) => toHex(at) })

function write([at, value]: readonly [Uint8Array, Uint8Array | null]) {
  return { key: at, value, keyHash: at, service: "-", transaction: null, operation: null }
}

describe("rows in memory", () => {
  it("scan as a sorted list does, in pages, in both directions", () => {
    const range = fc.record({
      prefix: fc.uint8Array({ maxLength: 2 }),
      after: fc.option(key, { nil: undefined }),
      reverse: fc.boolean(),
      limit: fc.integer({ min: 1, max: 5 }),
    })
    fc.assert(
      fc.property(pairs, pairs, range, (initial, later, { prefix, after, reverse, limit }) => {
        const rows = new MemoryRows(initial)
        const gone = initial.filter((_, index) => index % 3 === 0)
        rows.apply([...gone.map(([at]) => write([at, null])), ...later.map(write)])
        const model = new Map<string, Pair>(initial.map((pair) => [toHex(pair[0]), pair]))
        for (const [at] of gone) model.delete(toHex(at))
        for (const pair of later) model.set(toHex(pair[0]), pair)
        const sorted = [...model.values()].sort(([a], [b]) => compareBytes(a, b))
        expect([...rows]).toEqual(sorted)
        expect(rows.size).toBe(sorted.length)
        const under = sorted
          .filter(([at]) => compareBytes(at.subarray(0, prefix.length), prefix) === 0)
          .filter(([at]) => {
            if (after === undefined) return true
            return reverse ? compareBytes(at, after) < 0 : compareBytes(at, after) > 0
          })
        const expected = (reverse ? under.reverse() : under).slice(0, limit)
        const asked = { reverse, limit, ...(after && { after }) }
        expect(rows.scan(prefix, asked)).toEqual(expected)
        for (const [at, value] of sorted) expect(rows.get(at)).toEqual(value)
      }),
      { numRuns: runs(1_000) },
    )
  })

  it("are all there, however many pages they take", () => {
    const count = 25_001
    const rows = new MemoryRows(
      Array.from({ length: count }, (_, n) => [utf8(String(n).padStart(6, "0")), utf8("v")]),
    )
    let seen = 0
    for (const [at] of everyRow(rows)) {
      expect(at).toEqual(utf8(String(seen).padStart(6, "0")))
      seen++
    }
    expect(seen).toBe(count)
  })

  it("know what follows a prefix", () => {
    expect(successor("ab")).toBe("ac")
    expect(successor("a\u00ff\u00ff")).toBe("b")
    expect(successor("\u00ff")).toBeNull()
    expect(successor("")).toBeNull()
  })
})

describe("two generations", () => {
  it("keep what is asked for, and forget the rest in bulk", () => {
    const memory = new Generations<number>(3)
    for (let n = 0; n < 3; n++) memory.set(`${n}`, n)
    memory.set("3", 3)
    expect(memory.get("0")).toBe(0)
    memory.set("4", 4)
    memory.set("5", 5)
    expect(memory.get("0")).toBe(0)
    expect(memory.get("1")).toBeUndefined()
    expect(memory.get("5")).toBe(5)
  })

  it("do not count again what is replaced", () => {
    const memory = new Generations<number>(3)
    memory.set("a", 1)
    for (let n = 0; n < 10; n++) memory.set("b", n)
    memory.set("c", 3)
    expect([memory.get("a"), memory.get("b"), memory.get("c")]).toEqual([1, 9, 3])
  })

  it("count by weight", () => {
    const memory = new Generations<number>(10)
    memory.set("a", 1, 10)
    memory.set("b", 2, 10)
    expect(memory.get("b")).toBe(2)
    memory.set("c", 3, 10)
    expect(memory.get("a")).toBeUndefined()
  })
})

describe("freezeDeep", () => {
  it("reaches lists and records, and leaves bytes alone", () => {
    const value = freezeDeep({ list: [{ n: 1 }], bytes: Uint8Array.of(1), none: null })
    expect(() => {
      ;(value.list as { n: number }[])[0]!.n = 2
    }).toThrow(TypeError)
    expect(() => value.list.push({ n: 3 })).toThrow(TypeError)
    expect(value.bytes).toEqual(Uint8Array.of(1))
  })
})
