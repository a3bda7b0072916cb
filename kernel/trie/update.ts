/**
 * One update of the state trie: a sorted pass that copies the nodes on changed paths and leaves
 * every older node as it is, then one rehash a level, deepest first, each level in packed pairs.
 */
import { type Batch, emptyBatch } from "./batch.ts"
import { NODE_BYTES } from "./hashes.ts"
import { IntegerList, Level, moveHash, sameHash } from "./level.ts"
import { HASH_WORDS, INNER, NONE, type Nodes } from "./nodes.ts"

/** The words of a hash that is not known yet. */
const PENDING = new Int32Array()
const EMPTY_WORDS = new Int32Array(HASH_WORDS)

/** What an update did: the new root, the nodes it made, and the older ones it does without. */
export type Updated = {
  readonly root: number
  readonly rootHash: Uint8Array
  /** Keys gained less keys lost. */
  readonly added: number
  readonly made: Int32Array
  readonly replaced: Int32Array
}

/** Works out updates of one trie, one after the other, with the same working memory. */
export class Updater {
  private readonly nodes: Nodes
  private batch: Batch = emptyBatch(0)
  private readonly levels: Level[] = []
  private readonly made = new IntegerList()
  private readonly replaced = new IntegerList()
  private added = 0
  /**
   * Where the hash of the subtree that `merge` or `fill` returned last lies: 8 words from `at` on,
   * or, of a new inner node, PENDING and its order in its level.
   */
  private words: Int32Array = EMPTY_WORDS
  private at = 0

  constructor(nodes: Nodes) {
    this.nodes = nodes
  }

  /** The trie under `root` with the changes of `batch`. Nodes under `root` stay as they are. */
  update(root: number, rootHash: Uint8Array, batch: Batch): Updated {
    this.batch = batch
    this.added = 0
    for (const list of [this.made, this.replaced, ...this.levels]) list.clear()
    const words = new Int32Array(rootHash.slice().buffer)
    const node = this.side(root, words, 0, 0, batch.length, 0)
    const hash = this.rehash()
    const made = this.made.toArray()
    const replaced = this.replaced.toArray()
    return { root: node, rootHash: hash, added: this.added, made, replaced }
  }

  /** `node`, hash at `words`/`at`, at `depth`, with the changes lo..hi, which all lie below it. */
  private merge(
    node: number,
    words: Int32Array,
    at: number,
    lo: number,
    hi: number,
    depth: number,
  ): number {
    if (node <= 0) return this.fill(lo, hi, depth, node, words, at)
    const { inners } = this.nodes
    const page = inners.page(node)
    const record = inners.at(node)
    const mid = this.split(lo, hi, depth)
    const left = page[record + INNER.child]!
    const leftAt = record + INNER.hash
    const newLeft = this.side(left, page, leftAt, lo, mid, depth + 1)
    const newLeftWords = this.words
    const newLeftAt = this.at
    const right = page[record + INNER.child + 1]!
    const rightAt = record + INNER.hash + HASH_WORDS
    const newRight = this.side(right, page, rightAt, mid, hi, depth + 1)
    const leftKept = newLeft === left && newLeftWords === page && newLeftAt === leftAt
    const rightKept = newRight === right && this.words === page && this.at === rightAt
    if (leftKept && rightKept) return this.give(node, words, at)
    this.replaced.push(node)
    return this.join(newLeft, newLeftWords, newLeftAt, newRight, depth)
  }

  private side(node: number, words: Int32Array, at: number, lo: number, hi: number, depth: number) {
    return lo === hi ? this.give(node, words, at) : this.merge(node, words, at, lo, hi, depth)
  }

  private give(node: number, words: Int32Array, at: number): number {
    this.words = words
    this.at = at
    return node
  }

  /** The subtree of the changes lo..hi and of `leaf`, an older leaf or none. */
  private fill(
    lo: number,
    hi: number,
    depth: number,
    leaf: number,
    words: Int32Array,
    at: number,
  ): number {
    if (lo === hi) return this.give(leaf, words, at)
    if (hi - lo === 1) {
      if (leaf === NONE) return this.put(lo)
      if (this.isAt(leaf, lo)) return this.replace(leaf, words, at, lo)
      if (this.batch.puts[lo] === 0) return this.give(leaf, words, at)
    }
    return this.fork(lo, hi, depth, leaf, words, at)
  }

  private fork(
    lo: number,
    hi: number,
    depth: number,
    leaf: number,
    words: Int32Array,
    at: number,
  ): number {
    const mid = this.split(lo, hi, depth)
    const toRight = leaf !== NONE && this.leafBit(leaf, depth) === 1
    const left = toRight
      ? this.fill(lo, mid, depth + 1, NONE, EMPTY_WORDS, 0)
      : this.fill(lo, mid, depth + 1, leaf, words, at)
    const leftWords = this.words
    const leftAt = this.at
    const right = toRight
      ? this.fill(mid, hi, depth + 1, leaf, words, at)
      : this.fill(mid, hi, depth + 1, NONE, EMPTY_WORDS, 0)
    return this.join(left, leftWords, leftAt, right, depth)
  }

  /** The parent of two subtrees, the right one's hash being at `words`/`at`. */
  private join(left: number, leftWords: Int32Array, leftAt: number, right: number, depth: number) {
    if (left === NONE && right <= 0) return right
    if (right === NONE && left < 0) return this.give(left, leftWords, leftAt)
    const { inners } = this.nodes
    const inner = inners.take()
    const page = inners.page(inner)
    const record = inners.at(inner)
    page[record + INNER.child] = left
    page[record + INNER.child + 1] = right
    while (this.levels.length <= depth) this.levels.push(new Level())
    const level = this.levels[depth]!
    const order = level.push(inner)
    const hashAt = record + INNER.hash
    if (leftWords === PENDING) level.childPending(order, 0, leftAt)
    else level.childAt(order, 0, leftWords, leftAt, page, hashAt)
    if (this.words === PENDING) level.childPending(order, 1, this.at)
    else level.childAt(order, 1, this.words, this.at, page, hashAt + HASH_WORDS)
    this.made.push(inner)
    return this.give(inner, PENDING, order)
  }

  private put(index: number): number {
    if (this.batch.puts[index] === 0) return this.give(NONE, EMPTY_WORDS, 0)
    const { leaves } = this.nodes
    const id = leaves.take()
    moveHash(this.batch.pathWords, index * HASH_WORDS, leaves.page(id), leaves.at(id))
    this.made.push(~id)
    this.added++
    return this.give(~id, this.batch.hashWords, index * HASH_WORDS)
  }

  private replace(leaf: number, words: Int32Array, at: number, index: number): number {
    const { hashWords, puts } = this.batch
    if (puts[index] === 0) {
      this.replaced.push(leaf)
      this.added--
      return this.give(NONE, EMPTY_WORDS, 0)
    }
    const own = index * HASH_WORDS
    if (sameHash(words, at, hashWords, own)) return this.give(leaf, words, at)
    return this.give(leaf, hashWords, own)
  }

  private isAt(leaf: number, index: number): boolean {
    const { leaves } = this.nodes
    const page = leaves.page(~leaf)
    return sameHash(page, leaves.at(~leaf), this.batch.pathWords, index * HASH_WORDS)
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

  /** Hashes the new inner nodes, deepest level first, and answers the hash of the root. */
  private rehash(): Uint8Array {
    for (let depth = this.levels.length - 1; depth >= 0; depth--) {
      this.levels[depth]!.hash(this.nodes, this.levels[depth + 1])
    }
    const root = new Int32Array(HASH_WORDS)
    const words = this.words === PENDING ? this.levels[0]!.hashes : this.words
    moveHash(words, this.words === PENDING ? this.at * HASH_WORDS : this.at, root, 0)
    return new Uint8Array(root.buffer)
  }
}
