/**
 * The event log's hashes: an append-only array in pages of 256, the pages in the state store, the
 * last and the unwritten ones in memory. Ten million leaves take 40 KiB of memory and 320 MB of
 * disk.
 */
import { assert, type HashArray, LOG_HASH_BYTES } from "@concordat/kernel"
import { hashPageKey } from "./layout.ts"
import { type Change, type StateStore, storeDamaged } from "./state-store.ts"

/** Hashes of one page. */
export const PAGE_HASHES = 256
/** Bytes of one page in the store, also of the last one. */
export const PAGE_BYTES: number = PAGE_HASHES * LOG_HASH_BYTES

/** One append-only array of 32-byte hashes over a state store. */
export class StoredHashes implements HashArray {
  private readonly store: StateStore
  private readonly array: "leaves" | "runs"
  /** Pages by number that the store lacks or has shorter. */
  private readonly fresh = new Map<number, Uint8Array>()
  private count: number

  /** The array as it was at `length`; what the store has beyond is overwritten. */
  constructor(store: StateStore, array: "leaves" | "runs", length: number) {
    this.store = store
    this.array = array
    this.count = length
    const last = Math.floor(length / PAGE_HASHES)
    if (length % PAGE_HASHES !== 0) this.fresh.set(last, this.stored(last).slice(0, PAGE_BYTES))
  }

  get length(): number {
    return this.count
  }

  private stored(page: number): Uint8Array {
    const bytes = this.store.get(hashPageKey(this.array, page))
    if (bytes !== undefined && bytes.length === PAGE_BYTES) return bytes
    throw storeDamaged(this.store.location, "has lost hashes of the event log")
  }

  push(hash: Uint8Array): void {
    assert(hash.length === LOG_HASH_BYTES, "a hash has 32 bytes")
    const page = Math.floor(this.count / PAGE_HASHES)
    let bytes = this.fresh.get(page)
    if (bytes === undefined) {
      bytes = new Uint8Array(PAGE_BYTES)
      this.fresh.set(page, bytes)
    }
    bytes.set(hash, (this.count % PAGE_HASHES) * LOG_HASH_BYTES)
    this.count++
  }

  read(from: number, to: number): Uint8Array {
    assert(from >= 0 && from <= to && to <= this.count, "hashes are read within the array")
    const packed = new Uint8Array((to - from) * LOG_HASH_BYTES)
    for (let next = from; next < to; ) {
      const page = Math.floor(next / PAGE_HASHES)
      const start = page * PAGE_HASHES
      const end = Math.min(to, start + PAGE_HASHES)
      const bytes = this.fresh.get(page) ?? this.stored(page)
      const part = bytes.subarray((next - start) * LOG_HASH_BYTES, (end - start) * LOG_HASH_BYTES)
      packed.set(part, (next - from) * LOG_HASH_BYTES)
      next = end
    }
    return packed
  }

  /** What a flush writes: every page that changed, the last one as it is now. */
  changes(): Change[] {
    return [...this.fresh].map(
      ([page, bytes]): Change => [hashPageKey(this.array, page), bytes.slice()],
    )
  }

  /** The changes up to `length` are in the store; full pages leave the memory. */
  flushed(length: number): void {
    for (const page of this.fresh.keys()) {
      if ((page + 1) * PAGE_HASHES <= length) this.fresh.delete(page)
    }
  }
}
