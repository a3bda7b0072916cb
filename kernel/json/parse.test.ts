/** Strict JSON: what is taken, what is refused and where. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { fromHex, utf8 } from "../bytes.ts"
import { Bug, Invalid } from "../failures.ts"
import type { Json } from "./json.ts"
import { parseJson } from "./parse.ts"
import { jsonText } from "./write.ts"

function fault(source: string | Uint8Array): Invalid {
  try {
    parseJson(source)
  } catch (failure) {
    if (failure instanceof Invalid) return failure
    throw failure
  }
  throw new Error("accepted")
}
const codeOf = (source: string | Uint8Array) => fault(source).code

describe("taken", () => {
  it.each([
    "null",
    " true ",
    "[]",
    "{}",
    "0",
    "-1",
    "9007199254740991",
    "-9007199254740991",
    '"a\\n\\u0041\\ud834\\udd1e\\/"',
    '{"a":[1,{"b":null}],"toString":"x"}',
    "\t[\r\n1 , 2 ]\n",
  ])("%s", (source) => {
    expect(plain(parseJson(source))).toEqual(JSON.parse(source))
    expect(plain(parseJson(utf8(source)))).toEqual(JSON.parse(source))
  })

  it("objects without a prototype", () => {
    expect(Object.getPrototypeOf(parseJson('{"a":{}}'))).toBeNull()
    expect((parseJson("{}") as Record<string, unknown>)["toString"]).toBeUndefined()
  })

  it("whatever JSON.stringify gives of safe values", () => {
    const law = (value: unknown) => {
      const source = JSON.stringify(value)
      expect(plain(parseJson(source, { anyForm: true }))).toEqual(JSON.parse(source))
    }
    const text = fc.string({ unit: "binary" }).filter((t) => t.isWellFormed())
    const key = text.filter((t) => !["__proto__", "constructor", "prototype"].includes(t))
    const leaf = fc.oneof(
      fc.maxSafeInteger().map((n) => n + 0),
      text,
      fc.boolean(),
      fc.constant(null),
    )
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(key, tie("value"), { maxKeys: 4 }),
      ),
    })).value
    fc.assert(fc.property(value, law), { numRuns: runs(1_000) })
  })
})

function plain(value: Json): unknown {
  return JSON.parse(jsonText(value))
}

describe("refused", () => {
  it.each([
    ["", 1, 1],
    ["{", 1, 2],
    ['{"a":1,}', 1, 8],
    ["[1,]", 1, 4],
    ["[1 2]", 1, 4],
    ["{a:1}", 1, 2],
    ["{'a':1}", 1, 2],
    ['{"a" 1}', 1, 6],
    ["[\n1,\n  x]", 3, 3],
    ["nul", 1, 1],
    ["True", 1, 1],
    ["NaN", 1, 1],
    ["undefined", 1, 1],
    ["01", 1, 1],
    ["-", 1, 1],
    ["+1", 1, 1],
    [".5", 1, 1],
    ["1.", 1, 2],
    ["1 1", 1, 3],
    ['"a', 1, 1],
    ['"a\nb"', 1, 3],
    ['"\\x41"', 1, 2],
    ['"\\u00g0"', 1, 2],
    ["\ufeff{}", 1, 1],
    ["{} // end", 1, 4],
    ["/* a */ {}", 1, 1],
    ["\u00a01", 1, 1],
  ])("%j is not JSON, line %i column %i", (source, line, column) => {
    expect(fault(source)).toMatchObject({ code: "json_malformed", details: { line, column } })
  })

  it("says what a byte order mark and a comment are", () => {
    expect(fault("\ufeff{}").message).toContain("byte order mark")
    expect(fault(utf8("\ufeff{}")).message).toContain("byte order mark")
    expect(fault("[1, // two\n2]").message).toContain("Comments")
  })

  it.each([
    ["22ff22", 1],
    ["22c3a9eda08022", 3],
    ["5b0a22c0af225d", 3],
    ["22e6b0", 1],
    ["2200efbfbd80", 5],
  ])("bytes %s are not UTF-8, from %i on", (hex, offset) => {
    expect(fault(fromHex(hex))).toMatchObject({ code: "json_malformed", details: { offset } })
  })

  it("nesting beyond 32, before it is entered", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth)
    expect(() => parseJson(nested(32))).not.toThrow()
    expect(fault(nested(33))).toMatchObject({
      code: "too_deep",
      details: { limit: 32, column: 33 },
    })
    expect(codeOf("[".repeat(1_000_000))).toBe("too_deep")
    expect(codeOf('{"a":'.repeat(1_000_000))).toBe("too_deep")
    expect(() => parseJson(nested(33), { depth: 33 })).not.toThrow()
  })

  it("a key that stands twice, with its place", () => {
    const twice = fault('{"a":[{"b":1,\n"b":2}]}')
    expect(twice).toMatchObject({ code: "duplicate_key", path: "/a/0" })
    expect(twice.details).toMatchObject({ key: '"b"', line: 2, column: 1 })
    expect(codeOf('{"a":1,"\\u0061":2}')).toBe("duplicate_key")
  })

  it.each(["__proto__", "constructor", "prototype", "\\u005f_proto__"])("the key %s", (key) => {
    expect(codeOf(`{"${key}":1}`)).toBe("key_refused")
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined()
  })

  it.each(["9007199254740992", "9007199254740993", "-9007199254740992", "1e400", "1e3", "1E0"])(
    "the number %s, as it is not exact",
    (source) => expect(codeOf(source)).toBe("number_unsafe"),
  )
  it.each(["-0", "0.5", "1.0", "1.5e300", "123456789012345678901234567890", "-0.0"])(
    "the number %s, too",
    (source) => expect(codeOf(`[${source}]`)).toBe("number_unsafe"),
  )

  it.each(['"e\u0301"', '{"e\u0301":1}', '"\\ud834"', '"\\udd1e\\ud834"', '"A\u030a"'])(
    "%j, which is not normalised or not whole",
    (source) => expect(codeOf(source)).toBe("text_invalid"),
  )

  it("nothing else than Invalid, whatever the text", () => {
    const piece = fc.constantFrom("{", "}", "[", "]", '"', ":", ",", "\\", "u", "1", "-", "e", " ")
    const law = (source: string) => {
      try {
        expect(JSON.stringify(parseJson(source))).toBe(JSON.stringify(JSON.parse(source)))
      } catch (failure) {
        expect(failure).toBeInstanceOf(Invalid)
      }
    }
    const text = fc.array(fc.oneof(piece, fc.string({ maxLength: 2 })), { maxLength: 12 })
    fc.assert(
      fc.property(
        text.map((parts) => parts.join("")),
        law,
      ),
      { numRuns: runs(5_000) },
    )
  })
})

describe("written", () => {
  it("as JSON.stringify does", () => {
    const law = (value: unknown) => {
      expect(jsonText(value as Json)).toBe(JSON.stringify(value))
    }
    const leaf = fc.oneof(fc.string({ unit: "binary" }), fc.maxSafeInteger(), fc.constant("\ud800"))
    const value = fc.oneof(leaf, fc.array(leaf), fc.dictionary(fc.string(), leaf))
    fc.assert(fc.property(value, law), { numRuns: runs(1_000) })
  })

  it("no fraction, no unsafe number", () => {
    expect(() => jsonText(1.5)).toThrow(Bug)
    expect(() => jsonText(2 ** 53)).toThrow(Bug)
    expect(jsonText(-0)).toBe("0")
  })
})
