/**
 * The committed rows as the kernel reads them: at once, by key and in key order. All keys lie in
 * memory; values lie in the store, the latest ones also here. What a block writes is readable at
 * once and goes to the store later, in `flush` batches; what it replaced stays readable for the
 * provable heights.
 */
import {
  assert,
  equalBytes,
  type KeyRange,
  PROVABLE_HEIGHTS,
  type StateRows,
  sha256,
  type Write,
} from "@concordat/kernel"
import { KeyIndex, keyBytes, keyText } from "./key-index.ts"
import { pathKey, rowKey } from "./layout.ts"
import { type Change, type StateStore, storeDamaged } from "./state-store.ts"
import type { Undo } from "./undo.ts"

/** Memory of each of two generations of the cache. */
const CACHE_BYTES_MAX = 64 * 1024 * 1024
/** What an entry takes besides its characters and bytes: most values are smaller than this. */
const ENTRY_BYTES = 200

/** Values lately read or flushed: what is asked for stays, the rest goes in bulk. */
class ValueCache {
  private young = new Map<string, Uint8Array>()
  private old = new Map<string, Uint8Array>()
  private bytes = 0

  get(key: string): Uint8Array | undefined {
    const value = this.young.get(key)
    if (value !== undefined) return value
    const older = this.old.get(key)
    // What stays stays alone: a row may lie in memory that it shares with rows that are forgotten.
    if (older !== undefined) this.set(key, older.slice())
    return older
  }

  set(key: string, value: Uint8Array): void {
    if (this.bytes >= CACHE_BYTES_MAX) {
      this.old = this.young
      this.young = new Map()
      this.bytes = 0
    }
    this.young.set(key, value)
    this.bytes += ENTRY_BYTES + key.length + value.length
  }

  delete(key: string): void {
    this.young.delete(key)
    this.old.delete(key)
  }
}

type Dirty = Map<string, Uint8Array | null>

/** What waits to be flushed: rows by key text, null for deleted ones, and the paths of new keys. */
export type Waiting = {
  readonly rows: ReadonlyMap<string, Uint8Array | null>
  readonly paths: readonly Change[]
}

/** The committed rows: synchronous reads, writes that are flushed later. */
export class Rows implements StateRows {
  private readonly store: StateStore
  readonly index: KeyIndex
  private readonly cache = new ValueCache()
  private pending: Dirty = new Map()
  private flushing: Dirty = new Map()
  private written = new Map<string, Uint8Array | null>()
  private paths: Change[] = []
  private flushingPaths: readonly Change[] = []
  /** By height, ascending. */
  private readonly undos = new Map<bigint, Undo>()

  constructor(store: StateStore, index = new KeyIndex()) {
    this.store = store
    this.index = index
  }

  get size(): number {
    return this.index.size
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.value(keyText(key))
  }

  private value(key: string): Uint8Array | undefined {
    let dirty = this.pending.get(key)
    if (dirty === undefined) dirty = this.flushing.get(key)
    if (dirty !== undefined) return dirty ?? undefined
    const cached = this.cache.get(key)
    if (cached !== undefined) return cached
    if (!this.index.has(key)) return undefined
    const stored = this.store.get(rowKey(keyBytes(key)))
    if (stored === undefined) throw storeDamaged(this.store.location, "has lost a row")
    this.cache.set(key, stored)
    return stored
  }

  scan(
    prefix: Uint8Array,
    { after, reverse = false, limit }: KeyRange,
  ): (readonly [Uint8Array, Uint8Array])[] {
    const range = {
      prefix: keyText(prefix),
      after: after === undefined ? undefined : keyText(after),
      reverse,
      limit,
    }
    return this.index.scan(range).map((key) => [keyBytes(key), this.value(key)!] as const)
  }

  /** What a block writes. `seal` names its height afterwards. */
  apply(writes: readonly Write[]): void {
    for (const { key, value, keyHash } of writes) {
      const text = keyText(key)
      const old = this.value(text) ?? null
      if (!this.written.has(text)) this.written.set(text, old)
      this.pending.set(text, value)
      if ((value === null) === (old === null)) continue
      if (value === null) this.index.delete(text)
      else this.index.add(text)
      this.paths.push([pathKey(keyHash), value === null ? null : key])
    }
  }

  /** Ends the writes of the genesis: nothing was before them. */
  sealGenesis(): void {
    this.written = new Map()
  }

  /** Ends the writes of the block at `height`; answers what they replaced. */
  seal(height: bigint): Undo {
    const undo = this.written
    this.written = new Map()
    this.remember(height, undo)
    return undo
  }

  /** Puts back what a block replaced, at start, heights ascending. */
  remember(height: bigint, undo: Undo): void {
    this.undos.set(height, undo)
    for (const old of this.undos.keys()) {
      if (old > height - BigInt(PROVABLE_HEIGHTS)) break
      this.undos.delete(old)
    }
  }

  /** The value after the block at `height`, of the provable ones; null where there was no row. */
  at(key: Uint8Array, height: bigint): Uint8Array | null {
    const text = keyText(key)
    for (const [later, undo] of this.undos) {
      if (later <= height) continue
      const old = undo.get(text)
      if (old !== undefined) return old
    }
    return this.value(text) ?? null
  }

  /**
   * The key whose SHA-256 is `path`, of a row that is there or was at a provable height; null for
   * no such row. Looks into the store first, then at what waits for it, then at what was deleted.
   */
  keyOfPath(path: Uint8Array): Uint8Array | null {
    const wanted = pathKey(path)
    const stored = this.store.get(wanted)
    if (stored !== undefined) return stored
    for (const [fresh, key] of [...this.paths, ...this.flushingPaths]) {
      if (key !== null && equalBytes(fresh, wanted)) return key
    }
    return this.deletedKeyOf(path)
  }

  /** Of the rows deleted lately, the one whose key has this hash. */
  private deletedKeyOf(path: Uint8Array): Uint8Array | null {
    for (const undo of this.undos.values()) {
      for (const [text, old] of undo) {
        if (old === null || this.index.has(text)) continue
        const key = keyBytes(text)
        if (equalBytes(sha256(key), path)) return key
      }
    }
    return null
  }

  /** Hands over what waits; it stays readable until `flushed`. */
  takeWaiting(): Waiting {
    assert(this.flushing.size === 0, "one flush at a time")
    const { paths } = this
    this.flushingPaths = paths
    this.flushing = this.pending
    this.pending = new Map()
    this.paths = []
    return { rows: this.flushing, paths }
  }

  /** What was handed over is in the store. */
  flushed(): void {
    for (const [key, value] of this.flushing) {
      if (value === null) this.cache.delete(key)
      else this.cache.set(key, value)
    }
    this.flushing = new Map()
    this.flushingPaths = []
  }

  /** Rows that wait. */
  get waiting(): number {
    return this.pending.size + this.flushing.size
  }
}
