/** Netting for the eye: less is paid at each step, and everybody comes out the same. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  betweenPairs,
  type Edge,
  netOfEach,
  paidBy,
  savedPercent,
  throughCentre,
} from "./net-edges.ts"

const edge = (from: string, to: string, amount: bigint): Edge => ({ from, to, amount })
const EDGES = [edge("a", "b", 50n), edge("b", "a", 20n), edge("b", "c", 30n), edge("c", "a", 30n)]

test("pairs keep their difference, all keep their own", () => {
  expect(betweenPairs(EDGES)).toEqual([
    edge("a", "b", 30n),
    edge("b", "c", 30n),
    edge("c", "a", 30n),
  ])
  expect([...netOfEach(EDGES)]).toEqual([
    ["a", 0n],
    ["b", 0n],
    ["c", 0n],
  ])
  expect(throughCentre(netOfEach(EDGES))).toEqual([])
  expect([paidBy(EDGES), savedPercent(130n, 90n), savedPercent(0n, 0n)]).toEqual([130n, 30, 0])
})

describe("whatever is owed", () => {
  const names = fc.constantFrom("a", "b", "c", "d")
  const edges = fc
    .array(fc.record({ from: names, to: names, amount: fc.bigInt({ min: 1n, max: 10n ** 30n }) }))
    .map((all) => all.filter(({ from, to }) => from !== to))

  test("each step pays no more than the one before, and leaves everybody with the same", () => {
    const left = (all: readonly Edge[], who: string) => netOfEach(all).get(who) ?? 0n
    fc.assert(
      fc.property(edges, (all) => {
        const pairs = betweenPairs(all)
        const centre = throughCentre(netOfEach(all))
        expect(paidBy(pairs) <= paidBy(all)).toBe(true)
        expect(paidBy(centre) <= paidBy(pairs)).toBe(true)
        for (const who of ["a", "b", "c", "d"]) {
          expect(left(pairs, who)).toBe(left(all, who))
          expect(left(centre, who)).toBe(left(all, who))
        }
      }),
    )
  })
})
