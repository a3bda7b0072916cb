/** Values without a schema: their forms, order of keys, and what has no form. */
import { describe, expect, it } from "vitest"
import { fromHex, toHex } from "../bytes.ts"
import { Bug } from "../failures.ts"
import { acceptedCodePoints, codePoints, textFaultOfBytes } from "./text.ts"
import { decodeValue, encodeValue } from "./value.ts"

describe("values", () => {
  it("keys are sorted by their encoded bytes: shorter first, in bytes, then bytewise", () => {
    const value = { é: 1, bb: 2, c: 3, aaa: 4, ab: 5 }
    expect(toHex(encodeValue(value))).toBe(
      "a5616303" + "62616205" + "62626202" + "62c3a901" + "6361616104",
    )
    expect(Object.keys(decodeValue(encodeValue(value)) as object)).toEqual([
      "c",
      "ab",
      "bb",
      "é",
      "aaa",
    ])
  })

  it("a key such as __proto__ is a key", () => {
    const value = decodeValue(fromHex("a1695f5f70726f746f5f5f01")) as Record<string, unknown>
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect(Object.entries(value)).toEqual([["__proto__", 1]])
    expect(toHex(encodeValue(value as never))).toBe("a1695f5f70726f746f5f5f01")
  })

  it("integers of both types and any size up to 128 bits", () => {
    expect(toHex(encodeValue([1, 1n, -1n, 2n ** 64n - 1n, 2n ** 64n]))).toBe(
      "85010120" + "1bffffffffffffffff" + "c249010000000000000000",
    )
    expect(decodeValue(fromHex("c250ffffffffffffffffffffffffffffffff"))).toBe(2n ** 128n - 1n)
    expect(decodeValue(fromHex("3bffffffffffffffff"))).toBe(-(2n ** 64n))
  })

  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("%s has no form", (value) => {
    expect(() => encodeValue(value)).toThrow(Bug)
  })
})

describe("text in memory and in bytes is judged alike", () => {
  const TEXTS = [
    "",
    "abc",
    "tab\tline\n",
    "é水𝄞",
    "a\u0000",
    "\u202e",
    "x\ufeff",
    "\u{1fffe}",
    "\r",
  ]
  it.each(TEXTS)("%j", (text) => {
    const bytes = new TextEncoder().encode(text)
    const inBytes = textFaultOfBytes(bytes, 0, bytes.length)
    const inText = acceptedCodePoints(text)
    expect(inText < 0).toBe(inBytes >= 0)
    if (inText >= 0) expect(inText).toBe([...text].length)
    else expect(new TextEncoder().encode(text.slice(0, -1 - inText))).toHaveLength(inBytes)
    expect(codePoints(text)).toBe([...text].length)
  })

  it("half a character is at fault; a whole one counts as one", () => {
    expect(acceptedCodePoints("ab\ud834")).toBe(-3)
    expect(acceptedCodePoints("\udd1e𝄞")).toBe(-1)
    expect(acceptedCodePoints("𝄞a水")).toBe(3)
  })
})
