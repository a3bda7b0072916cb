/**
 * One update of the state trie: a sorted pass that copies the nodes on changed paths and leaves
 * every older node as it is, then one rehash a level, deepest first, each level in packed pairs.
 */
import { accelerators } from "../crypto/accelerators.ts"
import type { Batch } from "./batch.ts"
import { NODE_BYTES } from "./hashes.ts"
import { HASH_WORDS, INNER, LEAF, NONE, type Nodes } from "./nodes.ts"

/** Nodes hashed by one call: the packed pairs and their hashes stay in the processor's cache. */
const PAIRS_MAX = 512

/** A growing list of node numbers. */
class NodeList {
  items = new Int32Array(16)
  length = 0

  push(node: number): void {
    if (this.length === this.items.length) {
      const grown = new Int32Array(this.items.length * 2)
      grown.set(this.items)
      this.items = grown
    }
    this.items[this.length++] = node
  }

  finish(): Int32Array {
    return this.items.slice(0, this.length)
  }
}

/** What an update did: the new root, the nodes it made, and the older ones it does without. */
export type Updated = { root: number; added: number; made: Int32Array; replaced: Int32Array }

class Update {
  private readonly nodes: Nodes
  private readonly batch: Batch
  private readonly levels: NodeList[] = []
  readonly made = new NodeList()
  readonly replaced = new NodeList()
  /** Keys gained less keys lost. */
  added = 0

  constructor(nodes: Nodes, batch: Batch) {
    this.nodes = nodes
    this.batch = batch
  }

  /** `node` at `depth` with the changes lo..hi, all of which lie below it. */
  merge(node: number, lo: number, hi: number, depth: number): number {
    if (node <= 0) return this.fill(lo, hi, depth, node)
    const { nodes } = this
    const mid = this.split(lo, hi, depth)
    const left = nodes.left(node)
    const right = nodes.right(node)
    const newLeft = lo < mid ? this.merge(left, lo, mid, depth + 1) : left
    const newRight = mid < hi ? this.merge(right, mid, hi, depth + 1) : right
    if (newLeft === left && newRight === right) return node
    this.replaced.push(node)
    return this.join(newLeft, newRight, depth)
  }

  /** The subtree of the changes lo..hi and of `leaf`, an older leaf or none. */
  private fill(lo: number, hi: number, depth: number, leaf: number): number {
    if (lo === hi) return leaf
    if (hi - lo === 1) {
      if (leaf === NONE) return this.put(lo)
      if (this.isAt(leaf, lo)) return this.replace(leaf, lo)
      if (this.batch.puts[lo] === 0) return leaf
    }
    const mid = this.split(lo, hi, depth)
    const toRight = leaf !== NONE && this.leafBit(leaf, depth) === 1
    const left = this.fill(lo, mid, depth + 1, toRight ? NONE : leaf)
    const right = this.fill(mid, hi, depth + 1, toRight ? leaf : NONE)
    return this.join(left, right, depth)
  }

  private join(left: number, right: number, depth: number): number {
    if (left === NONE && right <= 0) return right
    if (right === NONE && left < 0) return left
    const { inners } = this.nodes
    const inner = inners.take()
    const page = inners.page(inner)
    const at = inners.at(inner)
    page[at + INNER.left] = left
    page[at + INNER.right] = right
    while (this.levels.length <= depth) this.levels.push(new NodeList())
    this.levels[depth]!.push(inner)
    this.made.push(inner)
    return inner
  }

  private put(index: number): number {
    if (this.batch.puts[index] === 0) return NONE
    const { pathWords, hashWords } = this.batch
    const { leaves } = this.nodes
    const id = leaves.take()
    const page = leaves.page(id)
    const at = leaves.at(id)
    for (let i = 0, from = index * HASH_WORDS; i < HASH_WORDS; i++, from++) {
      page[at + LEAF.path + i] = pathWords[from]!
      page[at + LEAF.hash + i] = hashWords[from]!
    }
    this.made.push(~id)
    this.added++
    return ~id
  }

  private replace(leaf: number, index: number): number {
    const { leaves } = this.nodes
    const at = leaves.at(~leaf) + LEAF.hash
    const { hashWords, puts } = this.batch
    if (puts[index] === 1 && sameWords(leaves.page(~leaf), at, hashWords, index)) return leaf
    this.replaced.push(leaf)
    this.added--
    return this.put(index)
  }

  private isAt(leaf: number, index: number): boolean {
    const { leaves } = this.nodes
    return sameWords(leaves.page(~leaf), leaves.at(~leaf), this.batch.pathWords, index)
  }

  private leafBit(leaf: number, depth: number): number {
    const { leaves } = this.nodes
    const byte = leaves.bytePage(~leaf)[leaves.at(~leaf) * 4 + (depth >> 3)]!
    return (byte >> (7 - (depth & 7))) & 1
  }

  /** The first of the changes lo..hi that turns right below `depth`. */
  private split(lo: number, hi: number, depth: number): number {
    const { paths } = this.batch
    const byte = depth >> 3
    const mask = 0x80 >> (depth & 7)
    let from = lo
    let to = hi
    while (from < to) {
      const mid = (from + to) >> 1
      if ((paths[mid * NODE_BYTES + byte]! & mask) === 0) from = mid + 1
      else to = mid
    }
    return from
  }

  /** Hashes the new inner nodes, deepest level first. */
  rehash(): void {
    const pairs = new Int32Array(PAIRS_MAX * 2 * HASH_WORDS)
    const hashes = new Int32Array(PAIRS_MAX * HASH_WORDS)
    for (let depth = this.levels.length - 1; depth >= 0; depth--) {
      const level = this.levels[depth]!
      for (let from = 0; from < level.length; from += PAIRS_MAX) {
        const to = Math.min(from + PAIRS_MAX, level.length)
        this.hashPart(level.items.subarray(from, to), pairs, hashes)
      }
    }
  }

  private hashPart(part: Int32Array, pairs: Int32Array, hashes: Int32Array): void {
    const { nodes } = this
    const { inners } = nodes
    for (let i = 0, to = 0; i < part.length; i++, to += 2 * HASH_WORDS) {
      const page = inners.page(part[i]!)
      const at = inners.at(part[i]!)
      nodes.copyHash(page[at + INNER.left]!, pairs, to)
      nodes.copyHash(page[at + INNER.right]!, pairs, to + HASH_WORDS)
    }
    accelerators.sha256Pairs(
      new Uint8Array(pairs.buffer, 0, part.length * 2 * NODE_BYTES),
      new Uint8Array(hashes.buffer, 0, part.length * NODE_BYTES),
    )
    for (let i = 0, from = 0; i < part.length; i++, from += HASH_WORDS) {
      const page = inners.page(part[i]!)
      const at = inners.at(part[i]!) + INNER.hash
      for (let word = 0; word < HASH_WORDS; word++) page[at + word] = hashes[from + word]!
    }
  }
}

function sameWords(page: Int32Array, at: number, packed: Int32Array, index: number): boolean {
  for (let i = 0, from = index * HASH_WORDS; i < HASH_WORDS; i++, from++) {
    if (page[at + i] !== packed[from]) return false
  }
  return true
}

/** The trie under `root` with the changes of `batch`, hashed. Nodes under `root` stay as they are. */
export function updated(nodes: Nodes, root: number, batch: Batch): Updated {
  const update = new Update(nodes, batch)
  const newRoot = batch.length === 0 ? root : update.merge(root, 0, batch.length, 0)
  update.rehash()
  return {
    root: newRoot,
    added: update.added,
    made: update.made.finish(),
    replaced: update.replaced.finish(),
  }
}
