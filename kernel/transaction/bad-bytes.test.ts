/** Rows T01 to T09: what is wrong before any schema, with offset, found and expected. */
import { expect, test } from "vitest"
import { concat, fromHex, toHex, utf8 } from "../bytes.ts"
import { encodeValue } from "../cbor/value.ts"
import {
  commands,
  good,
  kid,
  payloadOf,
  refused,
  withInput,
  wrap,
  wrapValue,
} from "./bad-inputs.testing.ts"
import { signerHeader } from "./structure.ts"
import { decodeTransaction } from "./transaction.ts"

test("the transaction that all rows start from is accepted", () => {
  expect(decodeTransaction(good, commands).payload.chain).toBe("harbour-1")
  expect(decodeTransaction(wrapValue(withInput({})), commands).signatures.length).toBe(1)
})

test("T01: no bytes; one byte too many", () => {
  expect(refused(new Uint8Array(0), "transaction_empty").message).toContain("COSE_Sign")
  const limit = { limit: 262_144, actual: 262_145 }
  refused(new Uint8Array(262_145), "transaction_too_large", limit)
  refused(new Uint8Array(262_144), "transaction_malformed")
})

test("T02: random bytes; JSON text; a COSE_Sign1; others: offset, found, expected", () => {
  refused(fromHex("00ff17"), "transaction_malformed", { offset: 0, found: "00 ff" })
  refused(utf8('{"chain":1}'), "transaction_malformed", { offset: 0, found: "7b 22" })
  refused(fromHex("d28443a10127a04040"), "transaction_malformed", { offset: 0, found: "d2 84" })
  refused(fromHex("d8628340a040"), "transaction_malformed", { offset: 2, found: "a list of 3" })
  refused(fromHex("d862a0"), "transaction_malformed", { offset: 2, found: "map" })
  refused(fromHex("d86284a0a04080"), "transaction_malformed", { offset: 3, found: "map" })
  refused(fromHex("d86284404040" + "80"), "transaction_malformed", { offset: 4, found: "bytes" })
  refused(fromHex("d8628440a06080"), "transaction_malformed", { offset: 5, found: "text" })
  refused(fromHex("d8628440a0f480"), "transaction_malformed", { found: "true or false" })
  refused(fromHex("d8628440a040a0"), "transaction_malformed", { offset: 6, found: "map" })
  refused(fromHex("d8628440a0408140"), "transaction_malformed", { offset: 7, found: "bytes" })
  const short = concat(fromHex("835826"), signerHeader("ed25519", kid), fromHex("a04100"))
  const tooShort = { found: "1 bytes", expected: "a signature of 64 bytes", index: 0 }
  refused(wrap(encodeValue(payloadOf()), [short]), "transaction_malformed", tooShort)
})

test("T03: three bytes more, around and inside", () => {
  const more = fromHex("000000")
  refused(concat(good, more), "trailing_bytes", { offset: good.length, count: 3 })
  const inner = encodeValue(payloadOf())
  const at = { offset: 5 + 2 + inner.length, count: 3 }
  refused(wrap(concat(inner, more)), "trailing_bytes", at)
})

test("T04: lengths and integers not shortest, keys not sorted: offset in the whole", () => {
  refused(fromHex("d862980440a04080"), "not_canonical", { offset: 2 })
  const value = encodeValue(payloadOf())
  const notShortest = toHex(value).replace("646d6f6465", "78046d6f6465")
  const offset = 7 + notShortest.indexOf("78046d6f6465") / 2
  const failure = refused(wrap(fromHex(notShortest)), "not_canonical", { offset })
  expect(failure.message).toContain(`(byte ${offset})`)
  const unsorted = toHex(value).replace(
    "a6646d656d6ff6646d6f64656661746f6d6963",
    "a6646d6f64656661746f6d6963646d656d6ff6",
  )
  refused(wrap(fromHex(unsorted)), "not_canonical")
})

test("T05: a key twice", () => {
  const twice = toHex(encodeValue(payloadOf())).replace(
    "a6646d656d6ff6",
    "a7646d656d6ff6646d656d6ff6",
  )
  refused(wrap(fromHex(twice)), "duplicate_key", { offset: 7 + 7 })
})

test("T06: depth 17; depth 100,000", () => {
  const nested = (depth: number) => concat(new Uint8Array(depth - 1).fill(0x81), Uint8Array.of(0))
  refused(wrap(nested(17)), "too_deep", { limit: 16 })
  refused(wrap(nested(100_000)), "too_deep", { limit: 16 })
  refused(wrap(nested(16)), "type_mismatch")
  const header = concat(Uint8Array.of(0xa1, 1), nested(17))
  refused(concat(fromHex("d8628440"), header, fromHex("4080")), "too_deep", { limit: 16 })
})

test("T07: a list of 2^32 - 1 in 60 bytes; text past the end", () => {
  const declared = { declared: 4_294_967_295 }
  refused(wrap(concat(fromHex("9affffffff"), new Uint8Array(55))), "length_mismatch", declared)
  refused(wrap(fromHex("7864")), "length_mismatch", { declared: 100, available: 0 })
  refused(fromHex("d8628440a040" + "9affffffff"), "length_mismatch", declared)
  refused(fromHex("d8628440a05a" + "7fffffff"), "length_mismatch", { declared: 2_147_483_647 })
  refused(fromHex("d862"), "length_mismatch", { declared: 1, available: 0 })
  refused(fromHex("d8628458"), "length_mismatch")
})

test("T08: 65,537 items", () => {
  const list = concat(fromHex("9a00010000"), new Uint8Array(65_536))
  refused(wrap(list), "too_many_items", { limit: 65_536 })
  const header = concat(fromHex("a1019a00010000"), new Uint8Array(65_536))
  refused(concat(fromHex("d8628440"), header, fromHex("4080")), "too_many_items")
})

test("T09: floats, undefined, indefinite lengths, unknown tags, inside and around", () => {
  for (const hex of ["f93c00", "f97e00", "f98000", "f7", "9fff", "c100", "f8ff"]) {
    refused(wrap(fromHex(hex)), "type_refused", { offset: 6 })
    refused(fromHex(`d8628440a1${"01"}${hex === "c100" ? "f93c00" : hex}4080`), "type_refused")
  }
  refused(fromHex("d8629f40a04080ff"), "type_refused", { offset: 2 })
  refused(fromHex("d86284f93c00000000"), "type_refused", { offset: 3 })
})
