/** The flat state in memory, in key order: for tests, tools and small ledgers. */
import { equalBytes } from "../bytes.ts"
import { type Cursor, SortedList, successor } from "./sorted-list.ts"
import { latin1 } from "./state-key.ts"
import type { KeyRange, StateRows, Write } from "./state-reader.ts"

type Item = { readonly order: string; readonly key: Uint8Array; value: Uint8Array }
type Pair = readonly [key: Uint8Array, value: Uint8Array]

/** Rows by state key. */
export class MemoryRows implements StateRows {
  private readonly items = new Map<string, Item>()
  private readonly sorted = new SortedList<Item>()

  /** Rows to begin with, in any order. */
  constructor(rows: Iterable<Pair> = []) {
    for (const [key, value] of rows) this.put(key, value)
  }

  get size(): number {
    return this.items.size
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.items.get(latin1(key))?.value
  }

  scan(prefix: Uint8Array, { after, reverse = false, limit }: KeyRange): readonly Pair[] {
    const start = latin1(prefix)
    const cursor = this.cursor(start, after, reverse)
    const found: Pair[] = []
    while (found.length < limit) {
      const item = cursor.next()
      if (item === undefined || !item.order.startsWith(start)) break
      if (after !== undefined && equalBytes(item.key, after)) continue
      found.push([item.key, item.value])
    }
    return found
  }

  apply(writes: readonly Write[]): void {
    for (const { key, value } of writes) {
      if (value !== null) this.put(key, value)
      else this.remove(latin1(key))
    }
  }

  /** All rows in key order. */
  *[Symbol.iterator](): Generator<Pair> {
    const cursor = this.sorted.from("")
    for (let item = cursor.next(); item !== undefined; item = cursor.next()) {
      yield [item.key, item.value]
    }
  }

  private put(key: Uint8Array, value: Uint8Array): void {
    const order = latin1(key)
    const known = this.items.get(order)
    if (known !== undefined) {
      known.value = value
      return
    }
    const item = { order, key, value }
    this.items.set(order, item)
    this.sorted.add(item)
  }

  private remove(order: string): void {
    if (this.items.delete(order)) this.sorted.delete(order)
  }

  private cursor(start: string, after: Uint8Array | undefined, reverse: boolean): Cursor<Item> {
    const bound = after === undefined ? null : latin1(after)
    if (!reverse) return this.sorted.from(bound === null || bound < start ? start : bound)
    const end = successor(start)
    return this.sorted.below(bound === null || (end !== null && bound > end) ? end : bound)
  }
}
