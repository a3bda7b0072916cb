/** Arithmetic: examples, then what holds for all numbers. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../test/runs.ts"
import { divCeil, divFloor, seconds, share, sorted, split } from "./arithmetic.ts"
import { compareBytes, utf8 } from "./bytes.ts"
import { Bug } from "./failures.ts"

const amount = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n })
const positive = fc.bigInt({ min: 1n, max: 1n << 64n })

describe("division", () => {
  it.each([
    [7n, 2n, 3n, 4n],
    [-7n, 2n, -4n, -3n],
    [6n, 2n, 3n, 3n],
    [0n, 5n, 0n, 0n],
    [-6n, 3n, -2n, -2n],
  ])("%i ÷ %i lies between %i and %i", (a, b, floor, ceil) => {
    expect(divFloor(a, b)).toBe(floor)
    expect(divCeil(a, b)).toBe(ceil)
  })

  it("by zero or less is a Bug", () => {
    expect(() => divFloor(1n, 0n)).toThrow(Bug)
    expect(() => divCeil(1n, -1n)).toThrow(Bug)
    expect(() => share(1n, 1n, 0n)).toThrow(Bug)
    expect(() => share(-1n, 1n, 1n)).toThrow(Bug)
  })

  it("floor and ceiling differ by one unless exact", () => {
    fc.assert(
      fc.property(fc.bigInt(), positive, (a, b) => {
        const exact = a % b === 0n
        expect(divCeil(a, b) - divFloor(a, b)).toBe(exact ? 0n : 1n)
        expect(divFloor(a, b) * b <= a).toBe(true)
        expect(divCeil(a, b) * b >= a).toBe(true)
      }),
      { numRuns: runs(1_000) },
    )
  })
})

describe("share", () => {
  it("returns what rounding left", () => {
    expect(share(10n, 1n, 3n)).toEqual({ part: 3n, remainder: 1n })
  })

  it("loses nothing", () => {
    fc.assert(
      fc.property(amount, positive, positive, (whole, numerator, denominator) => {
        const { part, remainder } = share(whole, numerator, denominator)
        expect(part * denominator + remainder).toBe(whole * numerator)
        expect(remainder < denominator).toBe(true)
      }),
      { numRuns: runs(1_000) },
    )
  })
})

describe("split", () => {
  it("gives what is left to the largest remainders, ties to the lower index", () => {
    expect(split(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n])
    expect(split(10n, [1n, 6n, 0n, 5n])).toEqual([1n, 5n, 0n, 4n])
    expect(split(0n, [3n, 4n])).toEqual([0n, 0n])
  })

  it("without any weight is a Bug", () => {
    expect(() => split(1n, [])).toThrow(Bug)
    expect(() => split(1n, [0n, 0n])).toThrow(Bug)
  })

  it("keeps the sum, and every part within one unit of its exact share", () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 1n << 40n }), {
      minLength: 1,
      maxLength: 20,
    })
    fc.assert(
      fc.property(amount, weights, (whole, list) => {
        const total = list.reduce((sum, weight) => sum + weight, 0n)
        fc.pre(total > 0n)
        const parts = split(whole, list)
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(whole)
        parts.forEach((part, i) => {
          const exact = share(whole, list[i]!, total).part
          expect(part === exact || part === exact + 1n).toBe(true)
        })
      }),
      { numRuns: runs(500) },
    )
  })
})

describe("sorted", () => {
  it("orders numbers, bigints and bytes, and keeps equal items in place", () => {
    expect(sorted([10, 9, 1], (n) => n)).toEqual([1, 9, 10])
    expect(sorted([10n, -9n, 1n], (n) => n)).toEqual([-9n, 1n, 10n])
    expect(sorted([[2], [1, 0], [1]], (list) => Uint8Array.from(list))).toEqual([[1], [1, 0], [2]])
    const pairs = [
      { key: 1, name: "a" },
      { key: 0, name: "b" },
      { key: 1, name: "c" },
    ]
    expect(sorted(pairs, ({ key }) => key).map(({ name }) => name)).toEqual(["b", "a", "c"])
  })

  it("orders text as its UTF-8 bytes, also beyond the basic plane", () => {
    expect(sorted(["\u{1f600}", "\uffee", "a", ""], (text) => text)).toEqual([
      "",
      "a",
      "\uffee",
      "\u{1f600}",
    ])
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => {
        const byBytes = [...texts].sort((a, b) => compareBytes(utf8(a), utf8(b)))
        expect(sorted(texts, (text) => text)).toEqual(byBytes)
      }),
      { numRuns: runs(500) },
    )
  })

  it("of mixed or fractional keys is a Bug", () => {
    expect(() => sorted([1, "a"], (key) => key)).toThrow(Bug)
    expect(() => sorted([1, 1.5], (key) => key)).toThrow(Bug)
  })

  it("leaves its argument alone", () => {
    const list = [2, 1]
    sorted(list, (n) => n)
    expect(list).toEqual([2, 1])
  })
})

describe("seconds", () => {
  it("rounds down", () => {
    expect(seconds(1_795_430_370_999)).toBe(1_795_430_370n)
    expect(seconds(0)).toBe(0n)
  })

  it("of no time is a Bug", () => {
    expect(() => seconds(-1)).toThrow(Bug)
    expect(() => seconds(0.5)).toThrow(Bug)
  })
})
