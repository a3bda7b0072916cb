/**
 * The state trie as its definition reads, for tests: a map of paths, everything worked out anew
 * each time it is asked. Source of truth: ARCHITECTURE.md, "State proofs".
 */
import { sha256 } from "@noble/hashes/sha2.js"
import { concat, fromHex, toHex, utf8 } from "../bytes.ts"

const ZEROS = new Uint8Array(32)
const LEAF_TAG = utf8("CONCORDAT::STATE-TRIE::LEAF::v01")

type Leaf = { readonly path: string; readonly bits: string; readonly hash: Uint8Array }

const bitsOf = (path: string): string =>
  [...fromHex(path)].map((byte) => byte.toString(2).padStart(8, "0")).join("")

/** The hash of the subtree of `leaves`, ordered, below a prefix of `depth` bits. */
function hashOf(leaves: readonly Leaf[], depth: number): Uint8Array {
  if (leaves.length === 0) return ZEROS
  if (leaves.length === 1) return leaves[0]!.hash
  return sha256(
    concat(
      hashOf(side(leaves, depth, "0"), depth + 1),
      hashOf(side(leaves, depth, "1"), depth + 1),
    ),
  )
}

function side(leaves: readonly Leaf[], depth: number, bit: string): Leaf[] {
  return leaves.filter((leaf) => leaf.bits[depth] === bit)
}

/** Rows by path, and what follows from them. */
export class NaiveTrie {
  /** Hex of each path to the hash of its value. */
  readonly rows = new Map<string, Uint8Array>()

  set(path: Uint8Array, value: Uint8Array | null): void {
    if (value === null) this.rows.delete(toHex(path))
    else this.rows.set(toHex(path), value)
  }

  /** All leaves by ascending path. */
  leaves(): Leaf[] {
    return [...this.rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, value]) => {
        return { path, bits: bitsOf(path), hash: sha256(concat(LEAF_TAG, fromHex(path), value)) }
      })
  }

  root(): Uint8Array {
    return hashOf(this.leaves(), 0)
  }

  /** The siblings on the way to `path`, from the root down to where one leaf or none is left. */
  siblings(path: Uint8Array): Uint8Array[] {
    const siblings: Uint8Array[] = []
    const bits = bitsOf(toHex(path))
    let leaves = this.leaves()
    for (let depth = 0; leaves.length > 1; depth++) {
      const own = bits[depth]!
      siblings.push(hashOf(side(leaves, depth, own === "0" ? "1" : "0"), depth + 1))
      leaves = side(leaves, depth, own)
    }
    return siblings
  }

  /** The paths next to one that is not there, in hex. */
  neighbours(path: Uint8Array): { left: string | null; right: string | null } {
    const paths = this.leaves().map((leaf) => leaf.path)
    const at = toHex(path)
    return {
      left: paths.findLast((other) => other < at) ?? null,
      right: paths.find((other) => other > at) ?? null,
    }
  }

  /** Inner nodes and leaves. */
  nodeCount(): number {
    const count = (leaves: readonly Leaf[], depth: number): number =>
      leaves.length <= 1
        ? leaves.length
        : 1 +
          count(side(leaves, depth, "0"), depth + 1) +
          count(side(leaves, depth, "1"), depth + 1)
    return count(this.leaves(), 0)
  }
}
