/** The report of `npm run bench`: what is reached, what is below, what failed. */
import { describe, expect, it } from "vitest"
import { perSecond } from "./harness.ts"
import { type Figure, table } from "./table.ts"

const CALIBRATION = 9000
const known = { about: "", file: "a.bench.ts" }

const figures: readonly Figure[] = [
  {
    ...known,
    name: "trie.update",
    measured: { value: 180_000, unit: "keys/CPU-s" },
    target: { value: 150_000, unit: "keys/CPU-s", better: "more" },
  },
  {
    ...known,
    name: "proof.size",
    measured: { value: 712.4, unit: "bytes", note: "at 1M keys" },
    target: { value: 700, unit: "bytes", better: "less" },
  },
  { ...known, name: "broken", failure: "Error: no" },
]

describe("table", () => {
  const rows = table(figures, CALIBRATION)
    .split("\n")
    .map((row) => row.split(/ {2,}/).filter((cell) => cell !== ""))

  it("compares a figure with its target and with the machine", () => {
    expect(rows).toContainEqual([
      "trie.update",
      "180,000",
      "keys/CPU-s",
      "150,000",
      "reached",
      "20",
    ])
    expect(rows).toContainEqual(["proof.size", "712", "bytes", "700", "below", "at 1M keys"])
  })

  it("shows what failed, and why", () => {
    expect(rows).toContainEqual(["broken", "failed"])
    expect(rows).toContainEqual(["broken failed: Error: no"])
  })

  it("refuses to compare different units", () => {
    const target = { value: 1, unit: "keys/s", better: "more" } as const
    expect(() => table([{ ...figures[0]!, target }], CALIBRATION)).toThrow("units differ")
  })
})

describe("perSecond", () => {
  it("turns microseconds into a rate", () => {
    expect(perSecond(500, 250_000)).toBe(2000)
  })
})
