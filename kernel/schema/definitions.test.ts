/** Definitions: what they may say, what follows from them, and how they are described. */
import { describe as about, expect, it } from "vitest"
import { fromHex, toHex } from "../bytes.ts"
import { decodeValue, encodeValue } from "../cbor/value.ts"
import { Bug, Invalid } from "../failures.ts"
import { ascii } from "./ascii.ts"
import { bool } from "./bool.ts"
import { bytes } from "./bytes.ts"
import { decode, decodeRow, encode, encodeKey } from "./codec.ts"
import { describe, kindOf } from "./describe.ts"
import { enumeration } from "./enumeration.ts"
import { hint } from "./field.ts"
import { fixed, hash } from "./fixed.ts"
import type { Kind } from "./kind.ts"
import { list } from "./list.ts"
import { assertServiceName } from "./names.ts"
import { nearestName } from "./nearest.ts"
import { option } from "./option.ts"
import { organisationOf, party } from "./party.ts"
import { record } from "./record.ts"
import { sqlName } from "./sql.ts"
import { text } from "./text.ts"
import { time } from "./time.ts"
import { union } from "./union.ts"
import { u8 } from "./unsigned.ts"
import { u64, u128 } from "./wide-unsigned.ts"

about("a definition that has no meaning is a bug", () => {
  it.each<readonly [string, () => unknown]>([
    ["text of negative bound", () => text(-1)],
    ["text of a fraction", () => text(1.5)],
    ["bounds upside down", () => text(3, 4)],
    ["fixed of nothing", () => fixed(0)],
    ["fixed of 513", () => fixed(513)],
    ["an enumeration of nothing", () => enumeration(...([] as unknown as ["a"]))],
    ["a name twice", () => enumeration("a", "a")],
    ["65 names", () => enumeration(...(Array.from({ length: 65 }, (_, i) => `n${i}`) as ["a"]))],
    ["a name in capitals", () => enumeration("Open")],
    ["a name of 49 letters", () => enumeration("a".repeat(49))],
    ["an option of an option", () => option(option(u8))],
    ["a union of nothing", () => union({})],
    ["the field constructor", () => record({ constructor: u8 })],
    ["the field prototype", () => record({ prototype: u8 })],
    ["the field __proto__", () => record({ ["__proto__"]: u8 })],
    ["a field with an underscore", () => record({ admin_threshold: u8 })],
    ["a field of 33 letters", () => record({ ["a".repeat(33)]: u8 })],
    ["a variant in capitals", () => union({ By: u8 })],
    ["13 levels", () => nested(13)],
    ["a hint of another control", () => hint(u8, { control: "party" } as never)],
    ["a service of one letter", () => assertServiceName("a")],
  ])("%s", (_, define) => {
    expect(define).toThrow(Bug)
  })

  it("12 levels have a meaning", () => {
    expect(nested(12).depth).toBe(12)
    expect(() => assertServiceName("food-2")).not.toThrow()
  })

  function nested(levels: number): Kind<unknown> {
    let kind: Kind<unknown> = u8
    for (let i = 1; i < levels; i++) kind = list(kind, 1)
    return kind
  }
})

about("the largest size", () => {
  it.each<readonly [Kind<unknown>, number]>([
    [bool, 1],
    [u64, 9],
    [u128, 18],
    [time, 9],
    [text(5), 21],
    [text(6), 26],
    [ascii(23), 24],
    [party, 65],
    [hash, 34],
    [bytes(256), 259],
    [option(u64), 9],
    [list(u64, 24), 2 + 24 * 9],
    [record({}), 1],
    [union({ a: u8, none: record({}) }), 7],
    // The documents table of the design: title, issued, issuer, revoked.
    [record({ issuer: party, title: text(200), issued: time, revoked: option(text(500)) }), 2_909],
  ])("of %o is %i", (kind, size) => {
    expect(kind.sizeMax).toBe(size)
  })

  it("is reached", () => {
    expect(encode(u128, 2n ** 128n - 1n)).toHaveLength(u128.sizeMax)
    expect(encode(text(6), "𝄞".repeat(6))).toHaveLength(text(6).sizeMax)
    expect(encodeKey(text(6), "𝄞".repeat(6))).toHaveLength(text(6).key.sizeMax)
    const longest = party.check(`a${"b".repeat(30)}/${"c".repeat(31)}`)
    expect(encode(party, longest)).toHaveLength(party.sizeMax)
    expect(encodeKey(party, longest)).toHaveLength(party.key.sizeMax)
  })
})

about("stored rows", () => {
  const older = record({ a: u8, z: u8 })
  const newer = record({ a: u8, bb: option(u8), m: option(text(3)), z: u8, zzz: option(u8) })
  const bytes = encode(older, { a: 1, z: 2 })

  it("may lack options that came later, and are written in full", () => {
    const row = decodeRow(newer, bytes)
    expect(row).toEqual({ a: 1, bb: null, m: null, z: 2, zzz: null })
    expect(decodeRow(newer, encode(newer, row))).toEqual(row)
  })

  it("nothing else may: not an input, not another field, not one inside", () => {
    expect(() => decode(newer, bytes)).toThrow('The field "m" is missing.')
    expect(() => decodeRow(record({ a: u8, m: u8, z: u8 }), bytes)).toThrow("missing")
    expect(() => decodeRow(record({ a: u8 }), bytes)).toThrow("not a known field")
    expect(() =>
      decodeRow(record({ in: newer }), encode(record({ in: older }), { in: { a: 1, z: 2 } })),
    ).toThrow("missing")
  })

  it("have their fields in the order of definition", () => {
    expect(Object.keys(decode(older, bytes))).toEqual(["a", "z"])
    const other = record({ threshold: u8, a: u8 })
    expect(Object.keys(decode(other, encode(other, { a: 1, threshold: 2 })))).toEqual([
      "threshold",
      "a",
    ])
  })
})

about("failures in bytes name their place", () => {
  const kind = record({ rows: list(record({ a: u8, b: union({ x: u8 }) }), 3) })
  it.each([
    [
      {
        rows: [
          { a: 1, b: { x: 1 } },
          { a: 300, b: { x: 1 } },
        ],
      },
      "number_out_of_range",
      "/rows/1/a",
    ],
    [{ rows: [{ a: 1, b: { y: 1 } }] }, "unknown_value", "/rows/0/b"],
    [{ rows: [{ a: 1, b: { x: "t" } }] }, "type_mismatch", "/rows/0/b/x"],
    [{ rows: [{ b: { x: 1 } }] }, "field_missing", "/rows/0/a"],
    [{ rows: [{ a: 1, c: { x: 1 } }] }, "field_missing", "/rows/0/b"],
    [{ rows: [{ a: 1, aa: 1, b: { x: 1 } }] }, "unknown_field", "/rows/0/aa"],
    [{ rows: [{ a: 1, b: { x: 1 }, c: 1 }] }, "unknown_field", "/rows/0/c"],
    [{ rows: [1] }, "type_mismatch", "/rows/0"],
    [{ rows: [[], [], [], []] }, "too_long", "/rows"],
  ])("%o: %s at %s", (value, code, path) => {
    expect.assertions(2)
    try {
      decode(kind, encodeValue(value as never))
    } catch (failure) {
      expect((failure as Invalid).code).toBe(code)
      expect((failure as Invalid).path).toBe(path)
    }
  })
})

about("descriptions", () => {
  it("are hashed as canonical CBOR and become the same kind again", () => {
    const kind = record({ holder: party, used: option(time), by: union({ none: record({}) }) })
    expect(decodeValue(describe(kind))).toEqual(kind.description)
    expect(toHex(describe(kindOf(decodeValue(describe(kind)))))).toBe(toHex(describe(kind)))
  })

  it.each([
    "u65",
    "toString",
    5,
    null,
    [],
    {},
    { text: 5 },
    { text: [5] },
    { text: [5, 0, 0] },
    { text: [1, 5] },
    { text: ["5", 0] },
    { fixed: 0 },
    { fixed: "2" },
    { fixed: [2] },
    { enumeration: [] },
    { enumeration: ["a", 1] },
    { enumeration: "a" },
    { option: { option: "u8" } },
    { list: ["u8"] },
    { list: ["u8", 2] },
    { list: [] },
    { record: { A: "u8" } },
    { record: [] },
    { union: {} },
    { text: [5, 0], ascii: [5, 1] },
    { nothing: 1 },
    new Uint8Array(2),
    { record: new Uint8Array(2) },
  ])("%j is none", (description) => {
    expect(() => kindOf(description as never)).toThrow(Invalid)
  })

  it("too deep a description is none", () => {
    let description: unknown = "u8"
    for (let i = 0; i < 12; i++) description = { list: [description, 1, 0] }
    expect(() => kindOf(description as never)).toThrow("at most 12 deep")
  })
})

about("forms, columns, names", () => {
  it("hints change what people see and nothing else", () => {
    const kind = hint(u128, { label: "Amount", amountOf: "asset" })
    expect(kind.field).toMatchObject({ control: "integer", label: "Amount", amountOf: "asset" })
    expect(describe(kind)).toEqual(describe(u128))
    expect(u128.field).not.toHaveProperty("label")
    const row = record({ amount: kind })
    expect(row.field).toMatchObject({ control: "group", fields: { amount: { label: "Amount" } } })
    expect(toHex(encode(row, { amount: 1n }))).toBe("a166616d6f756e7401")
  })

  it("columns have the types of the specification", () => {
    const columns = [
      bool,
      u8,
      u64,
      u128,
      time,
      text(3),
      party,
      fixed(2),
      hash,
      bytes(2),
      list(u8, 2),
    ]
    expect(columns.map((kind) => kind.sql.type)).toEqual([
      "boolean",
      "smallint",
      "numeric(20)",
      "numeric(39)",
      "timestamptz(3)",
      'text COLLATE "C"',
      'text COLLATE "C"',
      "bytea",
      "bytea",
      "bytea",
      "jsonb",
    ])
    expect(enumeration("open", "posted").sql.check("state")).toBe("state IN ('open', 'posted')")
    expect(fixed(2).sql.check("id")).toBe("octet_length(id) = 2")
    expect(text(2).sql.check("name")).toBeNull()
    expect(option(u8).sql).toMatchObject({ type: "smallint", nullable: true })
    expect(option(u8).sql.check("n")).toBe("n BETWEEN 0 AND 255")
  })

  it("columns take what drivers give, and nothing else", () => {
    expect(u64.sql.from("7")).toBe(7n)
    expect(u64.sql.from(7)).toBe(7n)
    expect(u64.sql.from(7n)).toBe(7n)
    expect(time.sql.from(new Date(5))).toBe(5)
    expect(time.sql.to(5)).toBe("1970-01-01T00:00:00.005Z")
    expect(toHex(fixed(2).sql.to(fixed(2).check("beef")) as Uint8Array)).toBe("beef")
    expect(fixed(2).sql.from(Buffer.from("beef", "hex"))).toBe("beef")
    const foreign: readonly (readonly [Kind<unknown>, unknown])[] = [
      [bool, 1],
      [u8, null],
      [u64, "x"],
      [u64, 1.5],
      [time, 5],
      [text(2), 5],
      [hash, "00"],
      [bytes(2), "00"],
      [list(u8, 2), 5],
    ]
    for (const [kind, column] of foreign) expect(() => kind.sql.from(column)).toThrow(Bug)
  })

  it("names in SQL are in snake case", () => {
    expect(sqlName("adminThreshold")).toBe("admin_threshold")
    expect(sqlName("food-chain")).toBe("food_chain")
    expect(sqlName("x509Key")).toBe("x509_key")
  })

  it("the organisation of a party", () => {
    expect(organisationOf(party.check("acme/clerk"))).toBe("acme")
    expect(organisationOf(party.check("acme"))).toBe("acme")
  })

  it("the nearest name, or none", () => {
    expect(nearestName("isue", ["issue", "revoke"])).toBe("issue")
    expect(nearestName("ISSUE", ["issue", "revoke"])).toBe("issue")
    expect(nearestName("transfer", ["issue", "revoke"])).toBeNull()
    expect(nearestName("x".repeat(10_000), ["issue"])).toBeNull()
    expect(nearestName("", ["a"])).toBe("a")
  })
})

about("decimal strings in JSON Schema have exactly the bounds", () => {
  it.each([
    [u64, "18446744073709551615", "18446744073709551616"],
    [u128, "340282366920938463463374607431768211455", "340282366920938463463374607431768211456"],
  ] as const)("%o", (kind, greatest, above) => {
    const pattern = new RegExp(String(kind.jsonSchema()["pattern"]), "u")
    for (const good of ["0", "1", "9", "10", "99", greatest, greatest.slice(0, -1)]) {
      expect(pattern.test(good), good).toBe(true)
    }
    for (const bad of ["", "00", "-1", "01", above, `${greatest}0`, `9${greatest.slice(1)}`]) {
      expect(pattern.test(bad), bad).toBe(false)
    }
  })
})

it("bytes of hex are the bytes", () => {
  expect(encode(fixed(3), fixed(3).check("00ff10"))).toEqual(fromHex("4300ff10"))
})
