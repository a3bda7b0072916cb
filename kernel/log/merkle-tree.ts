/**
 * A finished list as a Merkle tree: its root, and the path of any of its items, each level kept.
 * For lists that are complete when they are hashed, such as a batch of documents or a block's
 * transactions; a log that grows is `merkle-log.ts`. Source of truth: RFC 9162 section 2.1.
 */
import { assert } from "../failures.ts"
import { EMPTY_LOG_ROOT, nodeHashInto } from "./hashes.ts"

const HASH_BYTES = 32

function hashAt(level: Uint8Array, index: number): Uint8Array {
  return level.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES)
}

/** Hashes side by side. Not by spreading them into arguments: a batch has a million. */
function packed(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES)
  for (const [index, hash] of hashes.entries()) {
    assert(hash.length === HASH_BYTES, "a leaf hash has 32 bytes")
    bytes.set(hash, index * HASH_BYTES)
  }
  return bytes
}

/** The tree over leaf hashes of 32 bytes, in order. Memory: 64 bytes a leaf. */
export class MerkleTree {
  /** Hashes of a level side by side, the leaves first. */
  private readonly levels: readonly Uint8Array[]

  /** Takes the leaf hashes one by one, or side by side in one array, which must not change. */
  constructor(leafHashes: readonly Uint8Array[] | Uint8Array) {
    const leaves = leafHashes instanceof Uint8Array ? leafHashes : packed(leafHashes)
    assert(leaves.length % HASH_BYTES === 0, "a leaf hash has 32 bytes")
    const levels = [leaves]
    for (let below = leaves; below.length > HASH_BYTES; ) {
      const pairs = Math.ceil(below.length / (2 * HASH_BYTES))
      const level = new Uint8Array(pairs * HASH_BYTES)
      for (let at = 0; at < level.length; at += HASH_BYTES) {
        if (2 * at + HASH_BYTES < below.length) nodeHashInto(below, 2 * at, level, at)
        else level.set(below.subarray(2 * at), at)
      }
      levels.push(level)
      below = level
    }
    this.levels = levels
  }

  /** How many leaves it has. */
  get size(): number {
    return Math.floor(this.levels[0]!.length / HASH_BYTES)
  }

  /** The root, 32 bytes; SHA-256 of nothing for an empty list. */
  get root(): Uint8Array {
    return this.size === 0 ? EMPTY_LOG_ROOT : this.levels.at(-1)!.slice()
  }

  /** The path that proves the inclusion of leaf `index`, which is there; else a `Bug`. */
  path(index: number): Uint8Array[] {
    assert(index >= 0 && index < this.size, "a path leads from a leaf of the tree")
    const path: Uint8Array[] = []
    for (let depth = 0, at = index; depth < this.levels.length - 1; depth++, at >>= 1) {
      const sibling = hashAt(this.levels[depth]!, at ^ 1)
      if (sibling.length > 0) path.push(sibling.slice())
    }
    return path
  }
}

/** The RFC 9162 root over leaf hashes of 32 bytes, in order, one by one or side by side. */
export function merkleRoot(leafHashes: readonly Uint8Array[] | Uint8Array): Uint8Array {
  return new MerkleTree(leafHashes).root
}
