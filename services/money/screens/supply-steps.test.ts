/** The supply reckoned back, and scales that it fits on. */
import { expect, test } from "vitest"
import { scaleEnd, supplySteps } from "./supply-steps.ts"

test("each step has the supply after it, down to what was before all of them", () => {
  const changes = [
    { at: 3, code: 1, amount: 60n },
    { at: 2, code: 2, amount: 30n },
    { at: 1, code: 1, amount: 100n },
  ]
  expect(supplySteps(changes, 130n)).toEqual({
    before: 0n,
    steps: [
      { at: 1, issued: true, amount: 100n, supply: 100n },
      { at: 2, issued: false, amount: 30n, supply: 70n },
      { at: 3, issued: true, amount: 60n, supply: 130n },
    ],
  })
  expect(supplySteps([], 5n)).toEqual({ before: 5n, steps: [] })
})

test.each([
  [0n, 10n],
  [1n, 10n],
  [12n, 12n],
  [13n, 15n],
  [99n, 100n],
  [1_320_000n, 1_500_000n],
  [10n ** 38n, 10n ** 38n],
])("%d fits on a scale that ends at %d", (most, end) => {
  expect(scaleEnd(most)).toBe(end)
})
