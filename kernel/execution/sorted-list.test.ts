/** The sorted list against a sorted array. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { type Cursor, SortedList } from "./sorted-list.ts"

type Item = { readonly order: string; readonly value: number }

function rest(cursor: Cursor<Item>): string[] {
  const orders: string[] = []
  for (let item = cursor.next(); item !== undefined; item = cursor.next()) orders.push(item.order)
  return orders
}

const byte = fc.integer({ min: 0, max: 255 }).map((n) => String.fromCharCode(n))
const order = fc.array(byte, { maxLength: 3 }).map((bytes) => bytes.join(""))

describe("a sorted list", () => {
  it("holds an item once, the newest", () => {
    const list = new SortedList<Item>()
    list.add({ order: "a", value: 1 })
    list.add({ order: "a", value: 2 })
    expect(list.size).toBe(1)
    expect(list.from("").next()).toEqual({ order: "a", value: 2 })
    expect(list.delete("a")).toBe(true)
    expect(list.delete("a")).toBe(false)
    expect(list.from("").next()).toBeUndefined()
    expect(list.below(null).next()).toBeUndefined()
  })

  it("keeps order over many chunks, whatever comes and goes", () => {
    const list = new SortedList<Item>()
    const key = (n: number) => String.fromCharCode(n >> 8, n & 255)
    const count = 5_000
    for (let i = 0; i < count; i++) list.add({ order: key((i * 7_919) % count), value: i })
    const all = Array.from({ length: count }, (_, n) => key(n))
    expect(rest(list.from(""))).toEqual(all)
    for (let i = 0; i < count; i++) if (i % 3 !== 0) list.delete(key(i))
    expect(list.size).toBe(Math.ceil(count / 3))
    expect(rest(list.from(""))).toEqual(all.filter((_, n) => n % 3 === 0))
    for (const gone of all) list.delete(gone)
    expect(rest(list.below(null))).toEqual([])
  })

  it("answers as a sorted array does", () => {
    const step = fc.tuple(fc.constantFrom("add", "delete"), order)
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), order, (steps, bound) => {
        const list = new SortedList<Item>()
        const model = new Set<string>()
        for (const [what, at] of steps) {
          if (what === "add") {
            list.add({ order: at, value: 0 })
            model.add(at)
          } else expect(list.delete(at)).toBe(model.delete(at))
        }
        const sorted = [...model].sort()
        expect(list.size).toBe(sorted.length)
        expect(rest(list.from(bound))).toEqual(sorted.filter((at) => at >= bound))
        expect(rest(list.below(bound))).toEqual(sorted.filter((at) => at < bound).reverse())
        expect(rest(list.below(null))).toEqual(sorted.toReversed())
      }),
      { numRuns: runs(1_000) },
    )
  })
})
