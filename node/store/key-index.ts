/**
 * All state keys in byte order, in memory: what makes `get` of an absent row and ordered scans
 * synchronous without touching the disk. Keys are strings of one character a byte (latin1), whose
 * order is byte order. Sorted chunks, split when full: about 100 bytes a key of 50 bytes.
 */

const CHUNK_KEYS_MAX = 512

const latin1 = Buffer.prototype.latin1Slice

/** The string of a key's bytes. */
export function keyText(bytes: Uint8Array): string {
  return latin1.call(bytes, 0, bytes.length)
}

/** The bytes of a key's string. */
export function keyBytes(text: string): Uint8Array {
  return Buffer.from(text, "latin1")
}

/** Which keys a scan answers, in the meaning of the kernel's `KeyRange`. */
export type TextRange = {
  readonly prefix: string
  /** Only keys beyond this one, in the direction of the scan. */
  readonly after?: string | undefined
  readonly reverse?: boolean | undefined
  readonly limit: number
}

/** Number of `keys` below `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keys[middle]! < key) low = middle + 1
    else high = middle
  }
  return low
}

/** A set of keys in order. */
export class KeyIndex {
  private chunks: string[][] = [[]]
  size = 0

  /** The index of keys that are in order already. */
  static fromSorted(keys: readonly string[]): KeyIndex {
    const index = new KeyIndex()
    const half = CHUNK_KEYS_MAX >> 1
    index.chunks = []
    for (let at = 0; at < keys.length; at += half) index.chunks.push(keys.slice(at, at + half))
    if (index.chunks.length === 0) index.chunks.push([])
    index.size = keys.length
    return index
  }

  /** The chunk that holds `key` or would take it. */
  private chunkOf(key: string): number {
    let low = 0
    let high = this.chunks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.chunks[middle]![0]! <= key) low = middle
      else high = middle - 1
    }
    return low
  }

  has(key: string): boolean {
    const chunk = this.chunks[this.chunkOf(key)]!
    return chunk[lowerBound(chunk, key)] === key
  }

  add(key: string): void {
    const number = this.chunkOf(key)
    const chunk = this.chunks[number]!
    const at = lowerBound(chunk, key)
    if (chunk[at] === key) return
    this.size++
    chunk.splice(at, 0, key)
    if (chunk.length <= CHUNK_KEYS_MAX) return
    this.chunks.splice(number + 1, 0, chunk.splice(CHUNK_KEYS_MAX >> 1))
  }

  delete(key: string): void {
    const number = this.chunkOf(key)
    const chunk = this.chunks[number]!
    const at = lowerBound(chunk, key)
    if (chunk[at] !== key) return
    this.size--
    chunk.splice(at, 1)
    if (chunk.length === 0 && this.chunks.length > 1) this.chunks.splice(number, 1)
  }

  /** Keys under a prefix, in order or in reverse. */
  scan(range: TextRange): string[] {
    return range.reverse === true ? this.backward(range) : this.forward(range)
  }

  private forward({ prefix, after, limit }: TextRange): string[] {
    const start = after === undefined || after < prefix ? prefix : `${after}\0`
    let number = this.chunkOf(start)
    let at = lowerBound(this.chunks[number]!, start)
    const found: string[] = []
    while (found.length < limit) {
      const chunk = this.chunks[number]
      if (chunk === undefined) break
      const key = chunk[at++]
      if (key === undefined) {
        number++
        at = 0
      } else if (key.startsWith(prefix)) found.push(key)
      else break
    }
    return found
  }

  private backward({ prefix, after, limit }: TextRange): string[] {
    // No key has a byte above 0xff, so this string is above every key under the prefix.
    const end = `${prefix}\u0100`
    const start = after === undefined || after > end ? end : after
    let number = this.chunkOf(start)
    let at = lowerBound(this.chunks[number]!, start) - 1
    const found: string[] = []
    while (found.length < limit) {
      const key = this.chunks[number]?.[at--]
      if (key === undefined) {
        number--
        if (number < 0) break
        at = this.chunks[number]!.length - 1
      } else if (key.startsWith(prefix)) found.push(key)
      else break
    }
    return found
  }

  /** Every key, in order. */
  *[Symbol.iterator](): IterableIterator<string> {
    for (const chunk of this.chunks) yield* chunk
  }
}
