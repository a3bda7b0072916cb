/** Facts in full with schemas, as far as bytes tell without, and never a throw. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { START } from "../block/chain.testing.ts"
import { concat, toHex, utf8 } from "../bytes.ts"
import { encodeValue } from "../cbor/value.ts"
import { sha256 } from "../crypto/hash.ts"
import { ascii } from "../schema/ascii.ts"
import { fixed, hash } from "../schema/fixed.ts"
import { option } from "../schema/option.ts"
import { party } from "../schema/party.ts"
import { record } from "../schema/record.ts"
import { text } from "../schema/text.ts"
import { u32 } from "../schema/unsigned.ts"
import { u64 } from "../schema/wide-unsigned.ts"
import { type FactSchemas, readFields, readKey } from "./fact-schemas.ts"
import { readLeaf } from "./leaf.ts"
import { documentKey, leaves, testLedger } from "./ledger.testing.ts"
import { keyText, placeOf } from "./row-key.ts"
import { verifyBundle } from "./verify-bundle.ts"
import { countWords, listWords, shorten, timeWords, valueWords } from "./words.ts"

const ledger = testLedger()
const factsOf = (schemas: FactSchemas = {}) =>
  verifyBundle(ledger.bundle(), ledger.anchor, { now: START + 60_000, schemas }).claims
const digest = (n: number) => toHex(sha256(utf8(`document ${n}`)))

describe("facts", () => {
  it("without schemas: names, hex, what the bytes tell", () => {
    expect(factsOf()).toMatchObject([
      {
        kind: "event",
        service: "provenance",
        event: "issued",
        height: 5n,
        index: 1,
        logIndex: 1n,
        operation: 0,
        transaction: toHex(sha256(utf8("transaction 1"))),
        fields: { digest: digest(1), issuer: "customs/officer-4" },
      },
      { kind: "value", service: "provenance", table: "documents", key: null },
      { kind: "absence", service: "provenance", table: "documents", value: null },
    ])
  })

  it("with schemas: key and value as the service declares them", () => {
    const [event, value, absence] = factsOf({
      row: (service, table) =>
        service === "provenance" && table === "documents"
          ? {
              key: [["digest", hash]],
              value: record({ title: text(200), revoked: option(text(500)) }),
            }
          : undefined,
      event: () => record({ digest: hash, issuer: party }),
    })
    expect(event).toMatchObject({ fields: { digest: digest(1), issuer: "customs/officer-4" } })
    expect(value).toMatchObject({
      key: { digest: digest(1) },
      value: { title: "Bill of lading", revoked: null },
      sentence:
        `Row provenance/documents ${digest(1).slice(0, 16)}… after block 5: ` +
        "title Bill of lading, revoked none.",
    })
    expect(absence).toMatchObject({ key: { digest: digest(9) } })
  })

  it("with schemas of another version: as without", () => {
    const other = record({ title: text(200) })
    const wrong: FactSchemas = {
      row: () => ({ key: [["venue", ascii(24)]], value: other }),
      event: () => other,
    }
    expect(factsOf(wrong).map(({ sentence }) => sentence)).toEqual(
      factsOf().map(({ sentence }) => sentence),
    )
  })

  it("of raw rows: hex", () => {
    const raw: FactSchemas = { row: () => ({ key: [["digest", fixed(32)]], value: null }) }
    const value = encodeValue({ title: "Bill of lading", revoked: null })
    expect(factsOf(raw)[1]).toMatchObject({ value: toHex(value) })
    expect(readFields(utf8("not CBOR"), undefined)).toBe(toHex(utf8("not CBOR")))
  })
})

describe("keys", () => {
  it("name service and table, and are bytes beyond", () => {
    expect(placeOf(documentKey)).toMatchObject({ service: "provenance", table: "documents" })
    for (const key of ["", "/", "a", "a/b", "Money/x/1", "money//1", "mo ney/x/"]) {
      expect(placeOf(utf8(key))).toEqual({ service: null, table: null, rest: utf8(key) })
    }
  })

  it("read as texts where they are texts, else as hex", () => {
    expect(keyText(utf8("customs\0officer-4\0"))).toBe("customs officer-4")
    expect(keyText(utf8("customs"))).toBe(toHex(utf8("customs")))
    expect(keyText(new Uint8Array([0, 1]))).toBe("0001")
    expect(keyText(new Uint8Array())).toBe("")
  })

  it("read by schema, or not at all", () => {
    const schema = { key: [["name", ascii(24)] as const, ["number", u32] as const], value: null }
    const key = concat(utf8("pier\0"), new Uint8Array([0, 0, 0, 7]))
    expect(readKey(key, schema)).toEqual({ name: "pier", number: 7 })
    expect(readKey(key.subarray(1), schema)).toEqual({ name: "ier", number: 7 })
    expect(readKey(key.subarray(0, -1), schema)).toBeNull()
    expect(readKey(concat(key, key), schema)).toBeNull()
    const law = (bytes: Uint8Array) => {
      readKey(bytes, {
        key: [
          ["a", ascii(9)],
          ["b", u64],
          ["c", hash],
          ["d", party],
        ],
        value: null,
      })
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), law), { numRuns: runs(2_000) })
  })
})

describe("leaves", () => {
  it("have eight entries of their types", () => {
    expect(readLeaf(leaves[0]!).service).toBe("provenance")
    const good = {
      ...{ service: "s", event: "e", height: 1, index: 0, time: 0 },
      ...{ operation: null, transaction: null, fields: {} },
    }
    expect(readLeaf(encodeValue(good))).toMatchObject({ height: 1n, transaction: null })
    expect(readLeaf(encodeValue({ ...good, height: 2n ** 63n })).height).toBe(2n ** 63n)
    for (const change of [
      { service: 1 },
      { event: null },
      { height: -1 },
      { index: "0" },
      { time: null },
      { operation: "0" },
      { transaction: utf8("short") },
      { fields: [] },
      { fields: utf8("bytes") },
      { more: 1 },
    ]) {
      expect(() => readLeaf(encodeValue({ ...good, ...change }))).toThrow("entries of an event")
    }
    const { fields: _, ...less } = good
    expect(() => readLeaf(encodeValue(less))).toThrow()
    expect(() => readLeaf(encodeValue([1]))).toThrow()
  })
})

describe("words", () => {
  it("shorten, list, count", () => {
    expect(shorten("a".repeat(32))).toBe(`${"a".repeat(16)}…`)
    expect(shorten("x".repeat(64))).toHaveLength(64)
    expect(shorten("x".repeat(65))).toBe(`${"x".repeat(63)}…`)
    expect(listWords([])).toBe("")
    expect(listWords(["a"])).toBe("a")
    expect(listWords(["a", "b"])).toBe("a and b")
    expect(listWords(["a", "b", "c"])).toBe("a, b and c")
    expect(countWords(1, "step")).toBe("1 step")
    expect(countWords(0, "step")).toBe("0 steps")
    expect(timeWords(START)).toBe("2026-11-23 10:00 UTC")
  })

  it("tell a few fields of a value", () => {
    expect(valueWords({ a: 1, b: null, c: true, d: ["x", 2] })).toBe("a 1, b none, c true, d x, 2")
    const many = Object.fromEntries([..."abcdefgh"].map((name) => [name, 0]))
    expect(valueWords(many)).toBe("a 0, b 0, c 0, d 0, e 0, f 0 …")
  })
})
