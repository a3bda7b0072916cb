/**
 * The keys of the state store. One byte says what an entry is:
 *
 * | key | value |
 * |---|---|
 * | `r` state key | the row |
 * | `p` path of a row's key | the state key: proofs of absence ask by path |
 * | `u` height | the rows that the block replaced, with their old values |
 * | `b` height | results, ids and events of the block |
 * | `j` height ‖ size u32 | the journal's record of the block, which has that many bytes |
 * | `j` | where the journal begins, and what its consumers need |
 * | `t` transaction id | height u64 ‖ index u32 |
 * | `l`, `m` page u32 | 256 hashes of the event log: of its leaves, of its runs of 256 leaves |
 * | `h` | where all of this stands: height, roots, log, counts |
 * | `s` | the snapshot that it began with, if it did |
 * | `i` height | ids of a block that came with the snapshot, one after the other |
 * | `z` | a snapshot is being restored: nothing of this is used |
 */
import { concat } from "@concordat/kernel"

const tag = (letter: string) => Uint8Array.of(letter.charCodeAt(0))
const ROW = tag("r")
const PATH = tag("p")
const UNDO = tag("u")
const BLOCK = tag("b")
const TRANSACTION = tag("t")
const JOURNAL = tag("j")

/** The entry that says where the store stands. */
export const HEAD_KEY = tag("h")
/** The entry that says which snapshot the store began with. */
export const ORIGIN_KEY = tag("s")
/** The last key of all: while it is there, what is below it is not whole. */
export const RESTORING_KEY = tag("z")
/** The entry that says where the journal begins. */
export const JOURNAL_KEY: Uint8Array = JOURNAL

/** A u64 whose byte order is its order. */
function heightBytes(height: bigint): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, height)
  return bytes
}

/** The keys of entries, as the table above lists them. */
export const rowKey = (key: Uint8Array) => concat(ROW, key)
export const pathKey = (path: Uint8Array) => concat(PATH, path)
export const undoKey = (height: bigint) => concat(UNDO, heightBytes(height))
export const idsKey = (height: bigint) => concat(tag("i"), heightBytes(height))
export const blockKey = (height: bigint) => concat(BLOCK, heightBytes(height))
export const transactionKey = (id: Uint8Array) => concat(TRANSACTION, id)

/** The journal's record of a block; the key says how long it is. */
export function journalKey(height: bigint, size: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, size)
  return concat(JOURNAL, heightBytes(height), bytes)
}

/** What the key of a journal record says. */
export function recordOfKey(key: Uint8Array): { readonly height: bigint; readonly size: number } {
  const view = new DataView(key.buffer, key.byteOffset)
  return { height: view.getBigUint64(1), size: view.getUint32(9) }
}

/** A page of the event log's hashes. */
export function hashPageKey(array: "leaves" | "runs", page: number): Uint8Array {
  const key = new Uint8Array(5)
  key[0] = (array === "leaves" ? "l" : "m").charCodeAt(0)
  new DataView(key.buffer).setUint32(1, page)
  return key
}

/** Where a transaction is. */
export type TransactionPlace = { readonly height: bigint; readonly index: number }

/** The 12 bytes of a place. */
export function encodePlace({ height, index }: TransactionPlace): Uint8Array {
  const bytes = new Uint8Array(12)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, height)
  view.setUint32(8, index)
  return bytes
}

/** The place in bytes of `encodePlace`. */
export function decodePlace(bytes: Uint8Array): TransactionPlace {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return { height: view.getBigUint64(0), index: view.getUint32(8) }
}

/** All rows: from, to. */
export const ROWS: readonly [Uint8Array, Uint8Array] = [ROW, tag("s")]
/** All undo records: from, to. */
export const UNDOS: readonly [Uint8Array, Uint8Array] = [UNDO, tag("v")]

/** All block facts: from, to. */
export const BLOCKS: readonly [Uint8Array, Uint8Array] = [BLOCK, tag("c")]

/** All records of the journal: from, to. */
export const JOURNALS: readonly [Uint8Array, Uint8Array] = [journalKey(0n, 0), tag("k")]

/** The height at the end of an undo or block key. */
export function heightOfKey(key: Uint8Array): bigint {
  return new DataView(key.buffer, key.byteOffset).getBigUint64(1)
}
