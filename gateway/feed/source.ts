/**
 * Where the feed takes its items from: the newest blocks from memory, shared by all subscribers,
 * older ones from the ledger, one reader at a time. Who is where is for each subscriber to know, so
 * the way from past to present has no seam at which an item could be lost or told twice.
 */
import type { Ledger } from "@concordat/node"
import { RECENT_BLOCKS_MAX, RECENT_ITEMS_MAX } from "../limits.ts"
import { type BlockItems, itemsOf } from "./items.ts"

type Recent = { readonly items: BlockItems; readonly count: number }

const countOf = (items: BlockItems) => Object.values(items).reduce((n, { length }) => n + length, 0)

/** One of a gateway. */
export class Source {
  readonly ledger: Ledger
  private readonly bells = new Set<() => void>()
  private readonly recent = new Map<bigint, Recent>()
  private kept = 0
  private unsubscribe: (() => void) | null = null
  private turns: Promise<unknown> = Promise.resolve()

  constructor(ledger: Ledger) {
    this.ledger = ledger
  }

  /** Last final block. */
  get tip(): bigint {
    return this.ledger.status().height
  }

  /** Rings after every block; answers how to stop. While nobody listens, nothing is kept. */
  listen(ring: () => void): () => void {
    this.bells.add(ring)
    this.unsubscribe ??= this.ledger.subscribe((notice) => {
      this.keep(notice.block.height, itemsOf(this.ledger.runtime, notice))
      for (const bell of this.bells) bell()
    })
    return () => {
      this.bells.delete(ring)
      if (this.bells.size > 0) return
      this.unsubscribe?.()
      this.unsubscribe = null
      this.recent.clear()
      this.kept = 0
    }
  }

  /** The items of a block, if it is one of the newest. */
  newest(height: bigint): BlockItems | null {
    return this.recent.get(height)?.items ?? null
  }

  /** Reads from the ledger when those before have read, and what else is to be done was done. */
  inTurn<T>(read: () => Promise<T>): Promise<T> {
    const turn = this.turns.then(async () => {
      await new Promise((next) => setImmediate(next))
      return read()
    })
    this.turns = turn.catch(() => {}) // Whoever reads hears of it.
    return turn
  }

  private keep(height: bigint, items: BlockItems): void {
    const count = countOf(items)
    this.recent.set(height, { items, count })
    this.kept += count
    for (const [oldest, { count: freed }] of this.recent) {
      if (this.recent.size <= RECENT_BLOCKS_MAX && this.kept <= RECENT_ITEMS_MAX) break
      this.recent.delete(oldest)
      this.kept -= freed
    }
  }
}
