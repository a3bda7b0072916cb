/** Where the log keeps hashes: an append-only array, in memory here, in a file in a node. */
import { assert } from "../failures.ts"
import { LOG_HASH_BYTES } from "./hashes.ts"

/** An append-only array of hashes of 32 bytes. Reading and writing is synchronous. */
export interface HashArray {
  readonly length: number
  push(hash: Uint8Array): void
  /** The hashes `from` to `to` (without `to`), packed: 32 bytes each. */
  read(from: number, to: number): Uint8Array
}

const PAGE_HASHES = 4096
const PAGE_BYTES = PAGE_HASHES * LOG_HASH_BYTES

/** A `HashArray` in memory, in pages. */
export class MemoryHashes implements HashArray {
  private readonly pages: Uint8Array[] = []
  private count = 0

  get length(): number {
    return this.count
  }

  push(hash: Uint8Array): void {
    assert(hash.length === LOG_HASH_BYTES, "a hash has 32 bytes")
    const at = this.count % PAGE_HASHES
    if (at === 0) this.pages.push(new Uint8Array(PAGE_BYTES))
    this.pages.at(-1)!.set(hash, at * LOG_HASH_BYTES)
    this.count++
  }

  read(from: number, to: number): Uint8Array {
    assert(from >= 0 && from <= to && to <= this.count, "hashes are read within the array")
    const packed = new Uint8Array((to - from) * LOG_HASH_BYTES)
    for (let next = from; next < to; ) {
      const page = Math.floor(next / PAGE_HASHES)
      const end = Math.min(to, (page + 1) * PAGE_HASHES)
      const start = page * PAGE_HASHES
      const part = this.pages[page]!.subarray(
        (next - start) * LOG_HASH_BYTES,
        (end - start) * LOG_HASH_BYTES,
      )
      packed.set(part, (next - from) * LOG_HASH_BYTES)
      next = end
    }
    return packed
  }
}
