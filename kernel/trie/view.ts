/** One version of the state trie, to read and to prove from. */
import { compareBytes, equalBytes } from "../bytes.ts"
import { assert } from "../failures.ts"
import { difference, type LeafChange } from "./difference.ts"
import { NODE_BYTES, pathBit } from "./hashes.ts"
import { NONE, type Nodes } from "./nodes.ts"

/** A kept version; `released` once its nodes may be gone. */
export type Version = {
  readonly height: bigint
  readonly root: number
  readonly rootHash: Uint8Array
  /** Keys below the root. */
  readonly size: number
  /** Nodes of earlier versions that this one does without. */
  readonly replaced: Int32Array
  released: boolean
}

/** What lies below some first bits of a path: one leaf, or the hashes of two halves. */
export type Subtree =
  | { readonly leaf: Uint8Array; readonly hash: Uint8Array }
  | { readonly halves: readonly [Uint8Array, Uint8Array] }

/** The leaves on both sides of a path that holds none: by path, null at an edge of the trie. */
export type NeighbourPaths = { readonly left: Uint8Array | null; readonly right: Uint8Array | null }

/**
 * A version of the trie at one height. Good while that height is among the kept ones: afterwards
 * every question is a `Bug`, so take a view, use it, and ask for it again later. All paths are
 * SHA-256 of keys, 32 bytes.
 */
export class TrieView {
  private readonly nodes: Nodes
  private readonly version: Version

  constructor(nodes: Nodes, version: Version) {
    this.nodes = nodes
    this.version = version
  }

  /** The root after this version's block, 32 bytes; zeros while the trie is empty. */
  get root(): Uint8Array {
    return this.version.rootHash.slice()
  }

  /** Height of the block that made this version: later ones up to the next changed nothing. */
  get height(): bigint {
    return this.version.height
  }

  /** Keys in the trie. */
  get size(): number {
    return this.version.size
  }

  private top(): number {
    assert(!this.version.released, `the state of height ${this.version.height} is no longer kept`)
    return this.version.root
  }

  /** The hash of the leaf at `path`, or null. */
  leafAt(path: Uint8Array): Uint8Array | null {
    let hash = this.version.rootHash
    const node = this.descend(path, (inner, side) => {
      hash = this.nodes.childHash(inner, side)
    })
    return node < 0 && equalBytes(this.nodes.pathOf(node), path) ? hash.slice() : null
  }

  /** The leaf or empty subtree that the bits of `path` lead to; `visit` sees each inner node. */
  private descend(path: Uint8Array, visit: (inner: number, side: number) => void): number {
    assert(path.length === NODE_BYTES, "a path has 32 bytes")
    let node = this.top()
    for (let depth = 0; node > 0; depth++) {
      const side = pathBit(path, depth)
      visit(node, side)
      node = this.nodes.child(node, side)
    }
    return node
  }

  /**
   * What lies below the first `depth` bits of `path`; null where nothing does. A subtree of one
   * leaf is that leaf, whatever its further bits.
   */
  subtree(path: Uint8Array, depth: number): Subtree | null {
    let node = this.top()
    let hash = this.version.rootHash
    for (let at = 0; node > 0 && at < depth; at++) {
      const side = pathBit(path, at)
      hash = this.nodes.childHash(node, side)
      node = this.nodes.child(node, side)
    }
    if (node === NONE) return null
    if (node < 0) {
      const leaf = this.nodes.pathOf(node).slice()
      for (let at = 0; at < depth; at++) if (pathBit(leaf, at) !== pathBit(path, at)) return null
      return { leaf, hash: hash.slice() }
    }
    const half = (side: 0 | 1) => this.nodes.childHash(node, side).slice()
    return { halves: [half(0), half(1)] }
  }

  /** The siblings on the way from the root to the leaf at `path`, which is there; else a `Bug`. */
  siblings(path: Uint8Array): Uint8Array[] {
    const siblings: Uint8Array[] = []
    const leaf = this.descend(path, (inner, side) => {
      siblings.push(this.nodes.childHash(inner, 1 - side).slice())
    })
    assert(leaf < 0 && equalBytes(this.nodes.pathOf(leaf), path), "no leaf lies at this path")
    return siblings
  }

  /** The neighbours of `path` where it holds no leaf, or null where it does. */
  neighbours(path: Uint8Array): NeighbourPaths | null {
    const stack: { inner: number; side: number }[] = []
    const end = this.descend(path, (inner, side) => stack.push({ inner, side }))
    let left: Uint8Array | null = null
    let right: Uint8Array | null = null
    if (end < 0) {
      const found = this.nodes.pathOf(end).slice()
      const order = compareBytes(found, path)
      if (order === 0) return null
      if (order < 0) left = found
      else right = found
    }
    for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
      const beside = this.nodes.child(step.inner, 1 - step.side)
      if (step.side === 1) left ??= this.outermost(beside, 1)
      else right ??= this.outermost(beside, 0)
    }
    return { left, right }
  }

  /** Path of the greatest (`side` 1) or least (0) leaf of a subtree; null where it is empty. */
  private outermost(from: number, side: 0 | 1): Uint8Array | null {
    let node = from
    while (node > 0) {
      const nearer = this.nodes.child(node, side)
      node = nearer === NONE ? this.nodes.child(node, 1 - side) : nearer
    }
    return node === NONE ? null : this.nodes.pathOf(node).slice()
  }

  /** The leaves that differ in a later version of the same trie, by ascending path. */
  changesTo(later: TrieView): LeafChange[] {
    const older = { node: this.top(), hash: this.version.rootHash }
    return difference(this.nodes, older, { node: later.top(), hash: later.version.rootHash })
  }

  /**
   * All leaves by ascending path. What is handed over are views of the trie's memory, good until
   * the next leaf is asked for.
   */
  *leaves(): Generator<{ path: Uint8Array; hash: Uint8Array }> {
    const top = this.top()
    if (top < 0) yield { path: this.nodes.pathOf(top), hash: this.version.rootHash }
    const stack: { inner: number; side: number }[] = []
    const enter = (inner: number) => stack.push({ inner, side: 1 }, { inner, side: 0 })
    if (top > 0) enter(top)
    for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
      const node = this.nodes.child(step.inner, step.side)
      if (node > 0) enter(node)
      if (node >= 0) continue
      yield { path: this.nodes.pathOf(node), hash: this.nodes.childHash(step.inner, step.side) }
      this.top()
    }
  }
}
