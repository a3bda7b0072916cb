/** The new inner nodes at one depth of an update, and their hashes once they are known. */
import { accelerators } from "../crypto/accelerators.ts"
import { HASH_WORDS, INNER, type Nodes } from "./nodes.ts"

/** Nodes hashed by one call: the packed pairs stay in the processor's cache. */
const PAIRS_MAX = 512
const PAIR_WORDS = 2 * HASH_WORDS
const pairs = new Int32Array(PAIRS_MAX * PAIR_WORDS)

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

/** Stands for a child whose hash is in the record already. */
export const HASHED = -1

/** The new nodes at one depth. */
export class Level {
  private readonly inners = new IntegerList()
  /** Two a node: which new node of the level below each child is, or HASHED. */
  private readonly orders = new IntegerList()
  private readonly results = new IntegerList()

  clear(): void {
    this.inners.clear()
    this.orders.clear()
    this.results.clear()
  }

  /** The hashes of all nodes of the level, in their order, once it is hashed. */
  get hashes(): Int32Array {
    return this.results.room
  }

  /** Adds a node: its order in the level. */
  push(inner: number, leftOrder: number, rightOrder: number): number {
    this.inners.push(inner)
    this.orders.push(leftOrder)
    this.orders.push(rightOrder)
    return this.inners.length - 1
  }

  /** Hashes the level, given the one below it, hashed. */
  hash(nodes: Nodes, below: Level | undefined): void {
    const { length } = this.inners
    this.results.reserve(length * HASH_WORDS)
    const { buffer } = this.results.room
    for (let from = 0; from < length; from += PAIRS_MAX) {
      const count = Math.min(PAIRS_MAX, length - from)
      this.pack(nodes, below?.hashes, from, from + count)
      accelerators.sha256Pairs(
        new Uint8Array(pairs.buffer, 0, count * PAIR_WORDS * 4),
        new Uint8Array(buffer, from * HASH_WORDS * 4, count * HASH_WORDS * 4),
      )
    }
  }

  private pack(nodes: Nodes, below: Int32Array | undefined, from: number, to: number): void {
    const inners = this.inners.room
    const orders = this.orders.room
    for (let i = from, target = 0; i < to; i++) {
      const page = nodes.inners.page(inners[i]!)
      const hash = nodes.inners.at(inners[i]!) + INNER.hash
      for (let side = 0; side < 2; side++) {
        const at = hash + side * HASH_WORDS
        const order = orders[2 * i + side]!
        if (order !== HASHED) moveHash(below!, order * HASH_WORDS, page, at)
        moveHash(page, at, pairs, target)
        target += HASH_WORDS
      }
    }
  }
}

/** Copies the 8 words of one hash. */
export function moveHash(from: Int32Array, at: number, to: Int32Array, target: number): void {
  for (let i = 0; i < HASH_WORDS; i++) to[target + i] = from[at + i]!
}

/** Whether two places hold the same 8 words. */
export function sameHash(a: Int32Array, atA: number, b: Int32Array, atB: number): boolean {
  for (let i = 0; i < HASH_WORDS; i++) if (a[atA + i] !== b[atB + i]) return false
  return true
}
