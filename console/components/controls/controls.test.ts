/** Whatever a value is, it stands in a draft and comes back as it was, by the schema's word. */
import {
  ascii,
  bool,
  bytes,
  enumeration,
  fixed,
  hash,
  i64,
  type Kind,
  list,
  option,
  party,
  record,
  text,
  time,
  u8,
  u16,
  u32,
  u64,
  u128,
  union,
} from "@concordat/kernel"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { services } from "../../services.ts"
import { blank, draftFromJson, draftToJson } from "./table.ts"

const inner = record({ name: text(20), amount: option(u64) })

const KINDS: Readonly<Record<string, Kind<unknown>>> = {
  ...{ bool, u8, u16, u32, u64, u128, i64, time, party, hash, bytes: bytes(40), fixed: fixed(4) },
  ...{ text: text(80), long: text(2_000), ascii: ascii(12, 0) },
  enumeration: enumeration("first", "second", "third"),
  option: option(text(10)),
  nested: option(list(option(bool), 2)),
  list: list(inner, 3),
  pairs: list(list(u8, 2), 2),
  record: inner,
  union: union({ digest: hash, whole: inner, none: option(u8) }),
}

const ofServices = services.flatMap(({ definition: { name, commands, events, tables } }) => [
  ...Object.entries(commands).map(([key, { input }]) => [`${name}.${key}`, input] as const),
  ...Object.entries(events).map(([key, { kind }]) => [`${name}.${key}`, kind] as const),
  ...Object.entries(tables).map(([key, { row }]) => [`${name}.${key}`, row] as const),
])

describe.each([...Object.entries(KINDS), ...ofServices])("%s", (_name, kind) => {
  it("comes back from a draft as it was", () => {
    fc.assert(
      fc.property(kind.arbitrary(fc) as fc.Arbitrary<unknown>, (value) => {
        const json = kind.toJson(value)
        const back = draftToJson(kind.field, draftFromJson(kind.field, json))
        expect(back).toEqual(json)
        expect(kind.toJson(kind.fromJson(back))).toEqual(json)
      }),
      { numRuns: 50 },
    )
  })

  it("begins blank, in a form that the schema can judge", () => {
    const json = draftToJson(kind.field, blank(kind.field))
    const judged = () => kind.fromJson(json)
    try {
      judged()
    } catch (failure) {
      expect(failure).toMatchObject({ name: "Invalid", path: expect.any(String) })
    }
  })
})

it("has a control for every kind that is listed here, and they are all of them", () => {
  const controls = new Set(Object.values(KINDS).map(({ field }) => field.control))
  expect([...controls].toSorted()).toEqual([
    ...["bytes", "choice", "group", "hex", "integer", "list"],
    ...["optional", "party", "switch", "text", "time", "variants"],
  ])
})
