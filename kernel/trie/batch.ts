/** The changes of one block to the state trie, packed and in path order, leaves hashed once. */
import { compareBytes } from "../bytes.ts"
import { BLOCK_BYTES, compress, initialState, writeState } from "../crypto/sha256-block.ts"
import { assert } from "../failures.ts"
import { NODE_BYTES, TAG } from "./hashes.ts"

/** One row that changes: `path` = SHA-256(key); `value` = SHA-256(value), or null: deleted. */
export type TrieChange = { readonly path: Uint8Array; readonly value: Uint8Array | null }

/** Changes by ascending path. `hashes` holds the leaf hash of each put. */
export type Batch = {
  readonly length: number
  readonly paths: Uint8Array
  readonly pathWords: Int32Array
  readonly hashWords: Int32Array
  /** 1 where the row is put, 0 where it is deleted. */
  readonly puts: Uint8Array
}

/** An empty batch with room for `length` changes, and the bytes of its leaf hashes. */
export function emptyBatch(length: number): Batch & { hashes: Uint8Array } {
  const paths = new Uint8Array(length * NODE_BYTES)
  const hashes = new Uint8Array(length * NODE_BYTES)
  return {
    length,
    paths,
    pathWords: new Int32Array(paths.buffer),
    hashes,
    hashWords: new Int32Array(hashes.buffer),
    puts: new Uint8Array(length),
  }
}

function prefixOf(path: Uint8Array): number {
  return ((path[0]! << 24) | (path[1]! << 16) | (path[2]! << 8) | path[3]!) >>> 0
}

/** Bits of a whole number that a 64-bit float holds exactly. */
const EXACT_BITS = 53
const PREFIX_BITS = 32

/**
 * Numbers of the changes by ascending path. Most pairs differ in their first bits, so that these
 * and a change's number are sorted as one number each, and no path is looked up for it.
 */
function orderOf(changes: readonly TrieChange[]): Uint32Array {
  const { length } = changes
  const numberBits = PREFIX_BITS - Math.clz32(length)
  const dropped = Math.max(0, PREFIX_BITS + numberBits - EXACT_BITS)
  const scale = 2 ** numberBits
  const sorted = new Float64Array(length)
  for (let i = 0; i < length; i++) {
    sorted[i] = (prefixOf(changes[i]!.path) >>> dropped) * scale + i
  }
  sorted.sort((a, b) => a - b)
  const order = new Uint32Array(length)
  for (let i = 0; i < length; i++) order[i] = sorted[i]! % scale
  for (let i = 1; i < length; i++) {
    const moving = order[i]!
    let to = i
    for (; to > 0 && isBeyond(changes[order[to - 1]!]!.path, changes[moving]!.path); to--) {
      order[to] = order[to - 1]!
    }
    order[to] = moving
  }
  return order
}

/** Whether the first of two paths, in order of their first bits, sorts after the second. */
function isBeyond(first: Uint8Array, second: Uint8Array): boolean {
  return first[0] === second[0] && compareBytes(first, second) > 0
}

/** SHA-256's two blocks of a leaf: TAG ‖ path ‖ value's hash, then the padding for 96 bytes. */
const LEAF_BYTES = 3 * NODE_BYTES
const leafBlocks = new Uint8Array(2 * BLOCK_BYTES)
leafBlocks.set(TAG)
leafBlocks[LEAF_BYTES] = 0x80
new DataView(leafBlocks.buffer).setUint32(2 * BLOCK_BYTES - 4, LEAF_BYTES * 8)
const INITIAL_STATE = initialState()
const leafState = initialState()

/** As `leafHash`, into `target`: by blocks, which beats the call of a native hash. */
function hashLeaf(path: Uint8Array, value: Uint8Array, target: Uint8Array, offset: number): void {
  for (let i = 0; i < NODE_BYTES; i++) {
    leafBlocks[NODE_BYTES + i] = path[i]!
    leafBlocks[2 * NODE_BYTES + i] = value[i]!
  }
  leafState.set(INITIAL_STATE)
  compress(leafState, leafBlocks, 0)
  compress(leafState, leafBlocks, BLOCK_BYTES)
  writeState(leafState, target, offset)
}

/** Packs changes in any order. A path of another length or given twice is a `Bug`. */
export function packBatch(changes: readonly TrieChange[]): Batch {
  const batch = emptyBatch(changes.length)
  const order = orderOf(changes)
  let previous: Uint8Array | null = null
  for (let i = 0; i < order.length; i++) {
    const { path, value } = changes[order[i]!]!
    assert(path.length === NODE_BYTES, "a path has 32 bytes")
    assert(previous === null || compareBytes(previous, path) < 0, "a batch names each path once")
    previous = path
    batch.paths.set(path, i * NODE_BYTES)
    if (value === null) continue
    assert(value.length === NODE_BYTES, "a value is given by its hash of 32 bytes")
    hashLeaf(path, value, batch.hashes, i * NODE_BYTES)
    batch.puts[i] = 1
  }
  return batch
}
