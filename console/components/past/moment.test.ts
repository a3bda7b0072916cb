/** Moments of addresses, and the block of a time against a search of every block. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { lastBlockBy, momentOf, type Place } from "./moment.ts"

describe("an address", () => {
  it("names a time, a day to its end, or a height", () => {
    expect(momentOf("2026-06-12T10:42:00.000Z")).toEqual({ time: Date.UTC(2026, 5, 12, 10, 42) })
    expect(momentOf("2026-06-12")).toEqual({ time: Date.UTC(2026, 5, 13) - 1 })
    expect(momentOf("42")).toEqual({ height: "42" })
  })

  it("leaves to the node what is neither", () => {
    const texts = ["", "2026-13-45", "2026-06-12T25:00:00Z", "yesterday", "-1", "12 June 2026"]
    for (const text of texts) expect(momentOf(text)).toEqual({ height: text })
  })
})

describe("the block of a time", () => {
  const places = fc
    .array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 200 })
    .map((gaps) => {
      let time = 1_000
      return gaps.map((gap, at): Place => {
        time += gap
        return { height: BigInt(at + 5), time }
      })
    })

  it("is the last one that was there, found in few questions", async () => {
    const model = fc.asyncProperty(
      places,
      fc.integer({ min: 0, max: 5_000 }),
      async (all, from) => {
        const [first, last] = [all[0]!, all.at(-1)!]
        fc.pre(first.time < last.time)
        const time = first.time + (from % (last.time - first.time))
        let questions = 0
        const found = await lastBlockBy(time, first, last, async (height) => {
          questions += 1
          return all[Number(height) - 5]!
        })
        expect(found).toEqual(all.findLast((one) => one.time <= time))
        expect(questions).toBeLessThanOrEqual(Math.ceil(Math.log2(all.length)))
      },
    )
    await fc.assert(model, { numRuns: 200 })
  })
})
