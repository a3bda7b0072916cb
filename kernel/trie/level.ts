/** The new inner nodes at one depth of an update, and their hashes once they are known. */
import { accelerators } from "../crypto/accelerators.ts"
import { HASH_WORDS, INNER, type Nodes } from "./nodes.ts"

const PAIR_WORDS = 2 * HASH_WORDS

/** Integers of room that a list keeps for the next update: beyond it, it starts anew. */
const KEPT_MAX = 1 << 18

/** A growing list of 32-bit integers, used again and again. */
export class IntegerList {
  private items = new Int32Array(64)
  length = 0

  push(item: number): void {
    if (this.length === this.items.length) this.reserve(this.length + 1)
    this.items[this.length++] = item
  }

  /** Makes room for `length` integers in all. */
  reserve(length: number): void {
    if (length <= this.items.length) return
    const grown = new Int32Array(Math.max(length, this.items.length * 2))
    grown.set(this.items.subarray(0, this.length))
    this.items = grown
  }

  clear(): void {
    this.length = 0
    if (this.items.length > KEPT_MAX) this.items = new Int32Array(64)
  }

  /** All room, of which the first `length` integers count. */
  get room(): Int32Array {
    return this.items
  }

  /** A copy of what was pushed. */
  toArray(): Int32Array {
    return this.items.slice(0, this.length)
  }
}

/** Stands for a child whose hash is known already. */
const HASHED = -1

/** The new nodes at one depth, and the pair of hashes that each one's hash is made of. */
export class Level {
  private readonly inners = new IntegerList()
  /** Two a node: which new node of the level below each child is, or HASHED. */
  private readonly orders = new IntegerList()
  private readonly pairs = new IntegerList()
  private readonly results = new IntegerList()

  clear(): void {
    this.inners.clear()
    this.orders.clear()
    this.pairs.clear()
    this.results.clear()
  }

  /** The hashes of all nodes of the level, in their order, once it is hashed. */
  get hashes(): Int32Array {
    return this.results.room
  }

  /** Adds a node: its order in the level. Its two children are to be given. */
  push(inner: number): number {
    const order = this.inners.length
    this.inners.push(inner)
    this.orders.reserve(2 * order + 2)
    this.orders.length += 2
    this.pairs.reserve((order + 1) * PAIR_WORDS)
    this.pairs.length += PAIR_WORDS
    return order
  }

  /** A node's child has the hash at `words`/`at`; its place in the record is `page`/`target`. */
  childAt(
    order: number,
    side: number,
    words: Int32Array,
    at: number,
    page: Int32Array,
    target: number,
  ): void {
    this.orders.room[2 * order + side] = HASHED
    moveHash(words, at, this.pairs.room, order * PAIR_WORDS + side * HASH_WORDS)
    moveHash(words, at, page, target)
  }

  /** A node's child is the `below`th new node of the level below. */
  childPending(order: number, side: number, below: number): void {
    this.orders.room[2 * order + side] = below
  }

  /** Hashes the level, given the one below it, hashed. */
  hash(nodes: Nodes, below: Level | undefined): void {
    const { length } = this.inners
    this.results.reserve(length * HASH_WORDS)
    if (below !== undefined) this.complete(nodes, below.hashes)
    accelerators.sha256Pairs(
      new Uint8Array(this.pairs.room.buffer, 0, length * PAIR_WORDS * 4),
      new Uint8Array(this.results.room.buffer, 0, length * HASH_WORDS * 4),
    )
  }

  /** Fills in the hashes of the children that the level below has made. */
  private complete(nodes: Nodes, below: Int32Array): void {
    const inners = this.inners.room
    const orders = this.orders.room
    const pairs = this.pairs.room
    const count = this.orders.length
    for (let i = 0; i < count; i++) {
      const order = orders[i]!
      if (order === HASHED) continue
      const inner = inners[i >> 1]!
      const at = nodes.inners.at(inner) + INNER.hash + (i & 1) * HASH_WORDS
      moveHash(below, order * HASH_WORDS, nodes.inners.page(inner), at)
      moveHash(below, order * HASH_WORDS, pairs, i * HASH_WORDS)
    }
  }
}

/** Copies the 8 words of one hash. */
export function moveHash(from: Int32Array, at: number, to: Int32Array, target: number): void {
  to[target] = from[at]!
  to[target + 1] = from[at + 1]!
  to[target + 2] = from[at + 2]!
  to[target + 3] = from[at + 3]!
  to[target + 4] = from[at + 4]!
  to[target + 5] = from[at + 5]!
  to[target + 6] = from[at + 6]!
  to[target + 7] = from[at + 7]!
}

/** Whether two places hold the same 8 words. */
export function sameHash(a: Int32Array, atA: number, b: Int32Array, atB: number): boolean {
  for (let i = 0; i < HASH_WORDS; i++) if (a[atA + i] !== b[atB + i]) return false
  return true
}
