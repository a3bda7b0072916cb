/** Times as text, against the clock library of the platform. */
import fc from "fast-check"
import { expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { parseTime, TIME_MAX, timeText } from "./calendar.ts"

const times = fc.oneof(
  fc.integer({ min: 0, max: TIME_MAX }),
  fc.integer({ min: 0, max: 2_932_896 }).map((day) => day * 86_400_000),
  fc.integer({ min: 1, max: 2_932_896 }).map((day) => day * 86_400_000 - 1),
)

it("says what Date says, and reads it back", () => {
  const law = (ms: number) => {
    expect(timeText(ms)).toBe(new Date(ms).toISOString())
    expect(parseTime(timeText(ms))).toBe(ms)
  }
  fc.assert(fc.property(times, law), { numRuns: runs(20_000) })
})

it("every day of four centuries", () => {
  for (let day = 0; day < 146_097; day += 1) {
    const ms = day * 86_400_000
    const text = timeText(ms)
    if (text !== new Date(ms).toISOString() || parseTime(text) !== ms) expect.fail(text)
  }
})

it.each(["9999-12-31T23:59:59.999Z", "1970-01-01T00:00:00.000Z", "2000-02-29T00:00:00.000Z"])(
  "%s is a time",
  (text) => expect(timeText(parseTime(text))).toBe(text),
)
