/** The changes of one block to the state trie, packed and in path order, leaves hashed once. */
import { assert } from "../failures.ts"
import { leafHashInto, NODE_BYTES } from "./hashes.ts"
import { moveHash } from "./level.ts"
import { HASH_WORDS } from "./nodes.ts"

/** One row that changes: `path` = SHA-256(key); `value` = SHA-256(value), or null: deleted. */
export type TrieChange = { readonly path: Uint8Array; readonly value: Uint8Array | null }

/** Changes in any order, each path once: their hashes side by side, no array a change. */
export class TrieChanges {
  readonly length: number
  readonly paths: Uint8Array
  readonly values: Uint8Array
  /** 1 where the row is put, 0 where it is deleted. */
  readonly puts: Uint8Array

  /** Room for `length` changes, all deleting until they are given. */
  constructor(length: number) {
    this.length = length
    this.paths = new Uint8Array(length * NODE_BYTES)
    this.values = new Uint8Array(length * NODE_BYTES)
    this.puts = new Uint8Array(length)
  }

  static of(changes: readonly TrieChange[]): TrieChanges {
    const packed = new TrieChanges(changes.length)
    for (const [index, { path, value }] of changes.entries()) {
      assert(path.length === NODE_BYTES, "a path has 32 bytes")
      packed.paths.set(path, index * NODE_BYTES)
      if (value === null) continue
      assert(value.length === NODE_BYTES, "a value is given by its hash of 32 bytes")
      packed.values.set(value, index * NODE_BYTES)
      packed.puts[index] = 1
    }
    return packed
  }
}

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

/** Bits of a whole number that a 64-bit float holds exactly. */
const EXACT_BITS = 53
const PREFIX_BITS = 32

/**
 * Numbers of the changes by ascending path. Most pairs differ in their first bits, so that these
 * and a change's number are sorted as one number each, and no path is looked up for it.
 */
function orderOf({ length, paths }: TrieChanges): Uint32Array {
  const numberBits = PREFIX_BITS - Math.clz32(length)
  const dropped = Math.max(0, PREFIX_BITS + numberBits - EXACT_BITS)
  const scale = 2 ** numberBits
  const prefixes = new DataView(paths.buffer)
  const sorted = new Float64Array(length)
  for (let i = 0; i < length; i++) {
    sorted[i] = (prefixes.getUint32(i * NODE_BYTES) >>> dropped) * scale + i
  }
  sorted.sort((a, b) => a - b)
  const order = new Uint32Array(length)
  for (let i = 0; i < length; i++) order[i] = sorted[i]! % scale
  for (let i = 1; i < length; i++) {
    const moving = order[i]!
    let to = i
    for (; to > 0 && comparePaths(paths, order[to - 1]!, moving) > 0; to--) {
      order[to] = order[to - 1]!
    }
    order[to] = moving
  }
  return order
}

/** Order of two changes by their paths. */
function comparePaths(paths: Uint8Array, first: number, second: number): number {
  for (let i = 0; i < NODE_BYTES; i++) {
    const difference = paths[first * NODE_BYTES + i]! - paths[second * NODE_BYTES + i]!
    if (difference !== 0) return difference
  }
  return 0
}

/** Packs changes in path order. A path given twice is a `Bug`. */
export function packBatch(changes: TrieChanges): Batch {
  const { length, paths, values, puts } = changes
  const batch = emptyBatch(length)
  const order = orderOf(changes)
  const pathWords = new Int32Array(paths.buffer)
  for (let i = 0; i < length; i++) {
    const at = order[i]!
    const apart = i === 0 || comparePaths(paths, order[i - 1]!, at) < 0
    assert(apart, "a batch names each path once")
    moveHash(pathWords, at * HASH_WORDS, batch.pathWords, i * HASH_WORDS)
    if (puts[at] === 0) continue
    leafHashInto(paths, values, at * NODE_BYTES, batch.hashes, i * NODE_BYTES)
    batch.puts[i] = 1
  }
  return batch
}
