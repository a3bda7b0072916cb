/** The scan: which fault answers first, where it lies, and that no input gets past or breaks it. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { concat, fromHex, toHex } from "../bytes.ts"
import { Invalid } from "../failures.ts"
import { modelAccepts } from "./model.testing.ts"
import { type ScanLimits, scan } from "./scan.ts"
import { type CborValue, decodeValue, encodeValue } from "./value.ts"
import { CborWriter } from "./writer.ts"

function faultOf(bytes: Uint8Array, limits?: ScanLimits): Invalid | null {
  try {
    scan(bytes, limits)
  } catch (failure) {
    if (failure instanceof Invalid) return failure
    throw failure
  }
  return null
}
const codeOf = (bytes: Uint8Array | string) => {
  return faultOf(typeof bytes === "string" ? fromHex(bytes) : bytes)?.code ?? "accepted"
}

describe("within one item, the order of faults", () => {
  it.each([
    ["780261", "length_mismatch", "a cut text whose length is too long a form too"],
    ["d802", "length_mismatch", "a bignum whose bytes are missing"],
    ["c24901", "length_mismatch", "a bignum that is cut off"],
    ["c26361", "length_mismatch", "a bignum of text that is cut off"],
    ["f9", "length_mismatch", "a float that is cut off"],
    ["a1", "length_mismatch", "a map without its entry"],
    ["bb0000000000000002616101", "length_mismatch", "a map of two, one there, in too long a form"],
    ["f818", "type_refused", "a simple value of two bytes"],
    ["f814", "type_refused", "false in two bytes"],
    ["d90001", "type_refused", "another tag, in too long a form"],
    ["c280", "type_refused", "a bignum of a list"],
    ["a1180102", "type_refused", "a key that is a number, in too long a form"],
    ["a1c24901000000000000000001", "type_refused", "a key that is a bignum"],
    ["d80249010000000000000000", "not_canonical", "the bignum's tag in two bytes"],
    ["c25809010000000000000000", "not_canonical", "the bignum's length in two bytes"],
    ["7801ff", "not_canonical", "bad text in too long a form"],
    ["c25100000000000000000000000000000000aa", "number_out_of_range", "17 bytes, first zero"],
    ["c240", "not_canonical", "a bignum of no bytes"],
    ["a261620162ff0002", "text_invalid", "bad text as a key that is sorted"],
    ["a2616201616201", "duplicate_key", "a key twice"],
    ["a2616201616101", "not_canonical", "a smaller key"],
    ["a26261610161620100", "not_canonical", "a shorter key, before the bytes that trail"],
    ["", "length_mismatch", "nothing"],
    ["c249010000000000000000", "accepted", "2^64"],
    ["c250ffffffffffffffffffffffffffffffff", "accepted", "2^128-1"],
    ["3bffffffffffffffff", "accepted", "-2^64"],
  ])("%s: %s (%s)", (hex, code) => {
    expect(codeOf(hex)).toBe(code)
    expect(modelAccepts(fromHex(hex))).toBe(code === "accepted")
  })

  it("the first faulty item answers, whatever comes after it", () => {
    expect(codeOf("831817f90000ff")).toBe("not_canonical")
    expect(codeOf("83f900001817ff")).toBe("type_refused")
  })
})

describe("a fault names its place", () => {
  it.each([
    ["a16161820161ff", "/a/1", 5],
    ["a2616101616282f5f7", "/b/1", 8],
    ["a1616181a26162016162f6", "/a/0", 8],
    ["a1657e2f612f62f7", "/~0~1a~1b", 7],
    ["0001", "", 1],
    ["81c2490000000000000000ff", "/0", 1],
  ])("%s: %s", (hex, path, offset) => {
    const fault = faultOf(fromHex(hex))
    expect(fault?.path).toBe(path)
    expect(fault?.details["offset"]).toBe(offset)
    expect(fault?.message).toContain(`(byte ${offset})`)
  })

  it("says what was declared and what is there, and which code point is not accepted", () => {
    expect(faultOf(fromHex("9affffffff01"))?.details).toMatchObject({
      declared: 4_294_967_295,
      available: 1,
    })
    expect(faultOf(fromHex("6561e280ae62"))?.message).toContain("U+202E at byte 1")
    expect(faultOf(fromHex("6561e280ae62"))?.details).toMatchObject({
      index: 1,
      codePoint: "U+202E",
    })
    expect(faultOf(fromHex("a2616201616201"))?.message).toContain('key "b" stands twice')
    expect(faultOf(fromHex("61ff"))?.message).toContain("not UTF-8 at byte 0")
  })
})

describe("limits", () => {
  const nested = (levels: number) => concat(new Uint8Array(levels - 1).fill(0x81), fromHex("00"))
  const zeros = (count: number) =>
    concat(new CborWriter().array(count).finish(), new Uint8Array(count))

  it("depth: the outermost item is 1, every item counts", () => {
    expect(codeOf(nested(16))).toBe("accepted")
    expect(codeOf(nested(17))).toBe("too_deep")
    expect(faultOf(nested(17))?.details).toMatchObject({ limit: 16, offset: 16 })
  })

  it("a bomb of 100,000 levels, of lists or maps, is found at its 17th", () => {
    expect(faultOf(nested(100_000))?.details["offset"]).toBe(16)
    const maps = concat(...Array.from({ length: 50_000 }, () => fromHex("a16161")), fromHex("00"))
    expect(faultOf(maps)?.code).toBe("too_deep")
  })

  it("items: 65,536 with the list itself", () => {
    expect(codeOf(zeros(65_535))).toBe("accepted")
    expect(codeOf(zeros(65_536))).toBe("too_many_items")
  })

  it("keys count, a bignum is one", () => {
    const limits = { depth: 16, items: 5 }
    expect(faultOf(fromHex("a2616101616202"), limits)).toBeNull()
    expect(faultOf(fromHex("a26161016162810a"), limits)?.code).toBe("too_many_items")
    const two = fromHex("82c249010000000000000000c249010000000000000000")
    expect(faultOf(two, { depth: 2, items: 3 })).toBeNull()
  })

  it.each(["9b00000000ffffffff", "bbffffffffffffffff", "5bffffffffffffffff", "9a7fffffff00"])(
    "a declared count of %s costs nothing",
    (hex) => expect(codeOf(hex)).toBe("length_mismatch"),
  )
})

describe("text, edge by edge", () => {
  const REFUSED: readonly (readonly [number, number])[] = [
    [0x00, 0x08],
    [0x0b, 0x1f],
    [0x7f, 0x9f],
    [0x2028, 0x202e],
    [0x2066, 0x2069],
    [0xfdd0, 0xfdef],
    [0xfeff, 0xfeff],
    [0xfff9, 0xfffb],
    ...Array.from({ length: 17 }, (_, plane) => {
      return [plane * 0x10000 + 0xfffe, plane * 0x10000 + 0xffff] as const
    }),
  ]
  const withText = (point: number) => encodeValue(String.fromCodePoint(point))

  it.each(REFUSED)("U+%i to U+%i are refused, their neighbours pass", (first, last) => {
    expect(codeOf(withText(first))).toBe("text_invalid")
    expect(codeOf(withText(last))).toBe("text_invalid")
    const isRefused = (point: number) => REFUSED.some(([from, to]) => from <= point && point <= to)
    for (const neighbour of [first - 1, last + 1]) {
      if (neighbour < 0 || neighbour > 0x10ffff || isRefused(neighbour)) continue
      expect(codeOf(withText(neighbour)), neighbour.toString(16)).toBe("accepted")
    }
  })

  it.each([
    ["c080", "NUL in two bytes"],
    ["c1bf", "DEL in two bytes"],
    ["e09fbf", "U+07FF in three bytes"],
    ["f08fbfbf", "U+FFFF in four bytes"],
    ["f4908080", "U+110000"],
    ["eda080", "the first surrogate"],
    ["edbfbf", "the last surrogate"],
    ["80", "a continuation without its start"],
    ["e4b8", "a sequence that ends early"],
    ["c3c3", "a start where a continuation is due"],
    ["f8a0808080", "five bytes"],
  ])("%s is refused: %s", (hex) => {
    const bytes = fromHex(hex)
    expect(codeOf(concat(new Uint8Array([0x60 + bytes.length]), bytes))).toBe("text_invalid")
  })
})

const values = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<CborValue>(null, true, false, 0, 23, 24, 255, 256, 65_535, 65_536),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 128n - 1n }).map(small),
    fc.string({ unit: "grapheme-ascii", maxLength: 30 }),
    fc.constantFrom("é", "東京", "𝄞", "a\tb\n"),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: "grapheme-ascii", maxLength: 5 }), tie("value"), {
      maxKeys: 4,
    }),
  ),
})).value

function small(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

describe("properties", () => {
  it("a value comes back from its bytes, and its bytes from the value", () => {
    const law = (value: CborValue) => {
      const bytes = encodeValue(value)
      expect(modelAccepts(bytes)).toBe(true)
      expect(toHex(encodeValue(decodeValue(bytes)))).toBe(toHex(bytes))
    }
    fc.assert(fc.property(values, law), { numRuns: runs(2_000) })
  })

  it("one altered byte is refused, or stands for another value in its own one form", () => {
    const law = (value: CborValue, at: number, change: number) => {
      const bytes = encodeValue(value)
      bytes[at % bytes.length]! ^= change
      const accepted = faultOf(bytes) === null
      expect(accepted).toBe(modelAccepts(bytes))
      if (accepted) expect(toHex(encodeValue(decodeValue(bytes)))).toBe(toHex(bytes))
    }
    const byte = fc.integer({ min: 1, max: 255 })
    fc.assert(fc.property(values, fc.nat(), byte, law), { numRuns: runs(5_000) })
  })

  it("any bytes at all: accepted exactly where the naive reading accepts them", () => {
    const heads = fc.constantFrom(0x61, 0x81, 0xa1, 0x82, 0xc2, 0x49, 0x18, 0x19, 0xf6, 0x40, 0x62)
    const byte = fc.oneof(heads, fc.integer({ min: 0, max: 255 }))
    const bytes = fc.array(byte, { maxLength: 40 }).map((all) => new Uint8Array(all))
    const law = (input: Uint8Array) => {
      expect(faultOf(input) === null).toBe(modelAccepts(input))
    }
    fc.assert(fc.property(bytes, law), { numRuns: runs(10_000) })
  })
})
