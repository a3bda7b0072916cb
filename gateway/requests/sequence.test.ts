/** CBOR sequences: cut where their items end, whatever the items are. */
import { concat, encodeValue } from "@concordat/kernel"
import fc from "fast-check"
import { expect, it } from "vitest"
import { splitSequence } from "./sequence.ts"

const bytes = (...values: readonly number[]) => Uint8Array.from(values)

function codeOf(call: () => unknown): string {
  try {
    call()
  } catch (failure) {
    return (failure as { code: string }).code
  }
  return "none"
}

const value = fc.letrec<{ value: never }>((tie) => ({
  value: fc.oneof(
    fc.nat(),
    fc.string(),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 4 }), tie("value"), { maxKeys: 4 }),
  ) as never,
})).value

it("gives back the items that were put together", () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), (values) => {
      const items = values.map((one) => encodeValue(one))
      expect(splitSequence(concat(...items))).toEqual(items)
    }),
  )
})

it("refuses every sequence that ends inside an item", () => {
  fc.assert(
    fc.property(value, fc.nat(), (one, seed) => {
      const item = encodeValue(one)
      const cut = seed % item.length
      fc.pre(cut > 0)
      expect(codeOf(() => splitSequence(item.subarray(0, cut)))).toBe("length_mismatch")
    }),
  )
})

it("answers for any bytes: items without a byte missing or added, or a refusal", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (junk) => {
      const code = codeOf(() => {
        expect(concat(...splitSequence(junk))).toEqual(junk)
      })
      expect(["none", "length_mismatch", "transaction_empty"]).toContain(code)
    }),
  )
})

it("believes no count: 2^64 items in nine bytes are refused at once", () => {
  expect(codeOf(() => splitSequence(bytes(0x9b, ...Array(8).fill(0xff))))).toBe("length_mismatch")
  expect(codeOf(() => splitSequence(bytes(0x5b, ...Array(8).fill(0xff))))).toBe("length_mismatch")
  expect(codeOf(() => splitSequence(bytes(0x9f, 0xff)))).toBe("length_mismatch")
})

it("holds 1 to 1,000 items", () => {
  expect(codeOf(() => splitSequence(bytes()))).toBe("transaction_empty")
  expect(splitSequence(new Uint8Array(1_000))).toHaveLength(1_000)
  expect(codeOf(() => splitSequence(new Uint8Array(1_001)))).toBe("too_many_items")
})
