/**
 * What the node keeps of a block besides header, commit and transactions: results, events, roots.
 * Bytes: log position of the first event u64 ‖ number of events u32 ‖ operations u32 ‖ bytes of
 * transactions u32 ‖ transactions u32 ‖ state root ‖ canonical CBOR of the rest. So a look through
 * many blocks reads 56 bytes each.
 */
import {
  bytes,
  CborReader,
  concat,
  encode,
  type Hash,
  hash,
  list,
  option,
  type RefusalRecord,
  record,
  scan,
  time,
  u8,
  u32,
  u64,
  utf8,
} from "@concordat/kernel"

/** What became of one transaction, as it is kept. */
export type StoredResult = {
  readonly code: 0 | 1 | 2
  /** What the results hash covers. */
  readonly data: Uint8Array
  readonly cost: bigint
  /** Null for bytes that are no transaction. */
  readonly id: Hash | null
  /** Whether the id may not come again before it expires. */
  readonly remembered: boolean
  readonly refusals: readonly RefusalRecord[]
  /** Of the block's events: `[first, first + count)`. */
  readonly events: { readonly first: number; readonly count: number }
}

/** The part that says how much there is. */
export type BlockCounts = {
  /** Log position of the first event. */
  readonly first: bigint
  readonly events: number
  readonly operations: number
  readonly transactions: number
  /** Of all transactions. */
  readonly bytes: number
  /** After this block. */
  readonly stateRoot: Uint8Array
}

export type BlockFacts = BlockCounts & {
  readonly time: number
  readonly results: readonly StoredResult[]
  /** Events as they stand in the log, in order. */
  readonly leaves: readonly Uint8Array[]
}

const HEAD_BYTES = 56
const RESULTS_MAX = 65_536
const LEAVES_MAX = 1_048_576
const VALUE_BYTES = 1_048_576
const LIMITS = { depth: 16, items: 16_777_216 }

const rest = record({
  time,
  results: list(
    record({
      code: u8,
      cost: u64,
      data: bytes(VALUE_BYTES),
      id: option(hash),
      remembered: u8,
      refusals: bytes(VALUE_BYTES),
      first: u32,
      count: u32,
    }),
    RESULTS_MAX,
  ),
  leaves: list(bytes(VALUE_BYTES), LEAVES_MAX),
})

const NO_BYTES = new Uint8Array()

/** Refusals with their sentences: for people and never hashed, so plain JSON. */
function refusalBytes(refusals: readonly RefusalRecord[]): Uint8Array {
  return refusals.length === 0 ? NO_BYTES : utf8(JSON.stringify(refusals))
}

/** The stored bytes of a block's facts. */
export function encodeBlockFacts(facts: BlockFacts): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES)
  const view = new DataView(head.buffer)
  view.setBigUint64(0, facts.first)
  view.setUint32(8, facts.events)
  view.setUint32(12, facts.operations)
  view.setUint32(16, facts.bytes)
  view.setUint32(20, facts.transactions)
  head.set(facts.stateRoot, 24)
  const results = facts.results.map(({ remembered, refusals, events, ...result }) => ({
    ...result,
    ...events,
    remembered: remembered ? 1 : 0,
    refusals: refusalBytes(refusals),
  }))
  return concat(head, encode(rest, { time: facts.time, results, leaves: facts.leaves }))
}

/** The first 56 bytes alone. */
export function decodeBlockCounts(stored: Uint8Array): BlockCounts {
  const view = new DataView(stored.buffer, stored.byteOffset)
  return {
    first: view.getBigUint64(0),
    events: view.getUint32(8),
    operations: view.getUint32(12),
    bytes: view.getUint32(16),
    transactions: view.getUint32(20),
    stateRoot: stored.slice(24, HEAD_BYTES),
  }
}

/** What `encodeBlockFacts` wrote; the store has checked that the bytes are whole. */
export function decodeBlockFacts(stored: Uint8Array): BlockFacts {
  const body = stored.subarray(HEAD_BYTES)
  scan(body, LIMITS)
  const { results, ...others } = rest.read(new CborReader(body))
  return {
    ...decodeBlockCounts(stored),
    ...others,
    results: results.map(({ code, remembered, refusals, first, count, ...result }) => ({
      ...result,
      code: code as 0 | 1 | 2,
      remembered: remembered === 1,
      refusals: refusals.length === 0 ? [] : JSON.parse(new TextDecoder().decode(refusals)),
      events: { first, count },
    })),
  }
}
