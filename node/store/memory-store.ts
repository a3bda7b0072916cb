/** A store in memory, for tests: it can lose its latest batches as a power cut does, and rot. */
import { compareBytes } from "@concordat/kernel"
import { keyBytes, keyText } from "./key-index.ts"
import type { Change, StateStore, StoreView } from "./state-store.ts"

/** A state store that ends with its process. */
export class MemoryStore implements StateStore {
  readonly location = "memory"
  private rows = new Map<string, Uint8Array>()
  /** Every batch since the start, newest last. */
  private batches: (readonly Change[])[] = []
  /** Called before each batch; a throw loses it. */
  onWrite: (batch: number) => void = () => {}

  get(key: Uint8Array): Uint8Array | undefined {
    return this.rows.get(keyText(key))
  }

  async write(changes: readonly Change[]): Promise<void> {
    this.onWrite(this.batches.length)
    this.batches.push(changes.map(([key, value]) => [key.slice(), value?.slice() ?? null]))
    this.apply(changes)
  }

  async clear(): Promise<void> {
    this.onWrite(this.batches.length)
    this.batches.push([...this.rows.keys()].map((key): Change => [keyBytes(key), null]))
    this.rows.clear()
  }

  view(): StoreView {
    const copy = new MemoryStore()
    for (const [key, value] of this.rows) copy.rows.set(key, value)
    return copy
  }

  private apply(changes: readonly Change[]): void {
    for (const [key, value] of changes) {
      if (value === null) this.rows.delete(keyText(key))
      else this.rows.set(keyText(key), value.slice())
    }
  }

  async *entries(from: Uint8Array, to: Uint8Array): AsyncIterable<readonly Change[]> {
    const sorted = [...this.rows]
      .map(([key, value]): Change => [keyBytes(key), value])
      .filter(([key]) => compareBytes(key, from) >= 0 && compareBytes(key, to) < 0)
      .sort(([a], [b]) => compareBytes(a, b))
    if (sorted.length > 0) yield sorted
  }

  async *keys(from: Uint8Array, to: Uint8Array): AsyncIterable<readonly Uint8Array[]> {
    for await (const some of this.entries(from, to)) yield some.map(([key]) => key)
  }

  async close(): Promise<void> {}

  /** The power goes: the last `batches` batches are gone, in order, as from a log without sync. */
  lose(batches: number): void {
    const kept = this.batches.slice(0, Math.max(0, this.batches.length - batches))
    this.rows.clear()
    this.batches = kept
    for (const batch of kept) this.apply(batch)
  }

  /** One entry becomes another, or goes. */
  rot(key: Uint8Array, value: Uint8Array | null): void {
    this.apply([[key, value]])
  }
}
