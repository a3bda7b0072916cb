/** Rows T10 to T17 and T20: what is wrong with the content, its bounds and its numbers. */
import { concat, encodeValue, fromHex, toHex } from "@concordat/kernel"
import type { Live } from "../live.ts"
import type { TransactionRow } from "../row.ts"
import {
  anySignature,
  countValue,
  payloadOf,
  replaced,
  rewritten,
  strangers,
  type Value,
  withInput,
  wrap,
  wrapValue,
} from "./raw.ts"

const INPUT = "/operations/0/input"

/** A payload with one thing wrong. */
const payload = (changes: Value) => (live: Live) => wrapValue(payloadOf(live, changes))
const input = (changes: Value) => (live: Live) => wrapValue(withInput(live, changes))
const without = (name: string) => (live: Live) => {
  const { [name]: _, ...rest } = payloadOf(live)
  return wrapValue(rest)
}
/** A memo of these bytes, as they are. */
const memo = (hex: string) => (live: Live) => {
  const length = hex.length / 2
  return rewritten(payloadOf(live, { memo: "x".repeat(length) }), "78".repeat(length), hex)
}
const operations = (count: number) => payload({ operations: Array(count).fill(countValue) })
const signedBy = (count: number) => (live: Live) =>
  wrap(encodeValue(payloadOf(live)), strangers(count))

/** 2^128 as a bignum of 17 bytes, which no writer of ours can write. */
function tooLarge(live: Live): Uint8Array {
  const hex = toHex(encodeValue(withInput(live, {})))
  const over = toHex(concat(fromHex("c25101"), new Uint8Array(16)))
  return wrap(fromHex(replaced(hex, "c249010000000000000000", over)))
}

const mismatch = { code: "type_mismatch", status: 400 } as const
const badText = { code: "text_invalid", status: 400 } as const
const tooLong = { code: "too_long", status: 400 } as const
const outside = { code: "number_out_of_range", status: 400 } as const
const unknownValue = { code: "unknown_value", status: 400 } as const
const unknownCommand = { code: "unknown_command", status: 400 } as const
const fewOperations = { code: "operations_out_of_range", status: 400 } as const
const fewSignatures = { code: "signatures_out_of_range", status: 400 } as const

export const CONTENT: readonly TransactionRow[] = [
  {
    ...{ row: "T10a", what: "unknown field", code: "unknown_field", status: 400 },
    ...{ pointer: "/meno", says: ["meno", 'Did you mean "memo"'] },
    bytes: payload({ meno: 1 }),
  },
  {
    ...{ row: "T10b", what: "field absent", code: "field_missing", status: 400 },
    ...{ pointer: "/salt", says: ["salt"] },
    bytes: without("salt"),
  },
  {
    ...{ row: "T10c", what: "null for bytes", ...mismatch },
    ...{ pointer: "/salt", says: ['found "null"', 'expected "bytes'] },
    bytes: payload({ salt: null }),
  },
  {
    ...{ row: "T10d", what: "text for bytes", ...mismatch },
    ...{ pointer: "/salt", says: ['found "text"', 'expected "bytes'] },
    bytes: payload({ salt: "text" }),
  },
  {
    ...{ row: "T10e", what: "text for a digest, in an input", ...mismatch },
    ...{ pointer: `${INPUT}/digest`, says: ['found "text"'] },
    bytes: input({ digest: "d" }),
  },
  {
    ...{ row: "T11a", what: "a lone surrogate", ...badText },
    ...{ pointer: "/memo", says: ["byte", "UTF-8"] },
    bytes: memo("eda080"),
  },
  {
    ...{ row: "T11b", what: "bad UTF-8", ...badText },
    ...{ pointer: "/memo", says: ["byte", "UTF-8"] },
    bytes: memo("c0af"),
  },
  {
    ...{ row: "T11c", what: "NUL", ...badText },
    ...{ pointer: "/memo", says: ["U+0000", "index"] },
    bytes: memo("7800"),
  },
  {
    ...{ row: "T11d", what: "a bidi override", ...badText },
    ...{ pointer: "/memo", says: ["U+202E", "index"] },
    bytes: memo("e280ae"),
  },
  {
    ...{ row: "T12a", what: "text over its bound", ...tooLong },
    ...{ pointer: "/memo", says: ["257", 'limit "256"'] },
    bytes: payload({ memo: "m".repeat(257) }),
  },
  {
    ...{ row: "T12b", what: "bytes over their bound", ...tooLong },
    ...{ pointer: `${INPUT}/data`, says: ['actual "5"', 'limit "4"'] },
    bytes: input({ data: new Uint8Array(5) }),
  },
  {
    ...{ row: "T12c", what: "a list over its bound", ...tooLong },
    ...{ pointer: `${INPUT}/flags`, says: ['actual "4"', 'limit "3"'] },
    bytes: input({ flags: [true, true, true, true] }),
  },
  {
    ...{ row: "T12d", what: "a list under its bound", ...tooLong },
    ...{ pointer: `${INPUT}/flags`, says: ['actual "0"', 'min "1"'] },
    bytes: input({ flags: [] }),
  },
  {
    ...{ row: "T13a", what: "2^64 as u64", ...outside },
    ...{ pointer: `${INPUT}/amount`, says: ["18446744073709551616", "18446744073709551615"] },
    bytes: input({ amount: 2n ** 64n }),
  },
  {
    ...{ row: "T13b", what: "2^128 as u128", ...outside },
    ...{ pointer: `${INPUT}/large`, says: ["340282366920938463463374607431768211455"] },
    bytes: tooLarge,
  },
  {
    ...{ row: "T13c", what: "-1", ...outside },
    ...{ pointer: `${INPUT}/amount`, says: ['actual "-1"', 'min "0"'] },
    bytes: input({ amount: -1 }),
  },
  {
    ...{ row: "T14a", what: "a value outside an enumeration", ...unknownValue },
    ...{ pointer: `${INPUT}/colour`, says: ['Did you mean "red"', "red, green"] },
    bytes: input({ colour: "redd" }),
  },
  {
    ...{ row: "T14b", what: "an unknown mode", ...unknownValue },
    ...{ pointer: "/mode", says: ["atomic, each"] },
    bytes: payload({ mode: "some" }),
  },
  {
    ...{ row: "T15a", what: "command provenance.regster", ...unknownCommand },
    ...{ pointer: "/operations/0/command", says: ['Did you mean "provenance.register"'] },
    bytes: payload({ operations: [{ command: "provenance.regster", input: {} }] }),
  },
  {
    ...{ row: "T15b", what: "a command of 400 characters", ...unknownCommand },
    ...{ pointer: "/operations/0/command" },
    bytes: payload({ operations: [{ command: "<script>".repeat(50), input: {} }] }),
  },
  {
    ...{ row: "T16a", what: "0 operations", ...fewOperations },
    ...{ pointer: "/operations", says: ['actual "0"', 'min "1"', 'limit "1000"'] },
    bytes: operations(0),
  },
  {
    ...{ row: "T16b", what: "1,001 operations", ...fewOperations },
    ...{ pointer: "/operations", says: ['actual "1001"', 'limit "1000"'] },
    bytes: operations(1_001),
  },
  {
    ...{ row: "T16c", what: "0 signatures", ...fewSignatures },
    ...{ pointer: "/signatures", says: ['actual "0"', 'min "1"', 'limit "32"'] },
    bytes: signedBy(0),
  },
  {
    ...{ row: "T16d", what: "33 signatures", ...fewSignatures },
    ...{ pointer: "/signatures", says: ['actual "33"', 'limit "32"'] },
    bytes: signedBy(33),
  },
  {
    ...{ row: "T16e", what: "a bare payload whose command is not open", ...fewSignatures },
    ...{ pointer: "/signatures", says: ['actual "0"'] },
    bytes: (live) => encodeValue(payloadOf(live)),
  },
  {
    ...{ row: "T17", what: "one key signs twice", code: "signature_duplicate", status: 400 },
    ...{ pointer: "/signatures/2", says: ['first "0"', 'second "2"'] },
    bytes: (live) =>
      wrap(encodeValue(payloadOf(live)), [anySignature, ...strangers(1), anySignature]),
  },
]
