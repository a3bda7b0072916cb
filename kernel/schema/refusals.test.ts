/** What each kind refuses, in memory and in JSON: the code, the place, the words. */
import { inspect } from "node:util"
import { describe, expect, it } from "vitest"
import { Invalid } from "../failures.ts"
import type { Json } from "../json/json.ts"
import { ascii } from "./ascii.ts"
import { bool } from "./bool.ts"
import { bytes } from "./bytes.ts"
import { encode } from "./codec.ts"
import { enumeration } from "./enumeration.ts"
import { fixed, hash, hashOf } from "./fixed.ts"
import { i64 } from "./i64.ts"
import type { Kind } from "./kind.ts"
import { list } from "./list.ts"
import { option } from "./option.ts"
import { party } from "./party.ts"
import { record } from "./record.ts"
import { text } from "./text.ts"
import { time } from "./time.ts"
import { union } from "./union.ts"
import { u8, u16, u32 } from "./unsigned.ts"
import { u64, u128 } from "./wide-unsigned.ts"

function failure(action: () => unknown): Invalid {
  try {
    action()
  } catch (thrown) {
    if (thrown instanceof Invalid) return thrown
    throw thrown
  }
  throw new Error("accepted")
}

const state = enumeration("open", "posted")
const either = union({ by: party, none: record({}) })
const pair = record({ a: u8, label: option(text(3)) })
const nested = record({ rows: list(pair, 2, 1), condition: either })

type Row = readonly [kind: Kind<unknown>, json: Json, code: string, path?: string]

/** A row with a name that fits on a line. */
function named<R extends readonly [Kind<unknown>, unknown, string, string?]>(row: R) {
  const [kind, value, code] = row
  const name = `${JSON.stringify(kind.description)} of ${inspect(value)}`
  return [name.slice(0, 90), code, row] as const
}

const IN_JSON: readonly Row[] = [
  [bool, 1, "type_mismatch"],
  [bool, "true", "type_mismatch"],
  [u8, 256, "number_out_of_range"],
  [u8, -1, "number_out_of_range"],
  [u8, "1", "type_mismatch"],
  [u8, null, "type_mismatch"],
  [u16, 65_536, "number_out_of_range"],
  [u32, 4_294_967_296, "number_out_of_range"],
  [u64, 1, "type_mismatch"],
  [u64, "18446744073709551616", "number_out_of_range"],
  [u64, "-1", "number_out_of_range"],
  [u64, "9".repeat(500_000), "number_out_of_range"],
  [u64, "0x10", "integer_malformed"],
  [u64, " 5 ", "integer_malformed"],
  [u64, "", "integer_malformed"],
  [u64, "+5", "integer_malformed"],
  [u64, "05", "integer_malformed"],
  [u64, "1e3", "integer_malformed"],
  [u64, "-0", "integer_malformed"],
  [u64, "1.0", "integer_malformed"],
  [u64, "١", "integer_malformed"],
  [u64, "5\n", "integer_malformed"],
  [u128, "340282366920938463463374607431768211456", "number_out_of_range"],
  [i64, "9223372036854775808", "number_out_of_range"],
  [i64, "-9223372036854775809", "number_out_of_range"],
  [time, 0, "type_mismatch"],
  [time, "2026-02-31T00:00:00.000Z", "date_invalid"],
  [time, "2026-01-01T00:00:00.000", "date_invalid"],
  [time, "2026-01-01T00:00:00Z", "date_invalid"],
  [time, "2026-01-01T00:00:00.000+01:00", "date_invalid"],
  [time, "2026-01-01 00:00:00.000Z", "date_invalid"],
  [time, "1969-12-31T23:59:59.999Z", "date_invalid"],
  [time, "2026-01-01T24:00:00.000Z", "date_invalid"],
  [time, "2026-12-31T23:59:60.000Z", "date_invalid"],
  [time, "2026-13-01T00:00:00.000Z", "date_invalid"],
  [time, "2026-00-10T00:00:00.000Z", "date_invalid"],
  [time, "2026-01-00T00:00:00.000Z", "date_invalid"],
  [time, "2100-02-29T00:00:00.000Z", "date_invalid"],
  [text(3), "abcd", "too_long"],
  [text(3), "水水水水", "too_long"],
  [text(3, 2), "𝄞", "too_long"],
  [text(3), "\ud834", "text_invalid"],
  [text(3), "a\u0000", "text_invalid"],
  [text(3), "\u202e", "text_invalid"],
  [text(3), 5, "type_mismatch"],
  [ascii(3), "", "too_long"],
  [ascii(3), "abcd", "too_long"],
  [ascii(3), "a b", "text_invalid"],
  [ascii(3), "é", "text_invalid"],
  [ascii(3), "a\n", "text_invalid"],
  [party, "Acme", "text_invalid"],
  [party, "a", "text_invalid"],
  [party, "acme/", "text_invalid"],
  [party, "acme//x", "text_invalid"],
  [party, "acme/-x", "text_invalid"],
  [party, "acme\n", "text_invalid"],
  [party, "x".repeat(32), "text_invalid"],
  [party, 1, "type_mismatch"],
  [state, "Open", "unknown_value"],
  [state, "toString", "unknown_value"],
  [state, 0, "type_mismatch"],
  [fixed(2), "abc", "hex_malformed"],
  [fixed(2), "zz00", "hex_malformed"],
  [fixed(2), "BEEF", "hex_malformed"],
  [fixed(2), "beef00", "too_long"],
  [fixed(2), 1, "type_mismatch"],
  [hash, "00", "too_long"],
  [bytes(4), "QR", "base64_malformed"],
  [bytes(4), "QQ==", "base64_malformed"],
  [bytes(4), "AAAAAAA", "too_long"],
  [bytes(4, 1), "", "too_long"],
  [bytes(4), [1], "type_mismatch"],
  [option(u8), "x", "type_mismatch"],
  [list(u8, 2), [1, 2, 3], "too_long"],
  [list(u8, 2, 1), [], "too_long"],
  [list(u8, 2), [1, 300], "number_out_of_range", "/1"],
  [list(u8, 2), { length: 1 }, "type_mismatch"],
  [either, {}, "type_mismatch"],
  [either, { by: "acme", none: {} }, "type_mismatch"],
  [either, { bye: "acme" }, "unknown_value"],
  [either, { toString: "acme" }, "unknown_value"],
  [either, { by: "A" }, "text_invalid", "/by"],
  [either, ["by"], "type_mismatch"],
  [either, null, "type_mismatch"],
  [pair, { a: 1, b: 2 }, "unknown_field", "/b"],
  [pair, { label: "x" }, "field_missing", "/a"],
  [pair, { a: null }, "type_mismatch", "/a"],
  [pair, [], "type_mismatch"],
  [
    nested,
    { rows: [{ a: 1 }, { a: -1 }], condition: { none: {} } },
    "number_out_of_range",
    "/rows/1/a",
  ],
  [
    nested,
    { rows: [{ a: 1 }], condition: { none: { "x/y": 1 } } },
    "unknown_field",
    "/condition/none/x~1y",
  ],
]

describe("refused in JSON", () => {
  it.each(IN_JSON.map(named))("%s: %s", (_name, _code, [kind, json, code, path = ""]) => {
    const found = failure(() => kind.fromJson(json))
    expect(found.code).toBe(code)
    expect(found.path).toBe(path)
    expect(found.message).toMatch(/^["A-Z0-9-].{8,}\.$|\?$/)
    expect(found.message.length).toBeLessThan(300)
  })

  it("an absent option is null, everywhere else a field is due", () => {
    expect(pair.fromJson({ a: 1 })).toEqual({ a: 1, label: null })
    expect(failure(() => pair.check({ a: 1 })).code).toBe("field_missing")
  })
})

const IN_MEMORY: readonly (readonly [Kind<unknown>, unknown, string, string?])[] = [
  [u8, 1n, "type_mismatch"],
  [u8, -0, "number_out_of_range"],
  [u64, 5, "type_mismatch"],
  [u64, 2n ** 64n, "number_out_of_range"],
  [i64, 2n ** 63n, "number_out_of_range"],
  [time, 253_402_300_800_000, "number_out_of_range"],
  [time, -1, "number_out_of_range"],
  [bytes(4), [1, 2], "type_mismatch"],
  [bytes(1), new Uint8Array(2), "too_long"],
  [pair, { a: 1, label: undefined }, "field_missing", "/label"],
  [pair, { a: 1, label: null, more: 1 }, "unknown_field", "/more"],
  [pair, Object.create({ a: 1, label: null }), "type_mismatch"],
  [record({ toString: option(u8) }), {}, "field_missing", "/toString"],
  [
    nested,
    { rows: [{ a: 1, label: "long" }], condition: { none: {} } },
    "too_long",
    "/rows/0/label",
  ],
  [
    nested,
    { rows: [{ a: 1, label: null }], condition: { none: [] } },
    "type_mismatch",
    "/condition/none",
  ],
]

describe("refused in memory", () => {
  it.each(IN_MEMORY.map(named))("%s: %s", (_name, _code, [kind, value, code, path = ""]) => {
    const found = failure(() => encode(kind, value))
    expect(found.code).toBe(code)
    expect(found.path).toBe(path)
  })

  it("after a refusal the next value is encoded as if nothing had been", () => {
    failure(() => encode(pair, { a: 1, label: "toolong" }))
    expect(encode(u8, 7)).toEqual(new Uint8Array([7]))
  })

  it("hashOf takes 32 bytes", () => {
    expect(hashOf(new Uint8Array(32))).toBe("0".repeat(64))
    expect(failure(() => hashOf(new Uint8Array(31))).code).toBe("too_long")
  })
})

describe("the words", () => {
  it("name both bounds of a length", () => {
    const found = failure(() => list(u8, 2, 1).fromJson([1, 2, 3]))
    expect(found.message).toBe("3 items, where 1 to 2 are allowed.")
    expect(found.details).toEqual({ actual: 3, min: 1, limit: 2 })
    expect(failure(() => fixed(2).fromJson("00")).message).toContain("exactly 2")
  })

  it("suggest the nearest name and list the allowed ones", () => {
    const found = failure(() => state.fromJson("opne"))
    expect(found.message).toBe('"opne" is not a known value. Did you mean "open"?')
    expect(found.details).toEqual({ allowed: "open, posted", nearest: "open" })
    expect(failure(() => pair.fromJson({ A: 1 })).details).toMatchObject({ nearest: "a" })
  })

  it("show no more than 64 characters of the input, and no control", () => {
    const found = failure(() => state.fromJson(`<script>\u202e\u0000${"x".repeat(1_000)}`))
    expect(found.message).toMatch(/^[ -~]+$/)
    expect(found.message.length).toBeLessThan(120)
  })
})
