/** Thresholds by enumeration: what the specification's tables say, for one to twenty members. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { DEFAULT_CONSTITUTION, ruleFor } from "./constitution.ts"
import { isAtLeast, isShare, needOf, reaches, type Share } from "./shares.ts"

const TWENTY = Array.from({ length: 20 }, (_, i) => i + 1)
const share = (num: number, den: number, strict: boolean): Share => ({ num, den, strict })
const of = (name: "a" | "b" | "c" | "d") => ruleFor(DEFAULT_CONSTITUTION, name)

describe("yes needed of one to twenty members", () => {
  test.each([
    ["a", [1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 9, 10, 11, 12, 12, 13, 14, 15, 15]],
    ["b", [1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8, 9, 9, 10, 11, 11, 12, 13, 13, 14]],
    ["c", [1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11]],
    ["d", [1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8, 9, 9, 10, 11, 11, 12, 13, 13, 14]],
  ] as const)("class %s", (name, expected) => {
    expect(TWENTY.map((n) => needOf(of(name).yes, n))).toEqual(expected)
  })

  test("the quorum of two thirds", () => {
    const expected = [1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8, 8, 9, 10, 10, 11, 12, 12, 13, 14]
    for (const name of ["b", "c", "d"] as const) {
      expect(TWENTY.map((n) => needOf(of(name).quorum, n))).toEqual(expected)
    }
  })
})

describe("shares", () => {
  const shares = fc.record({
    num: fc.integer({ min: 0, max: 255 }),
    den: fc.integer({ min: 0, max: 255 }),
    strict: fc.boolean(),
  })
  const lawful = shares.filter(isShare)

  test("reached as fractions say, by nobody of nobody, always by all", () => {
    fc.assert(
      fc.property(lawful, fc.integer({ min: 1, max: 256 }), (rule, n) => {
        for (let have = 0; have <= n; have++) {
          const [left, right] = [have * rule.den, rule.num * n]
          expect(reaches(rule, have, n)).toBe(rule.strict ? left > right : left >= right)
        }
        expect(reaches(rule, 0, 0)).toBe(false)
      }),
    )
  })

  test("of nothing, beyond all, strictly all are none", () => {
    expect(isShare(share(1, 0, false))).toBe(false)
    expect(isShare(share(0, 1, true))).toBe(false)
    expect(isShare(share(3, 2, false))).toBe(false)
    expect(isShare(share(3, 3, true))).toBe(false)
    expect(isShare(share(3, 3, false))).toBe(true)
    expect(isShare(share(2, 3, true))).toBe(true)
  })

  test("one asks for as much as another where it needs as many of any number", () => {
    fc.assert(
      fc.property(lawful, lawful, (a, b) => {
        const everywhere = [1, 7, 255 * 254, 255 * 255].every((n) => needOf(a, n) >= needOf(b, n))
        if (isAtLeast(a, b)) expect(everywhere).toBe(true)
        if (!isAtLeast(a, b)) {
          const n = a.den * b.den
          expect(needOf(a, n)).toBeLessThan(needOf(b, n))
        }
      }),
    )
  })
})
