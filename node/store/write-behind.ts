/**
 * State written behind: what blocks leave goes to the store in atomic batches, many blocks at a
 * time, each batch with the height that it brings the store to. What waits stays readable here.
 */

import { perturb } from "@concordat/engines/perturb"
import type { Scheduler } from "@concordat/engines/seams"
import { fromHex, type Hash, PROVABLE_HEIGHTS } from "@concordat/kernel"
import type { Journal } from "../journal/journal.ts"
import { type BlockFacts, encodeBlockFacts } from "./block-facts.ts"
import { encodeHead, type StoreHead } from "./head.ts"
import { keyBytes } from "./key-index.ts"
import {
  blockKey,
  encodePlace,
  HEAD_KEY,
  RESTORING_KEY,
  rowKey,
  type TransactionPlace,
  transactionKey,
  undoKey,
} from "./layout.ts"
import type { Rows } from "./rows.ts"
import type { Change, StateStore } from "./state-store.ts"
import type { StoredHashes } from "./stored-hashes.ts"
import { encodeUndo, type Undo } from "./undo.ts"

/** What waits at most this long, where blocks come slowly. */
const FLUSH_MS = 200
/** Bytes of transactions and events that are flushed without waiting for more blocks. */
const FLUSH_BYTES = 8 * 1024 * 1024
/** With this many flushes' worth of blocks or bytes waiting, blocks wait too. */
const BACKLOG_FLUSHES = 16

/** What one block leaves. */
export type BlockWrites = {
  readonly facts: BlockFacts
  readonly undo: Undo
  readonly head: StoreHead
}

export type WriteBehindOptions = {
  readonly store: StateStore
  readonly rows: Rows
  readonly leaves: StoredHashes
  readonly runs: StoredHashes
  readonly journal: Journal
  readonly scheduler: Scheduler
  /** Blocks that go in one batch. */
  readonly flushBlocks: number
  /** Heights of the undo records in the store, ascending. */
  readonly undoHeights: readonly bigint[]
  readonly onFailure: (failure: unknown) => void
  /** The store has come to this height. */
  readonly onFlushed?: (height: bigint) => void
}

/** The queue between committed blocks and the state store. */
export class WriteBehind {
  private readonly options: WriteBehindOptions
  private queue: BlockWrites[] = []
  private bytes = 0
  private readonly facts = new Map<bigint, BlockFacts>()
  private readonly places = new Map<Hash, TransactionPlace>()
  private readonly undoHeights: bigint[]
  private genesis: readonly [height: bigint, facts: BlockFacts] | null = null
  private flushing: Promise<void> | null = null
  private timer: (() => void) | null = null
  /** Undo records above this height stay: an image of the trie is brought up to date by them. */
  undoFrom: bigint | null = null
  /** Last height in the store. */
  flushed: bigint | null
  failure: unknown = null
  flushes = 0

  constructor(options: WriteBehindOptions, flushed: bigint | null) {
    this.options = options
    this.undoHeights = [...options.undoHeights]
    this.flushed = flushed
  }

  /** Facts that are not in the store yet. */
  factsOf(height: bigint): BlockFacts | undefined {
    return this.facts.get(height)
  }

  /** Where a transaction is that is not in the store yet. */
  placeOf(id: Hash): TransactionPlace | undefined {
    return this.places.get(id)
  }

  /** No block before has this transaction. */
  private isUnknown(id: Hash): boolean {
    const { store } = this.options
    return !this.places.has(id) && store.get(transactionKey(fromHex(id))) === undefined
  }

  /** Blocks that wait. */
  get waiting(): number {
    return this.queue.length
  }

  /** Events of the genesis: they go with the first block, as before it there is no ledger. */
  addGenesis(height: bigint, facts: BlockFacts): void {
    this.genesis = [height, facts]
    this.facts.set(height, facts)
  }

  add(block: BlockWrites): void {
    const { facts, head } = block
    this.queue.push(block)
    this.bytes += facts.bytes
    this.facts.set(head.height, facts)
    for (const [index, { id, remembered }] of facts.results.entries()) {
      // Bytes that are in a block again once they expired must not hide where they ran.
      if (id === null || !(remembered || this.isUnknown(id))) continue
      this.places.set(id, { height: head.height, index })
    }
    if (this.queue.length >= this.options.flushBlocks || this.bytes >= FLUSH_BYTES) this.start()
    else this.timer ??= this.options.scheduler.after(FLUSH_MS, () => this.start())
  }

  /** Waits while far more is queued than the store takes. */
  async room(): Promise<void> {
    const max = this.options.flushBlocks * BACKLOG_FLUSHES
    const isFull = () => this.queue.length > max || this.bytes > FLUSH_BYTES * BACKLOG_FLUSHES
    while (this.flushing !== null && isFull()) await this.flushing
    if (this.failure !== null) throw this.failure
  }

  private start(): void {
    this.timer?.()
    this.timer = null
    if (this.flushing !== null || this.queue.length === 0 || this.failure !== null) return
    this.flushing = this.flush()
      .catch((failure) => {
        this.failure = failure
        this.options.onFailure(failure)
      })
      .finally(() => {
        this.flushing = null
        if (this.queue.length >= this.options.flushBlocks) this.start()
        else if (this.queue.length > 0) {
          this.timer ??= this.options.scheduler.after(FLUSH_MS, () => this.start())
        }
      })
  }

  /** Everything that was added is in the store on return. Throws what a flush failed with. */
  async drain(): Promise<void> {
    while (this.queue.length > 0 || this.flushing !== null) {
      if (this.failure !== null) throw this.failure
      this.start()
      await this.flushing
    }
    if (this.failure !== null) throw this.failure
  }

  private async flush(): Promise<void> {
    const { store, rows, leaves, runs, journal } = this.options
    const blocks = this.queue
    this.queue = []
    this.bytes = 0
    const lengths = [leaves.length, runs.length] as const
    if (this.flushes > 0) perturb("flush.between-batches")
    perturb("flush.begin")
    await store.write(this.batch(blocks))
    perturb("flush.end")
    rows.flushed()
    journal.flushed()
    leaves.flushed(lengths[0])
    runs.flushed(lengths[1])
    if (this.genesis !== null) this.forget(...this.genesis)
    this.genesis = null
    for (const { head, facts } of blocks) this.forget(head.height, facts)
    this.flushed = blocks.at(-1)!.head.height
    this.flushes++
    this.options.onFlushed?.(this.flushed)
  }

  private forget(height: bigint, facts: BlockFacts): void {
    this.facts.delete(height)
    for (const { id } of facts.results) {
      if (id !== null && this.places.get(id)?.height === height) this.places.delete(id)
    }
  }

  private batch(blocks: readonly BlockWrites[]): Change[] {
    const { rows, leaves, runs, journal } = this.options
    const waiting = rows.takeWaiting()
    const changes: Change[] = [...waiting.paths, ...leaves.changes(), ...runs.changes()]
    for (const [key, value] of waiting.rows) changes.push([rowKey(keyBytes(key)), value])
    if (this.genesis !== null) {
      changes.push([blockKey(this.genesis[0]), encodeBlockFacts(this.genesis[1])])
      changes.push([RESTORING_KEY, null]) // What a genesis goes on from counts from here on.
    }
    for (const { facts, undo, head } of blocks) {
      const { height } = head
      changes.push([blockKey(height), encodeBlockFacts(facts)])
      if (undo.size > 0) {
        changes.push([undoKey(height), encodeUndo(undo)])
        this.undoHeights.push(height)
      }
      for (const [index, { id }] of facts.results.entries()) {
        const place = id === null ? undefined : this.places.get(id)
        if (place?.height !== height || place.index !== index) continue
        changes.push([transactionKey(fromHex(id!)), encodePlace(place)])
      }
    }
    changes.push(...journal.takeChanges())
    const { head } = blocks.at(-1)!
    for (const height of this.outdated(head.height)) changes.push([undoKey(height), null])
    changes.push([HEAD_KEY, encodeHead(head)])
    return changes
  }

  /** Undo records that nobody needs any more. */
  private outdated(height: bigint): bigint[] {
    let below = height - BigInt(PROVABLE_HEIGHTS)
    if (this.undoFrom !== null && this.undoFrom < below) below = this.undoFrom
    const end = this.undoHeights.findIndex((kept) => kept > below)
    return this.undoHeights.splice(0, end === -1 ? this.undoHeights.length : end)
  }
}
