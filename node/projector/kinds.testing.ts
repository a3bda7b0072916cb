/** A service with a table of every kind, and blocks that write its rows, for tests. */
import {
  ascii,
  bool,
  bytes,
  command,
  defineRuntime,
  encode,
  enumeration,
  event,
  fixed,
  hash,
  i64,
  list,
  option,
  party,
  record,
  refusals,
  service,
  sha256,
  stateKey,
  table,
  text,
  time,
  u8,
  u16,
  u32,
  u64,
  u128,
  union,
  utf8,
  type Write,
} from "@concordat/kernel"
import { encodeChanges } from "../journal/row-changes.ts"
import { encodeBlockFacts } from "../store/block-facts.ts"
import type { FedBlock } from "./fed-block.ts"

const inner = record({ amount: u64, of: list(union({ a: u8, b: text(20) }), 3) })

/** Every kind that may stand in a key, in one key. */
export const keyed = table("keyed", {
  key: {
    ...{ one: text(12), two: bool, three: u16, four: u128, five: i64, six: time },
    ...{
      seven: party,
      eight: enumeration("low", "mid_way", "high"),
      nine: fixed(3),
      ten: ascii(9),
    },
  },
  value: { seen: u32 },
})

/** Every kind as a column, and with `option` before it. */
export const valued = table("valued", {
  key: { id: u32 },
  value: {
    ...{ flag: bool, small: u8, middle: u16, great: u32, wide: u64, wider: u128, signed: i64 },
    ...{ when: time, words: text(40), plain: ascii(20), who: party, one: enumeration("x", "y") },
    ...{ digest: hash, some: fixed(5), raw: bytes(60), many: list(u16, 4), parts: inner },
    ...{ maybe: option(text(30)), perhaps: option(inner), sometimes: option(time) },
    ...{ maybeRaw: option(bytes(9)), adminThreshold: option(u64) },
  },
  indexes: ["who", "digest", "adminThreshold"],
})

/** A table of one row. */
export const single = table("single", { key: {}, value: { count: u64 } })

const refuse = refusals({ never: "This is never said." })
const nothing = command({ about: "Do nothing.", role: null, input: {}, run() {} })

const kinds = service({
  name: "kinds",
  about: "Every kind, for the tests of the read model",
  tables: { keyed, valued, single },
  events: { seen: event("seen", { id: u32, who: party }) },
  commands: { nothing },
  refusals: refuse,
  authorise: {
    signer() {
      throw new Error("nobody signs here")
    },
    permit: () => undefined,
  },
})

/** The runtime of that service alone. */
export const kindsRuntime = defineRuntime([kinds])

type AnyTable = typeof keyed | typeof valued | typeof single

/** One written row; null deletes it. */
export type Row = {
  readonly table: AnyTable
  readonly key: object
  readonly value: object | null
}

/** Its state key. */
export const keyOf = ({ table, key }: Row) => stateKey(table, key as never)
/** Its bytes; null for a deleted one. */
export const bytesOf = ({ table, value }: Row) =>
  value === null ? null : encode(table.row as never, value as never)

/** The block at a height that writes these rows by one transaction. */
export function blockOf(height: bigint, rows: readonly Row[]): FedBlock {
  const writes = rows.map((row, operation): Write => {
    const [key, value] = [keyOf(row), bytesOf(row)]
    const keyHash = sha256(key)
    return { key, value, keyHash, service: "kinds", transaction: 0, operation }
  })
  const facts = {
    ...{ first: 0n, events: 0, operations: 0, transactions: 0, bytes: 0, results: [], leaves: [] },
    ...{ stateRoot: new Uint8Array(32), time: 1_700_000_000_000 + Number(height) },
  }
  const named = sha256(utf8(String(height)))
  return {
    ...{ height, header: { hash: named, proposer: named.subarray(0, 20) }, appHash: named },
    ...{ transactions: [], facts: encodeBlockFacts(facts) },
    record: encodeChanges([], writes, new Map()),
  }
}
