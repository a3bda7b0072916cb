/**
 * Hashes of the event log: a Merkle tree of RFC 9162 section 2.1 over SHA-256. An entry is the
 * canonical bytes of an event's leaf.
 */
import { scratchOf } from "../bytes.ts"
import { sha256, sha256Into } from "../crypto/hash.ts"

/** Bytes of a leaf's hash, a node's hash, a root. */
export const LOG_HASH_BYTES = 32
/** The root of the empty log: SHA-256 of nothing. */
export const EMPTY_LOG_ROOT: Uint8Array = sha256(new Uint8Array())

const LEAF_PREFIX = 0x00
const NODE_PREFIX = 0x01

/** SHA-256(00 ‖ entry), 32 bytes. */
export function leafHashOf(entry: Uint8Array): Uint8Array {
  const hash = new Uint8Array(LOG_HASH_BYTES)
  leafHashInto(entry, hash, 0)
  return hash
}

/** The same into `output` from `at` on. */
export function leafHashInto(entry: Uint8Array, output: Uint8Array, at: number): void {
  const input = scratchOf(1 + entry.length)
  input[0] = LEAF_PREFIX
  input.set(entry, 1)
  sha256Into(input, output, at)
}

const pair = new Uint8Array(1 + 2 * LOG_HASH_BYTES)
pair[0] = NODE_PREFIX

/** SHA-256(01 ‖ left ‖ right), 32 bytes; both are of 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left, 1)
  pair.set(right, 1 + LOG_HASH_BYTES)
  return sha256(pair)
}

/** The same of two hashes that lie side by side in `level` from `from` on, into `above`. */
export function nodeHashInto(level: Uint8Array, from: number, above: Uint8Array, at: number): void {
  for (let i = 0; i < 2 * LOG_HASH_BYTES; i++) pair[1 + i] = level[from + i]!
  sha256Into(pair, above, at)
}
