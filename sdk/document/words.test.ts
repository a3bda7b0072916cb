/** Times in words. */
import { describe, expect, test } from "vitest"
import { clockWords, dayWords, recentWords, timeWords } from "./words.ts"

const TIME = Date.UTC(2026, 5, 12, 10, 42, 59)

describe("times in words", () => {
  test("day, clock and both, in UTC", () => {
    expect(dayWords(TIME)).toBe("12 June 2026")
    expect(clockWords(TIME)).toBe("10:42 UTC")
    expect(timeWords(TIME)).toBe("12 June 2026, 10:42 UTC")
    expect(dayWords(0)).toBe("1 January 1970")
    expect(dayWords(253_402_300_799_999)).toBe("31 December 9999")
  })

  test("today is the day of the judge, not of the last 24 hours", () => {
    expect(recentWords(TIME, TIME + 3_600_000)).toBe("today 10:42 UTC")
    expect(recentWords(TIME, TIME + 14 * 3_600_000)).toBe("12 June 2026, 10:42 UTC")
  })
})
