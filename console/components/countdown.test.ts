/** A countdown's digits. */
import { describe, expect, it } from "vitest"
import { countdownOf } from "./countdown.tsx"

const HOUR_MS = 3_600_000

describe("a countdown", () => {
  it.each([
    [0, 0, "00:00:00"],
    [1, 0, "00:00:01"],
    [59_000, 0, "00:00:59"],
    [59_001, 0, "00:01:00"],
    [HOUR_MS - 1, 0, "01:00:00"],
    [25 * HOUR_MS + 61_000, 1, "01:01:01"],
    [-5, 0, "00:00:00"],
  ])("of %d ms is %d days and %s", (ms, days, clock) => {
    expect(countdownOf(ms)).toEqual({ days, clock })
  })
})
