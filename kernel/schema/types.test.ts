/** What the types say, and what does not compile: each expected error fails the type check. */
import { describe, expect, expectTypeOf, it } from "vitest"
import { ascii } from "./ascii.ts"
import { bool } from "./bool.ts"
import { bytes } from "./bytes.ts"
import { encode } from "./codec.ts"
import { enumeration } from "./enumeration.ts"
import { hint } from "./field.ts"
import { fixed, type Hash, type Hex, hash } from "./fixed.ts"
import type { Infer, KeyKind, Kind } from "./kind.ts"
import { list } from "./list.ts"
import { option } from "./option.ts"
import { type Party, party } from "./party.ts"
import { record } from "./record.ts"
import { text } from "./text.ts"
import { time } from "./time.ts"
import { union } from "./union.ts"
import { u8, u32 } from "./unsigned.ts"
import { u64 } from "./wide-unsigned.ts"

const row = record({
  id: fixed(16),
  digest: hash,
  holder: party,
  price: u64,
  count: u32,
  state: enumeration("sold", "used"),
  used: option(time),
  tags: list(ascii(8), 4),
  condition: union({ by: party, none: record({}) }),
})
type Row = Infer<typeof row>

const HASH = hash.check("0".repeat(64))
const good: Row = {
  id: fixed(16).check("0".repeat(32)),
  digest: HASH,
  holder: party.check("acme"),
  price: 1n,
  count: 1,
  state: "sold",
  used: null,
  tags: ["a"],
  condition: { none: {} },
}

describe("types", () => {
  it("follow from the definition", () => {
    expectTypeOf<Infer<typeof bool>>().toEqualTypeOf<boolean>()
    expectTypeOf<Row["price"]>().toEqualTypeOf<bigint>()
    expectTypeOf<Row["count"]>().toEqualTypeOf<number>()
    expectTypeOf<Row["digest"]>().toEqualTypeOf<Hash>()
    expectTypeOf<Row["id"]>().toEqualTypeOf<Hex>()
    expectTypeOf<Row["holder"]>().toEqualTypeOf<Party>()
    expectTypeOf<Row["state"]>().toEqualTypeOf<"sold" | "used">()
    expectTypeOf<Row["used"]>().toEqualTypeOf<number | null>()
    expectTypeOf<Row["tags"]>().toEqualTypeOf<readonly string[]>()
    expectTypeOf<Infer<ReturnType<typeof bytes>>>().toEqualTypeOf<Uint8Array>()
    expectTypeOf<Row["condition"]>().toEqualTypeOf<
      { readonly by: Party } | { readonly none: Record<never, never> }
    >()
    expectTypeOf(good.digest).toExtend<Hex>()
    expect(encode(row, good).length).toBeLessThanOrEqual(row.sizeMax)
  })

  it("refuse what is no value", () => {
    const wrong = (): Row[] => [
      // @ts-expect-error: a number for u64
      { ...good, price: 1 },
      // @ts-expect-error: a bigint for u32
      { ...good, count: 1n },
      // @ts-expect-error: a plain string for a hash
      { ...good, digest: "00" },
      // @ts-expect-error: a plain string for fixed bytes
      { ...good, id: "00" },
      // @ts-expect-error: a plain string for a party
      { ...good, holder: "acme" },
      // @ts-expect-error: fixed bytes for a hash
      { ...good, digest: good.id },
      // @ts-expect-error: a name that is not in the enumeration
      { ...good, state: "lost" },
      // @ts-expect-error: undefined for an option
      { ...good, used: undefined },
      // @ts-expect-error: an unknown field
      { ...good, more: 1 },
      // @ts-expect-error: a variant that does not exist
      { ...good, condition: { if: 1 } },
    ]
    expect(() => wrong().map((value) => encode(row, value))).toThrow()
    // @ts-expect-error: a field is missing
    const missing: Row = { id: good.id }
    expect(() => encode(row, missing)).toThrow()
  })

  it("keep values from being changed", () => {
    const change = (value: Row) => {
      // @ts-expect-error: fields are read only
      value.price = 2n
      // @ts-expect-error: lists are read only
      value.tags.push("b")
    }
    expect(change).toBeTypeOf("function")
  })

  it("know what may stand in a key", () => {
    const asKey = <T>(kind: KeyKind<T>) => kind.key.sizeMax
    expect([asKey(hash), asKey(u8), asKey(text(5)), asKey(party), asKey(enumeration("a"))]).toEqual(
      [32, 1, 21, 64, 2],
    )
    expect(asKey(hint(u64, { label: "Number" }))).toBe(8)
    // @ts-expect-error: an option has no key form
    expect(() => asKey(option(u8))).toThrow()
    // @ts-expect-error: variable bytes have no key form
    expect(() => asKey(bytes(8))).toThrow()
    // @ts-expect-error: a list has no key form
    expect(() => asKey(list(u8, 2))).toThrow()
    // @ts-expect-error: a record has no key form
    expect(() => asKey(row)).toThrow()
  })

  it("any kind is a kind of unknown", () => {
    const all: readonly Kind<unknown>[] = [bool, u64, hash, party, row, option(u8), bytes(3)]
    expect(all).toHaveLength(7)
  })
})
