/**
 * A state store that outlives its node's process, with the faults of one: a power cut takes the
 * newest batches that were not synced, in order, as LevelDB does; a value rots and is seen to be
 * so; there is no room. A test may plant worse.
 */
import { ConcordatError, compareBytes } from "@concordat/kernel"
import { keyBytes, keyText } from "../../../node/store/key-index.ts"
import type { Change, StateStore, StoreView } from "../../../node/store/state-store.ts"
import { storeDamaged } from "../../../node/store/state-store.ts"

/** Batches that a power cut may still take. */
const UNSYNCED_MAX = 64

type Undo = readonly (readonly [key: string, value: Uint8Array | undefined])[]

/** What a test makes of a batch before it is written: a store that lies. */
export type Planted = (changes: readonly Change[]) => readonly Change[]

/** Rows by key, and how to take the newest batches back. */
export class SimulatedStore implements StateStore {
  readonly location = "/state"
  private rows = new Map<string, Uint8Array>()
  private unsynced: Undo[] = []
  private readonly rotten = new Set<string>()
  /** Whether there is no room for a batch. */
  full = false
  planted: Planted = (changes) => changes

  get(key: Uint8Array): Uint8Array | undefined {
    const name = keyText(key)
    if (this.rotten.has(name)) throw storeDamaged(this.location, "holds a value that rotted")
    return this.rows.get(name)
  }

  async write(changes: readonly Change[], durable = false): Promise<void> {
    if (this.full) {
      const details = { path: this.location }
      throw new ConcordatError("disk_full", `No room to write ${this.location}.`, { details })
    }
    this.apply(this.planted(changes))
    if (durable) this.unsynced = []
    else if (this.unsynced.length > UNSYNCED_MAX) this.unsynced.shift()
  }

  async clear(): Promise<void> {
    this.apply([...this.rows.keys()].map((key): Change => [keyBytes(key), null]))
  }

  private apply(changes: readonly Change[]): void {
    const undo: (readonly [string, Uint8Array | undefined])[] = []
    for (const [key, value] of changes) {
      const name = keyText(key)
      undo.push([name, this.rows.get(name)])
      this.put(name, value?.slice())
    }
    this.unsynced.push(undo)
  }

  private put(name: string, value: Uint8Array | undefined): void {
    this.rotten.delete(name)
    if (value === undefined) this.rows.delete(name)
    else this.rows.set(name, value)
  }

  view(): StoreView {
    const copy = new SimulatedStore()
    copy.rows = new Map(this.rows)
    for (const name of this.rotten) copy.rotten.add(name)
    return copy
  }

  async *entries(from: Uint8Array, to: Uint8Array): AsyncIterable<readonly Change[]> {
    const found = this.names(from, to).map((name): Change => {
      const key = keyBytes(name)
      return [key, this.get(key)!]
    })
    if (found.length > 0) yield found
  }

  async *keys(from: Uint8Array, to: Uint8Array): AsyncIterable<readonly Uint8Array[]> {
    const found = this.names(from, to).map(keyBytes)
    if (found.length > 0) yield found
  }

  private names(from: Uint8Array, to: Uint8Array): string[] {
    const inside = [...this.rows.keys()].filter((name) => {
      const key = keyBytes(name)
      return compareBytes(key, from) >= 0 && compareBytes(key, to) < 0
    })
    return inside.sort((a, b) => compareBytes(keyBytes(a), keyBytes(b)))
  }

  async close(): Promise<void> {}

  /** How many batches a power cut could take. */
  get loose(): number {
    return this.unsynced.length
  }

  /** The power goes, and the newest batches with it. */
  cutPower(batches: number): void {
    for (let left = batches; left > 0; left--) {
      const undo = this.unsynced.pop() ?? []
      for (const [name, value] of undo.toReversed()) this.put(name, value)
    }
    this.unsynced = []
  }

  /** A value is not any more what was written; `pick` chooses among all of them. */
  rot(pick: (names: readonly string[]) => string): void {
    if (this.rows.size > 0) this.rotten.add(pick([...this.rows.keys()]))
  }
}
