/**
 * The journal of changes: for each of the last blocks, one record of every row that it wrote. It is
 * written in the batch that carries the store's height, so it lasts exactly as the state does and
 * comes back by replay. Who follows the state from outside, as the read model does, reads it and
 * says how far it came; what a consumer still needs stays, within a bound.
 *
 * Blocks of nothing have no record. The store's entry `j` says where the journal begins:
 * below, changes are found by executing the blocks again.
 */
import { ascii, decode, encode, list, record, u64, type Write } from "@concordat/kernel"
import type { RowChange } from "../ledger.ts"
import { JOURNAL_KEY, JOURNALS, journalKey, recordOfKey } from "../store/layout.ts"
import { type Change, type StateStore, storeDamaged } from "../store/state-store.ts"
import type { Undo } from "../store/undo.ts"
import { type Callers, decodeChanges, encodeChanges } from "./row-changes.ts"

/** How much is kept. */
export type JournalLimits = {
  /** Blocks below the tip. */
  readonly blocks: number
  /** Bytes of records that nobody needs. */
  readonly bytes: number
  /** Bytes in all, whoever needs them: a consumer that is further behind has to begin anew. */
  readonly heldBytes: number
}

const LIMITS: JournalLimits = {
  blocks: 10_000,
  bytes: 512 * 1024 * 1024,
  heldBytes: 4 * 1024 * 1024 * 1024,
}

const CONSUMERS_MAX = 16

const standing = record({
  /** Lowest height whose changes are kept. */
  from: u64,
  consumers: list(record({ name: ascii(40), next: u64 }), CONSUMERS_MAX),
})

/** A record in the store: how long it is, so that nobody reads it to know. */
type Kept = { readonly height: bigint; readonly size: number }

type Beginning = {
  readonly from: bigint | null
  readonly consumers: readonly { readonly name: string; readonly next: bigint }[]
  readonly kept: readonly Kept[]
}

/** The changes of the last blocks, and who still needs them. */
export class Journal {
  private readonly store: StateStore
  private readonly limits: JournalLimits
  /** Lowest height whose changes are kept; null before the first. */
  private lowest: bigint | null
  private tip: bigint
  /** Ascending, also those that wait. */
  private readonly kept: Kept[]
  private bytes = 0
  /** The lowest height that each consumer still needs. */
  private readonly needs: Map<string, bigint>
  private waiting = new Map<bigint, Uint8Array>()
  private flushing = new Map<bigint, Uint8Array>()
  private moved = true

  constructor(store: StateStore, beginning: Beginning | null, limits = LIMITS) {
    this.store = store
    this.limits = limits
    this.lowest = beginning?.from ?? null
    this.kept = [...(beginning?.kept ?? [])]
    this.tip = this.kept.at(-1)?.height ?? 0n
    for (const { size } of this.kept) this.bytes += size
    const consumers = beginning?.consumers ?? []
    this.needs = new Map(consumers.map(({ name, next }) => [name, next]))
  }

  /** Lowest height whose changes are kept; null before the genesis. */
  get from(): bigint | null {
    return this.lowest
  }

  /** What the block at `height` wrote. Heights ascend. */
  add(height: bigint, callers: Callers, writes: readonly Write[], undo: Undo): void {
    this.lowest ??= height
    this.tip = height
    if (writes.length === 0 && callers.length === 0) return
    const bytes = encodeChanges(callers, writes, undo)
    this.waiting.set(height, bytes)
    this.kept.push({ height, size: bytes.length })
    this.bytes += bytes.length
  }

  /** The changes of the block at `height`; null where they are not kept any more. */
  changes(height: bigint): readonly RowChange[] | null {
    const bytes = this.recordOf(height)
    return bytes === null ? null : decodeChanges(bytes).changes
  }

  /** The same, as it is kept; no bytes for a block of nothing. */
  recordOf(height: bigint): Uint8Array | null {
    if (this.lowest === null || height < this.lowest) return null
    const fresh = this.waiting.get(height) ?? this.flushing.get(height)
    if (fresh !== undefined) return fresh
    const size = this.sizeOf(height)
    if (size === null) return new Uint8Array()
    const stored = this.store.get(journalKey(height, size))
    if (stored === undefined) {
      throw storeDamaged(this.store.location, `lacks the changes of block ${height}`)
    }
    return stored
  }

  /** A consumer has everything below `next`; what lies there and above stays for it. */
  acknowledge(consumer: string, next: bigint): void {
    if (this.needs.get(consumer) === next) return
    this.needs.set(consumer, next)
    this.moved = true
  }

  /** A consumer is no more. */
  release(consumer: string): void {
    this.moved = this.needs.delete(consumer) || this.moved
  }

  /** What goes with the next batch; it stays readable until `flushed`. */
  takeChanges(): Change[] {
    const changes: Change[] = []
    for (const [height, bytes] of this.waiting) {
      changes.push([journalKey(height, bytes.length), bytes])
      this.flushing.set(height, bytes)
    }
    this.waiting = new Map()
    for (const { height, size } of this.outdated()) changes.push([journalKey(height, size), null])
    if (this.moved && this.lowest !== null) {
      const consumers = [...this.needs].map(([name, next]) => ({ name, next }))
      changes.push([JOURNAL_KEY, encode(standing, { from: this.lowest, consumers })])
      this.moved = false
    }
    return changes
  }

  /** What was handed over is in the store. */
  flushed(): void {
    this.flushing = new Map()
  }

  /** Takes out the records that are kept no longer, but none that the same batch brings. */
  private outdated(): Kept[] {
    const { blocks, bytes, heldBytes } = this.limits
    const needed = [...this.needs.values()].reduce((a, b) => (a < b ? a : b), this.tip + 1n)
    const young = this.tip - BigInt(blocks)
    let size = this.bytes
    let count = 0
    for (const { height, size: own } of this.kept) {
      const isOld = height <= young || size > bytes
      const isFree = height < needed || size > heldBytes
      if (!isOld || !isFree || this.flushing.has(height)) break
      size -= own
      count++
    }
    const gone = this.kept.splice(0, count)
    this.bytes = size
    const last = gone.at(-1)
    if (last !== undefined) this.lowest = last.height + 1n
    this.moved ||= last !== undefined
    return gone
  }

  private sizeOf(height: bigint): number | null {
    let low = 0
    let high = this.kept.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.kept[middle]!.height < height) low = middle + 1
      else high = middle
    }
    const found = this.kept[low]
    return found?.height === height ? found.size : null
  }
}

/** The journal of a store that stands at `height`. */
export async function openJournal(
  store: StateStore,
  height: bigint,
  limits = LIMITS,
): Promise<Journal> {
  const kept: Kept[] = []
  for await (const page of store.keys(...JOURNALS)) kept.push(...page.map(recordOfKey))
  const entry = store.get(JOURNAL_KEY)
  if (entry === undefined && kept.length > 0) {
    throw storeDamaged(store.location, "does not say where its journal begins")
  }
  // A state that was not made here, block by block, has no changes to tell of.
  if (entry === undefined)
    return new Journal(store, { from: height + 1n, consumers: [], kept }, limits)
  return new Journal(store, { ...decode(standing, entry), kept }, limits)
}
