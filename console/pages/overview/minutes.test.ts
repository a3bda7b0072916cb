/** Minute by minute: each operation once, in its minute; what is not known is not nought. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { intervalsOf, minutesOf } from "./minutes.ts"

const NOW = Date.UTC(2026, 10, 28, 12)
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString()
const block = (height: number, seconds: number, operations: number) => {
  return { height: String(height), time: ago(seconds), operations }
}
const refusal = { command: "a.b", outcome: "refused" } as const
const done = { command: "a.b", outcome: "accepted" } as const
const sum = (values: readonly (number | null)[]) => values.reduce<number>((a, b) => a + (b ?? 0), 0)

describe("minutes", () => {
  it("put each block into its own", () => {
    const blocks = [block(3, 5, 4), block(2, 59, 1), block(1, 61, 2)]
    const { operations, known } = minutesOf({ blocks, receipts: [] }, NOW)
    expect([operations.length, known]).toEqual([30, 30])
    expect(operations.slice(-3)).toEqual([0, 2, 5])
  })

  it("before the first known block are not known, unless it is the ledger's first", () => {
    const later = minutesOf({ blocks: [block(9, 125, 1), block(10, 1, 1)], receipts: [] }, NOW)
    expect(later.operations.slice(-4)).toEqual([null, 1, 0, 1])
    expect(later.known).toBe(3)
    expect(minutesOf({ blocks: [], receipts: [] }, NOW).operations).not.toContain(null)
  })

  it("count refused operations alone as refusals", () => {
    const receipts = [{ time: ago(1), operations: [refusal, done, refusal] }]
    const { refused } = minutesOf({ blocks: [block(1, 1, 3)], receipts }, NOW)
    expect([refused.at(-1), sum(refused)]).toEqual([2, 2])
  })

  it("lose and double nothing", () => {
    const told = fc.array(fc.tuple(fc.integer({ min: -5, max: 3_000 }), fc.nat(50)))
    fc.assert(
      fc.property(told, (pairs) => {
        const blocks = pairs.map(([seconds, count], at) => block(at + 1, seconds, count))
        const within = pairs.filter(([seconds]) => seconds < 1_800)
        const expected = within.reduce((total, [, count]) => total + count, 0)
        expect(sum(minutesOf({ blocks, receipts: [] }, NOW).operations)).toBe(expected)
      }),
    )
  })
})

it("intervals are those between neighbours, oldest first", () => {
  const blocks = [block(4, 0, 0), block(3, 2, 0), block(2, 7, 0), block(1, 8, 0)]
  expect(intervalsOf(blocks, 60)).toEqual([1, 5, 2])
  expect(intervalsOf(blocks, 2)).toEqual([5, 2])
  expect(intervalsOf([], 60)).toEqual([])
})
