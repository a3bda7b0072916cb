/** Amounts as people write them. */
import { Invalid } from "@concordat/kernel"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { amountText, readAmount } from "./amount.ts"

describe("an amount", () => {
  test.each([
    ["24.50", 2, "2450"],
    ["24.5", 2, "2450"],
    ["24", 2, "2400"],
    ["0.07", 2, "7"],
    ["7", 0, "7"],
    ["0", 2, "0"],
  ])("%s with %i decimals is %s", (text, decimals, units) => {
    expect(readAmount(text, decimals)).toBe(units)
  })

  test.each([
    ["12.345", "amount_precision"],
    ["1.000,5", "amount_ambiguous"],
    ["1,5", "amount_ambiguous"],
    ["1e3", "integer_malformed"],
    ["-1", "integer_malformed"],
    ["01", "integer_malformed"],
    ["", "integer_malformed"],
    ["1.", "integer_malformed"],
  ])("%s is %s", (text, code) => {
    expect(() => readAmount(text, 2)).toThrow(expect.objectContaining({ code }))
    expect(() => readAmount(text, 2)).toThrow(Invalid)
  })

  test("is read as it was written, whatever its decimals", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), fc.nat(18), (units, decimals) => {
        expect(readAmount(amountText(units, decimals), decimals)).toBe(units.toString())
      }),
    )
    expect(amountText(-5n, 2)).toBe("-0.05")
  })
})
