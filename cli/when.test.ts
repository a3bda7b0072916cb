/** Times as people type them. */
import { timeText } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { UsageError } from "./failure.ts"
import { readWhen } from "./when.ts"

describe("readWhen", () => {
  it.each([
    ["2030-12-31", "2030-12-31T00:00:00.000Z"],
    ["2030-12-31T18:00:00Z", "2030-12-31T18:00:00.000Z"],
    ["2030-12-31T18:00:00.5Z", "2030-12-31T18:00:00.500Z"],
    ["2030-12-31T18:00:00+02:00", "2030-12-31T16:00:00.000Z"],
    ["2030-12-31T18:00:00.125-05:30", "2030-12-31T23:30:00.125Z"],
  ])("%s is %s", (text, expected) => {
    expect(timeText(readWhen(text, "until"))).toBe(expected)
  })

  it.each([
    "tomorrow",
    "",
    "2026-02-30",
    "31.12.2030",
    "2030-12-31T18:00:00",
    "2030-12-31T25:00:00Z",
  ])("%s is no time: date_invalid, with the flag and a form that is", (text) => {
    expect(() => readWhen(text, "until")).toThrow(UsageError)
    expect(() => readWhen(text, "until")).toThrow("--until is no time")
  })

  it("knows no zone of 24 hours", () => {
    const error = (() => {
      try {
        return readWhen("2030-12-31T18:00:00+24:00", "until")
      } catch (caught) {
        return caught
      }
    })()
    expect(error).toMatchObject({ code: "date_invalid" })
  })
})
