/** Rows T01 to T09: what is wrong with the bytes, before any schema. */
import { concat, encodeValue, fromHex, utf8 } from "@concordat/kernel"
import type { Live } from "../live.ts"
import type { TransactionRow } from "../row.ts"
import { anySignature, payloadOf, replaced, rewritten, wrap } from "./raw.ts"

const zeros = (count: number) => new Uint8Array(count)
const nested = (depth: number) => concat(new Uint8Array(depth - 1).fill(0x81), Uint8Array.of(0))
const hex = (text: string) => () => fromHex(text)
const inside = (text: string) => () => wrap(fromHex(text))
const malformed = { code: "transaction_malformed", status: 400 } as const
const refusedType = { code: "type_refused", status: 400 } as const

export const BYTES: readonly TransactionRow[] = [
  {
    ...{ row: "T01a", what: "0 bytes", code: "transaction_empty", status: 400 },
    says: ["COSE_Sign"],
    bytes: () => zeros(0),
  },
  {
    ...{ row: "T01b", what: "262,145 bytes", code: "transaction_too_large", status: 413 },
    says: ["262145", "262144"],
    bytes: () => zeros(262_145),
  },
  {
    ...{ row: "T02a", what: "random bytes", ...malformed },
    says: ['offset "0"', 'found "00 ff"', "COSE_Sign"],
    bytes: hex("00ff17a9b3"),
  },
  {
    ...{ row: "T02b", what: "JSON text", ...malformed },
    says: ['offset "0"', 'found "7b 22"', "COSE_Sign"],
    bytes: () => utf8('{"chain":1}'),
  },
  {
    ...{ row: "T02c", what: "a COSE_Sign1", ...malformed },
    says: ['offset "0"', 'found "d2 84"', "COSE_Sign"],
    bytes: hex("d28443a10127a04040"),
  },
  {
    ...{ row: "T03a", what: "valid bytes and 3 more", code: "trailing_bytes", status: 400 },
    says: ["offset", 'count "3"'],
    bytes: (live: Live) => concat(live.good(), zeros(3)),
  },
  {
    ...{ row: "T03b", what: "3 bytes behind the payload", code: "trailing_bytes", status: 400 },
    says: ["offset", 'count "3"'],
    bytes: (live: Live) => wrap(concat(encodeValue(payloadOf(live)), zeros(3))),
  },
  {
    ...{ row: "T04a", what: "a length not shortest", code: "not_canonical", status: 400 },
    says: ["offset", "shortest"],
    bytes: (live: Live) => rewritten(payloadOf(live), "646d6f6465", "78046d6f6465"),
  },
  {
    ...{ row: "T04b", what: "map keys unsorted", code: "not_canonical", status: 400 },
    says: ["offset", "sorted"],
    bytes: (live: Live) => {
      const sorted = "646d656d6ff6646d6f64656661746f6d6963"
      return rewritten(payloadOf(live), sorted, "646d6f64656661746f6d6963646d656d6ff6")
    },
  },
  {
    ...{ row: "T05", what: "a map key twice", code: "duplicate_key", status: 400 },
    says: ["memo", "offset"],
    bytes: (live: Live) =>
      rewritten(payloadOf(live), "a6646d656d6ff6", "a7646d656d6ff6646d656d6ff6"),
  },
  {
    ...{ row: "T06a", what: "depth 17", code: "too_deep", status: 400 },
    ...{ pointer: "/0".repeat(16), says: ['limit "16"'] },
    bytes: () => wrap(nested(17)),
  },
  {
    ...{ row: "T06b", what: "depth 100,000", code: "too_deep", status: 400 },
    ...{ pointer: "/0".repeat(16), says: ['limit "16"'] },
    bytes: () => wrap(nested(100_000)),
  },
  {
    ...{
      row: "T07a",
      what: "a list of 2^32 - 1 in 60 bytes",
      code: "length_mismatch",
      status: 400,
    },
    says: ['declared "4294967295"', "available"],
    bytes: () => wrap(concat(fromHex("9affffffff"), zeros(55))),
  },
  {
    ...{ row: "T07b", what: "text past the end", code: "length_mismatch", status: 400 },
    says: ['declared "100"', 'available "0"'],
    bytes: inside("7864"),
  },
  {
    ...{ row: "T08", what: "65,537 items", code: "too_many_items", status: 400 },
    ...{ pointer: "/65535", says: ['limit "65536"'] },
    bytes: () => wrap(concat(fromHex("9a00010000"), zeros(65_536))),
  },
  {
    ...{ row: "T09a", what: "a float", ...refusedType },
    says: ["floating-point", 'offset "6"'],
    bytes: inside("f93c00"),
  },
  {
    ...{ row: "T09b", what: "not a number", ...refusedType },
    says: ["floating-point", 'offset "6"'],
    bytes: inside("f97e00"),
  },
  {
    ...{ row: "T09c", what: "minus zero", ...refusedType },
    says: ["floating-point", 'offset "6"'],
    bytes: inside("f98000"),
  },
  {
    ...{ row: "T09d", what: "undefined", ...refusedType },
    says: ["undefined", 'offset "6"'],
    bytes: inside("f7"),
  },
  {
    ...{ row: "T09e", what: "an indefinite length", ...refusedType },
    says: ["Indefinite", 'offset "6"'],
    bytes: inside("9fff"),
  },
  {
    ...{ row: "T09f", what: "an unknown tag", ...refusedType },
    says: ["tag", 'offset "6"'],
    bytes: inside("c100"),
  },
  {
    ...{ row: "T09g", what: "an indefinite length around the whole", ...refusedType },
    says: ["Indefinite", 'offset "2"'],
    bytes: () => fromHex(replaced(`d86284${"40a040"}81`, "84", "9f")),
  },
  {
    ...{ row: "T09h", what: "a float in a header of the body", ...refusedType },
    says: ["floating-point"],
    bytes: () => concat(fromHex("d8628440a101f93c004081"), anySignature),
  },
]
