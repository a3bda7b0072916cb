/**
 * The memory of the state trie: records of 32-bit words in pages, no object a node. A node is a
 * number: 0 is the empty subtree, n > 0 the inner node n, n < 0 the leaf ~n. A node's hash lies in
 * its parent, beside its sibling's, so an update reads no node that it does not copy, and a leaf
 * outlives the change of its value. A freed record waits in a list threaded through the records
 * themselves: a page is never given back but always filled again.
 */

const PAGE_BITS = 13
const PAGE_RECORDS = 1 << PAGE_BITS
const PAGE_MASK = PAGE_RECORDS - 1

/** A node by number; the empty subtree. */
export const NONE = 0

/** Words of one hash or path. */
export const HASH_WORDS = 8
const HASH_BYTES = 4 * HASH_WORDS

/** An inner record: two children, then their two hashes. Hashes are bytes, moved as words. */
export const INNER = { child: 0, hash: 2, words: 2 + 2 * HASH_WORDS } as const

/** Records of one size, by number from 0. */
class RecordPool {
  private readonly wordPages: Int32Array[] = []
  private readonly bytePages: Uint8Array[] = []
  private readonly words: number
  private free = -1
  private fresh = 0
  /** Records in use. */
  inUse = 0

  constructor(words: number) {
    this.words = words
  }

  /** The page that holds record `id`, as words. */
  page(id: number): Int32Array {
    return this.wordPages[id >> PAGE_BITS]!
  }

  /** The page that holds record `id`, as bytes. */
  bytePage(id: number): Uint8Array {
    return this.bytePages[id >> PAGE_BITS]!
  }

  /** Where record `id` begins in its page, in words. */
  at(id: number): number {
    return (id & PAGE_MASK) * this.words
  }

  /** A record of unspecified content. */
  take(): number {
    this.inUse++
    if (this.free >= 0) {
      const id = this.free
      this.free = this.page(id)[this.at(id)]!
      return id
    }
    if (this.fresh === this.wordPages.length * PAGE_RECORDS) {
      const page = new Int32Array(PAGE_RECORDS * this.words)
      this.wordPages.push(page)
      this.bytePages.push(new Uint8Array(page.buffer))
    }
    return this.fresh++
  }

  /** Gives a record back. */
  give(id: number): void {
    this.inUse--
    this.page(id)[this.at(id)] = this.free
    this.free = id
  }

  /** Bytes of all pages. */
  get bytes(): number {
    return this.wordPages.length * PAGE_RECORDS * this.words * 4
  }
}

/** The two pools of one trie: inner nodes as `INNER` says, leaves as their paths alone. */
export class Nodes {
  readonly inners = new RecordPool(INNER.words)
  readonly leaves = new RecordPool(HASH_WORDS)

  constructor() {
    this.inners.take() // number 0 is the empty subtree
  }

  /** The child of an inner node on side 0 (left) or 1 (right). */
  child(inner: number, side: number): number {
    return this.inners.page(inner)[this.inners.at(inner) + INNER.child + side]!
  }

  /** The hash of that child: a view of 32 bytes, good until the trie changes. */
  childHash(inner: number, side: number): Uint8Array {
    const at = (this.inners.at(inner) + INNER.hash + side * HASH_WORDS) * 4
    return this.inners.bytePage(inner).subarray(at, at + HASH_BYTES)
  }

  /** The path of a leaf: a view of 32 bytes, good until the trie changes. */
  pathOf(leaf: number): Uint8Array {
    const at = this.leaves.at(~leaf) * 4
    return this.leaves.bytePage(~leaf).subarray(at, at + HASH_BYTES)
  }

  /** Gives a node back to its pool. */
  give(node: number): void {
    if (node > 0) this.inners.give(node)
    else this.leaves.give(~node)
  }

  /** Nodes in use, the empty subtree not counted. */
  get inUse(): number {
    return this.inners.inUse - 1 + this.leaves.inUse
  }

  /** Bytes of both pools. */
  get bytes(): number {
    return this.inners.bytes + this.leaves.bytes
  }
}
