/** Segments of paths: read as written, one segment each, nothing that the gateway refuses. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../test/runs.ts"
import { readSegment, writeSegment } from "./path-segment.ts"

describe("segments", () => {
  it.each([
    ["education", "education"],
    ["education/registrar", "education~1registrar"],
    ["", "~"],
    ["~", "~0"],
    ["~1", "~01"],
    ["50 %", "50%20%25"],
  ])("%s is %s", (text, segment) => {
    expect(writeSegment(text)).toBe(segment)
    expect(readSegment(segment)).toBe(text)
  })

  it("gives every text back, from one segment without an encoded slash", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const segment = writeSegment(text)
        expect(segment).not.toMatch(/\/|%2f/i)
        expect(segment).not.toBe("")
        expect(readSegment(segment)).toBe(text)
      }),
      { numRuns: runs(1_000) },
    )
  })

  it("throws where a percent sign begins no UTF-8", () => {
    expect(() => readSegment("%zz")).toThrow(URIError)
  })
})
