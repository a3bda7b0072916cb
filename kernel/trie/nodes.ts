/**
 * The memory of the state trie: records of 32-bit words in pages, no object a node. A node is a
 * number: 0 is the empty subtree, n > 0 the inner node n, n < 0 the leaf ~n. A freed record waits
 * in a list threaded through the records themselves, so a page is never given back but always
 * filled again.
 */

const PAGE_BITS = 13
const PAGE_RECORDS = 1 << PAGE_BITS
const PAGE_MASK = PAGE_RECORDS - 1

/** A node by number; the empty subtree. */
export const NONE = 0

/** Words of one hash or path. */
export const HASH_WORDS = 8

/** Layout of an inner record: left node, right node, hash. */
export const INNER = { left: 0, right: 1, hash: 2, words: 10 } as const
/** Layout of a leaf record: path, hash. Both as bytes in memory order, moved as words. */
export const LEAF = { path: 0, hash: 8, words: 16 } as const

/** Records of one size, by number from 0. */
export class RecordPool {
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

/** The two pools of one trie. */
export class Nodes {
  readonly inners = new RecordPool(INNER.words)
  readonly leaves = new RecordPool(LEAF.words)

  constructor() {
    this.inners.take() // number 0 is the empty subtree
  }

  left(inner: number): number {
    return this.inners.page(inner)[this.inners.at(inner) + INNER.left]!
  }

  right(inner: number): number {
    return this.inners.page(inner)[this.inners.at(inner) + INNER.right]!
  }

  /** The path of a leaf: a view of 32 bytes, good until the trie changes. */
  pathOf(leaf: number): Uint8Array {
    const at = this.leaves.at(~leaf) * 4
    return this.leaves.bytePage(~leaf).subarray(at, at + HASH_WORDS * 4)
  }

  /** A copy of the hash of any node, 32 bytes. */
  hashOf(node: number): Uint8Array {
    const hash = new Uint8Array(HASH_WORDS * 4)
    this.copyHash(node, new Int32Array(hash.buffer), 0)
    return hash
  }

  /** Copies the hash of any node as 8 words. */
  copyHash(node: number, target: Int32Array, offset: number): void {
    if (node === NONE) {
      target.fill(0, offset, offset + HASH_WORDS)
      return
    }
    const source = node > 0 ? this.inners.page(node) : this.leaves.page(~node)
    const from = node > 0 ? this.inners.at(node) + INNER.hash : this.leaves.at(~node) + LEAF.hash
    for (let i = 0; i < HASH_WORDS; i++) target[offset + i] = source[from + i]!
  }

  /** Gives a node back to its pool. */
  give(node: number): void {
    if (node > 0) this.inners.give(node)
    else this.leaves.give(~node)
  }

  /** Bytes of both pools. */
  get bytes(): number {
    return this.inners.bytes + this.leaves.bytes
  }
}
