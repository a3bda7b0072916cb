/** Rates: what is typed is what is kept, whatever the decimals of the two assets. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { getsFor, rateText, readRate } from "./rate.ts"

const unit = (decimals: number) => ({ asset: "x", decimals, code: "X" })
const cents = { sells: unit(2), buys: unit(2) }

describe("a rate", () => {
  test("of equal decimals is itself", () => {
    expect(readRate("1.085", cents)).toEqual({ num: 10_850n, den: 10_000n })
    expect(getsFor(7_000n, readRate("1.085", cents))).toBe(7_595n)
  })

  test("is between whole units, not between smallest ones", () => {
    const yen = { sells: unit(2), buys: unit(0) }
    expect(getsFor(100n, readRate("161.2", yen))).toBe(161n)
    expect(rateText(readRate("161.2", yen), yen)).toBe("161.2000")
  })

  test("is read as it is written", () => {
    const decimals = fc.nat({ max: 18 })
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), decimals, decimals, (scaled, a, b) => {
        const pair = { sells: unit(a), buys: unit(b) }
        const text = (scaled / 10_000).toFixed(4)
        expect(rateText(readRate(text, pair), pair)).toBe(text)
      }),
    )
  })

  test.each(["1,085", "1.08501", "-1", ""])("%s is none", (text) => {
    expect(() => readRate(text, cents)).toThrow()
  })
})
