/** Messages: names, plurals, and values that are no text. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { partsOf, piecesOf } from "./message.ts"
import { translate } from "./translate.ts"

const parts = (message: string, values: Record<string, unknown> = {}) =>
  partsOf(message, values, "en-GB")

describe("a message", () => {
  it("holds values where their names stand", () => {
    expect(parts("{who} gave {what} away.", { who: "A", what: 3 })).toEqual([
      "A",
      " gave ",
      3,
      " away.",
    ])
  })

  it.each([
    [0, "0 blocks"],
    [1, "1 block"],
    [2, "2 blocks"],
    [1_000, "1,000 blocks"],
  ])("chooses the form for %i", (count, expected) => {
    const tell = translate({ blocks: "{count, plural, one {# block} other {# blocks}}" }, null)
    expect(tell("blocks", { count })).toBe(expected)
  })

  it("goes on after a plural, and may hold two", () => {
    const message = "{a, plural, one {x} other {# x}} of {b, plural, one {y} other {# y}}."
    expect(parts(message, { a: 1, b: 2 }).join("")).toBe("x of 2 y.")
  })

  it("leaves values as they are, so that they may be elements", () => {
    const element = { element: true }
    expect(parts("a {b} c", { b: element })).toContain(element)
  })

  it("is refused while a brace stands open", () => {
    expect(() => piecesOf("a {b")).toThrow(SyntaxError)
    expect(() => piecesOf("{n, plural, one {a} other {b}")).toThrow(SyntaxError)
  })

  it("without braces is told as it is", () => {
    const text = fc.string().filter((each) => !/[{}]/.test(each))
    fc.assert(
      fc.property(text, (each) => {
        expect(parts(each).join("")).toBe(each)
      }),
    )
  })
})
