/**
 * What a node of the state trie hashes to, and the app hash over the state and the event log.
 * Source of truth: ARCHITECTURE.md, "State proofs"; as an ICS-23 ProofSpec in `specs.ts`.
 */
import { concat, utf8 } from "../bytes.ts"
import { sha256, sha256Into } from "../crypto/hash.ts"
import { assert } from "../failures.ts"

/** Bytes of a path, of a node's hash, of a root. */
export const NODE_BYTES = 32
/** Bits of a path: no leaf lies deeper. */
export const PATH_BITS = 256
/** What a leaf's hash begins with: as long as a child, so that no node can pass for a leaf. */
export const TAG: Uint8Array = utf8("CONCORDAT::STATE-TRIE::LEAF::v01")
/** The hash of an empty subtree. */
export const EMPTY: Uint8Array = new Uint8Array(NODE_BYTES)

/** Where a key lies in the trie: SHA-256(key), 32 bytes, read most significant bit first. */
export function keyPath(key: Uint8Array): Uint8Array {
  return sha256(key)
}

/** The turn that a path takes below depth `depth` (0..255): 0 is left, 1 is right. */
export function pathBit(path: Uint8Array, depth: number): number {
  return (path[depth >> 3]! >> (7 - (depth & 7))) & 1
}

/** SHA-256(TAG ‖ SHA-256(key) ‖ SHA-256(value)), from the two hashes, 32 bytes each. */
export function leafHash(path: Uint8Array, valueHash: Uint8Array): Uint8Array {
  assert(path.length === NODE_BYTES && valueHash.length === NODE_BYTES, "a leaf joins two hashes")
  const leaf = new Uint8Array(NODE_BYTES)
  leafHashInto(path, valueHash, 0, leaf, 0)
  return leaf
}

const leafInput = concat(TAG, EMPTY, EMPTY)

/** The same of the two hashes that begin at `from` in their arrays, into `output` from `at` on. */
export function leafHashInto(
  paths: Uint8Array,
  valueHashes: Uint8Array,
  from: number,
  output: Uint8Array,
  at: number,
): void {
  for (let i = 0; i < NODE_BYTES; i++) {
    leafInput[NODE_BYTES + i] = paths[from + i]!
    leafInput[2 * NODE_BYTES + i] = valueHashes[from + i]!
  }
  sha256Into(leafInput, output, at)
}

/** SHA-256(left ‖ right). */
export function innerHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(left, right))
}

const STATE_PATH = keyPath(utf8("state"))
const LOG_PATH = keyPath(utf8("log"))

/** The value that the app hash holds under `log`: size as u64 big-endian ‖ RFC 9162 root. */
export function logHeadBytes(size: bigint, root: Uint8Array): Uint8Array {
  const head = new Uint8Array(8 + NODE_BYTES)
  new DataView(head.buffer).setBigUint64(0, size)
  head.set(root, 8)
  return head
}

/** The leaf of the app hash that stands for the state, from the trie's root. */
export function stateLeaf(stateRoot: Uint8Array): Uint8Array {
  return leafHash(STATE_PATH, sha256(stateRoot))
}

/** The leaf of the app hash that stands for the event log, from its size and RFC 9162 root. */
export function logLeaf(logSize: bigint, logRoot: Uint8Array): Uint8Array {
  return leafHash(LOG_PATH, sha256(logHeadBytes(logSize, logRoot)))
}

/**
 * The app hash: root of the trie over the two keys `state` (bit 0) and `log` (bit 1), 32 bytes.
 * An empty block changes neither.
 */
export function appHash(stateRoot: Uint8Array, logSize: bigint, logRoot: Uint8Array): Uint8Array {
  return innerHash(stateLeaf(stateRoot), logLeaf(logSize, logRoot))
}
