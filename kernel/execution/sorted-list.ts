/**
 * Items in the order of a binary string, held in chunks: a few microseconds an insertion at a
 * million items, and scans in both directions. Strings hold one byte a character, so that their
 * order is the order of the bytes.
 */

const CHUNK_MAX = 512

/** What may be held: unique by `order`. */
export type Ordered = { readonly order: string }

/** Walks items in one direction. The list must not change meanwhile. */
export interface Cursor<Item> {
  /** The next item, or undefined at the end. */
  next(): Item | undefined
}

/** A sorted list without duplicates. */
export class SortedList<Item extends Ordered> {
  private readonly chunks: Item[][] = [[]]
  private count = 0

  get size(): number {
    return this.count
  }

  /** Adds an item, or replaces the one of the same order. */
  add(item: Item): void {
    const at = this.chunkOf(item.order)
    const chunk = this.chunks[at]!
    const index = lowerBound(chunk, item.order)
    if (chunk[index]?.order === item.order) {
      chunk[index] = item
      return
    }
    chunk.splice(index, 0, item)
    this.count++
    if (chunk.length > CHUNK_MAX) this.chunks.splice(at + 1, 0, chunk.splice(CHUNK_MAX >> 1))
  }

  /** Removes the item of that order; whether there was one. */
  delete(order: string): boolean {
    const at = this.chunkOf(order)
    const chunk = this.chunks[at]!
    const index = lowerBound(chunk, order)
    if (chunk[index]?.order !== order) return false
    chunk.splice(index, 1)
    this.count--
    if (chunk.length === 0 && this.chunks.length > 1) this.chunks.splice(at, 1)
    return true
  }

  /** Items from the first one at or above `order`, ascending. */
  from(order: string): Cursor<Item> {
    let at = this.chunkOf(order)
    let index = lowerBound(this.chunks[at]!, order)
    return {
      next: () => {
        while (index >= this.chunks[at]!.length) {
          if (at + 1 >= this.chunks.length) return undefined
          at++
          index = 0
        }
        return this.chunks[at]![index++]
      },
    }
  }

  /** Items from the last one below `order`, descending; null: from the very last. */
  below(order: string | null): Cursor<Item> {
    let at = order === null ? this.chunks.length - 1 : this.chunkOf(order)
    const chunk = this.chunks[at]!
    let index = (order === null ? chunk.length : lowerBound(chunk, order)) - 1
    return {
      next: () => {
        while (index < 0) {
          if (at === 0) return undefined
          at--
          index = this.chunks[at]!.length - 1
        }
        return this.chunks[at]![index--]
      },
    }
  }

  /** Index of the last chunk that begins at or below `order`, else 0. */
  private chunkOf(order: string): number {
    let low = 0
    let high = this.chunks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.chunks[middle]![0]!.order <= order) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** Index of the first item at or above `order`. */
function lowerBound(chunk: readonly Ordered[], order: string): number {
  let low = 0
  let high = chunk.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (chunk[middle]!.order < order) low = middle + 1
    else high = middle
  }
  return low
}

/** The least string above all that begin with `prefix`; null where there is none. */
export function successor(prefix: string): string | null {
  let length = prefix.length
  while (length > 0 && prefix.charCodeAt(length - 1) === 0xff) length--
  if (length === 0) return null
  return prefix.slice(0, length - 1) + String.fromCharCode(prefix.charCodeAt(length - 1) + 1)
}
