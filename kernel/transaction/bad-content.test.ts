/** Rows T10 to T17: what is wrong in the content or in its numbers, with path and bounds. */
import { describe, expect, test } from "vitest"
import { concat, fromHex, toHex } from "../bytes.ts"
import { encodeValue } from "../cbor/value.ts"
import { CborWriter } from "../cbor/writer.ts"
import {
  commands,
  issue,
  kidOf,
  payloadOf,
  refused,
  unsigned,
  type Value,
  withInput,
  wrap,
  wrapValue,
} from "./bad-inputs.testing.ts"
import { coseSignature } from "./structure.ts"
import { decodeTransaction } from "./transaction.ts"

describe("schema", () => {
  test("T10: unknown field; field absent; null or text for bytes", () => {
    refused(wrapValue(payloadOf({ meno: 1 })), "unknown_field", { nearest: "memo" }, "/meno")
    const { salt: _, ...saltless } = payloadOf()
    refused(wrapValue(saltless), "field_missing", { field: "salt" }, "/salt")
    refused(wrapValue(payloadOf({ salt: null })), "type_mismatch", { found: "null" }, "/salt")
    refused(wrapValue(payloadOf({ salt: "text" })), "type_mismatch", { found: "text" }, "/salt")
    const noInput = payloadOf({ operations: [issue, { command: "provenance.issue" }] })
    refused(wrapValue(noInput), "field_missing", {}, "/operations/1/input")
    const listInput = payloadOf({ operations: [{ command: "provenance.issue", input: [] }] })
    refused(wrapValue(listInput), "type_mismatch", {}, "/operations/0/input")
    const textInput = payloadOf({ operations: [{ ...issue, input: { digest: "d", title: "T" } }] })
    refused(wrapValue(textInput), "type_mismatch", {}, "/operations/0/input/digest")
    const more = payloadOf({ operations: [{ ...issue, memo: null }] })
    refused(wrapValue(more), "unknown_field", {}, "/operations/0/memo")
  })

  test("T11: bad UTF-8, surrogates, NUL, bidi override; other normal forms pass in bytes", () => {
    const memo = (bytes: string) => {
      const hex = toHex(encodeValue(payloadOf({ memo: "x".repeat(bytes.length / 2) })))
      return wrap(fromHex(hex.replace("78".repeat(bytes.length / 2), bytes)))
    }
    for (const hex of ["eda080", "c3", "ff", "c0af", "00", "e280ae", "7f", "efbbbf"]) {
      refused(memo(hex), "text_invalid", {}, "/memo")
    }
    const decomposed = decodeTransaction(wrapValue(payloadOf({ memo: "e\u0301" })), commands)
    expect(decomposed.payload.memo).toBe("e\u0301")
  })

  test("T12: text, bytes, lists and the salt over or under their bounds", () => {
    const tooLong = (value: Value, path: string, details: object) =>
      refused(wrapValue(value), "too_long", details, path)
    tooLong(payloadOf({ memo: "m".repeat(257) }), "/memo", { limit: 256, actual: 257 })
    tooLong(payloadOf({ chain: "c".repeat(49) }), "/chain", { limit: 48, actual: 49 })
    tooLong(payloadOf({ chain: "" }), "/chain", { min: 1, actual: 0 })
    tooLong(payloadOf({ salt: new Uint8Array(9) }), "/salt", { limit: 8, actual: 9 })
    tooLong(withInput({ data: new Uint8Array(5) }), "/operations/0/input/data", { limit: 4 })
    tooLong(withInput({ flags: [] }), "/operations/0/input/flags", { min: 1, actual: 0 })
    const four = [true, true, true, true]
    tooLong(withInput({ flags: four }), "/operations/0/input/flags", { limit: 3, actual: 4 })
  })

  test("T13: 2^64 as u64; 2^128 as u128; -1; a time after the year 9999", () => {
    const outside = (value: Value, path: string) =>
      refused(wrapValue(value), "number_out_of_range", {}, path)
    outside(withInput({ amount: 2n ** 64n }), "/operations/0/input/amount")
    outside(withInput({ amount: -1 }), "/operations/0/input/amount")
    outside(payloadOf({ expires: 253_402_300_800_000 }), "/expires")
    const writer = new CborWriter().tag(2).bytes(concat(Uint8Array.of(1), new Uint8Array(16)))
    const large = toHex(encodeValue(withInput({}))).replace(
      "c249010000000000000000",
      toHex(writer.finish()),
    )
    refused(wrap(fromHex(large)), "number_out_of_range", {}, "/operations/0/input/large")
  })

  test("T14: a value outside an enumeration: the allowed ones", () => {
    const colour = { allowed: "red, green", nearest: "red" }
    refused(wrapValue(withInput({ colour: "redd" })), "unknown_value", colour)
    refused(
      wrapValue(payloadOf({ mode: "some" })),
      "unknown_value",
      { allowed: "atomic, each" },
      "/mode",
    )
  })

  test("T15: a command that is not known: the nearest name", () => {
    const isue = payloadOf({ operations: [issue, { ...issue, command: "provenance.isue" }] })
    const failure = refused(
      wrapValue(isue),
      "unknown_command",
      { nearest: "provenance.issue" },
      "/operations/1/command",
    )
    expect(failure.message).toContain("provenance.issue")
    const foreign = payloadOf({ operations: [{ ...issue, command: "<script>".repeat(40) }] })
    expect(
      refused(wrapValue(foreign), "unknown_command", { nearest: null }).message.length,
    ).toBeLessThan(150)
    refused(wrapValue(payloadOf({ operations: [{ ...issue, command: "" }] })), "unknown_command")
  })

  test("T16: 0, 1,001 operations; 1 and 1,000 pass", () => {
    const many = (count: number) => wrapValue(payloadOf({ operations: Array(count).fill(issue) }))
    refused(many(0), "operations_out_of_range", { actual: 0, min: 1, limit: 1_000 }, "/operations")
    refused(many(1_001), "operations_out_of_range", { actual: 1_001, limit: 1_000 }, "/operations")
    expect(decodeTransaction(many(1_000), commands).payload.operations.length).toBe(1_000)
    refused(wrapValue(payloadOf({ operations: null })), "type_mismatch", {}, "/operations")
  })
})

test("T16: 0, 33 signatures; 32 pass; unsigned where the command is not open", () => {
  const payload = encodeValue(payloadOf())
  const range = { min: 1, limit: 32 }
  refused(wrap(payload, []), "signatures_out_of_range", { actual: 0, ...range })
  refused(wrap(payload, unsigned(33)), "signatures_out_of_range", { actual: 33, ...range })
  expect(decodeTransaction(wrap(payload, unsigned(32)), commands).signatures.length).toBe(32)
  refused(payload, "signatures_out_of_range", { actual: 0, ...range })
  const cast = { command: "voting.cast", input: { election: "e" } }
  const open = encodeValue(payloadOf({ operations: [cast] }))
  expect(decodeTransaction(open, commands).signatures).toEqual([])
  expect(decodeTransaction(wrap(open), commands).signatures.length).toBe(1)
  refused(encodeValue(payloadOf({ operations: [cast, cast] })), "signatures_out_of_range")
})

test("T17: one key twice: both indexes", () => {
  const signatures = unsigned(4)
  const twice = wrap(encodeValue(payloadOf()), [...signatures, signatures[2]!])
  refused(twice, "signature_duplicate", { first: 2, second: 4, key: kidOf(2) }, "/signatures/4")
  const other = coseSignature("es256", kidOf(1), new Uint8Array(64))
  const renamed = wrap(encodeValue(payloadOf()), [...signatures, other])
  refused(renamed, "signature_duplicate", { first: 1, second: 4 })
})
