/**
 * A finished list as a Merkle tree: its root, and the path of any of its items, each level kept.
 * For lists that are complete when they are hashed, such as a batch of documents or a block's
 * transactions; a log that grows is `merkle-log.ts`. Source of truth: RFC 9162 section 2.1.
 */
import { assert } from "../failures.ts"
import { EMPTY_LOG_ROOT, nodeHash } from "./hashes.ts"

/** The tree over leaf hashes of 32 bytes, in order. Memory: two hashes a leaf. */
export class MerkleTree {
  private readonly levels: readonly (readonly Uint8Array[])[]

  constructor(leafHashes: readonly Uint8Array[]) {
    const levels = [leafHashes]
    for (let below = leafHashes; below.length > 1; ) {
      const level: Uint8Array[] = []
      for (let i = 0; i + 1 < below.length; i += 2) level.push(nodeHash(below[i]!, below[i + 1]!))
      if (below.length % 2 === 1) level.push(below.at(-1)!)
      levels.push(level)
      below = level
    }
    this.levels = levels
  }

  /** How many leaves it has. */
  get size(): number {
    return this.levels[0]!.length
  }

  /** The root, 32 bytes; SHA-256 of nothing for an empty list. */
  get root(): Uint8Array {
    return this.levels.at(-1)![0] ?? EMPTY_LOG_ROOT
  }

  /** The path that proves the inclusion of leaf `index`, which is there; else a `Bug`. */
  path(index: number): Uint8Array[] {
    assert(index >= 0 && index < this.size, "a path leads from a leaf of the tree")
    const path: Uint8Array[] = []
    for (let depth = 0, at = index; depth < this.levels.length - 1; depth++, at >>= 1) {
      const sibling = this.levels[depth]![at ^ 1]
      if (sibling !== undefined) path.push(sibling)
    }
    return path
  }
}

/** The RFC 9162 root over leaf hashes of 32 bytes, in order. */
export function merkleRoot(leafHashes: readonly Uint8Array[]): Uint8Array {
  return new MerkleTree(leafHashes).root
}
