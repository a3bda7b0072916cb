/** Questions about blocks, transactions and events, answered from the block log and the store. */
import type { ArchivedBlock, BlockArchive } from "@concordat/engines/port"
import {
  fromHex,
  type Hash,
  type Json,
  type Runtime,
  readEvent,
  stampMs,
  type Transaction,
  toHex,
  type Verdicts,
  VOTE,
} from "@concordat/kernel"
import { openedOf } from "../executor/committed.ts"
import type {
  BlockNotice,
  BlockRecord,
  BlockSummary,
  EventRecord,
  TransactionRecord,
} from "../ledger.ts"
import {
  type BlockCounts,
  type BlockFacts,
  decodeBlockCounts,
  decodeBlockFacts,
} from "../store/block-facts.ts"
import { blockKey, decodePlace, type TransactionPlace, transactionKey } from "../store/layout.ts"
import type { StoreOrigin } from "../store/origin.ts"
import { type StateStore, storeDamaged } from "../store/state-store.ts"
import type { WriteBehind } from "../store/write-behind.ts"
import { receiptOf } from "./receipts.ts"
import { beforeSnapshot } from "./refusal.ts"

export type BlocksOptions = {
  readonly runtime: Runtime
  readonly chain: string
  readonly verdicts: Verdicts
  readonly archive: BlockArchive
  readonly store: StateStore
  readonly writes: WriteBehind
  readonly initialHeight: bigint
  /** The snapshot that this node began with; null: the genesis. */
  readonly origin: StoreOrigin | null
  /** Height of the last executed block. */
  readonly tip: () => bigint
}

/** The event of a leaf. `position` is its place in the log. */
export function eventRecord(runtime: Runtime, leaf: Uint8Array, position: bigint): EventRecord {
  const { service, event, height, index, time, operation, transaction, fields } = readEvent(
    runtime,
    leaf,
  )
  const kind = runtime.events.get(`${service}/${event}`)!.kind
  const json: Json = kind.toJson(fields)
  return {
    position,
    height,
    index,
    time,
    service,
    event,
    operation,
    transaction,
    fields: json,
    leaf,
  }
}

/** A block in short. */
export function summaryOf(
  block: Pick<BlockSummary, "height" | "time" | "hash" | "appHash" | "proposer">,
  counts: BlockCounts,
): BlockSummary {
  const { first, events, transactions, operations, bytes } = counts
  return { ...block, transactions, operations, events: { first, count: events }, bytes }
}

/** What a listener is told of a block; `opened` are its transactions, null for what is none. */
export function noticeOf(
  runtime: Runtime,
  block: BlockSummary,
  facts: BlockFacts,
  opened: readonly (Transaction | null)[],
): BlockNotice {
  return {
    block,
    events: facts.leaves.map((leaf, i) => eventRecord(runtime, leaf, facts.first + BigInt(i))),
    receipts: opened.map((transaction, i) => receiptOf(block.height, facts, i, transaction)),
  }
}

/** Blocks, transactions and events by height, id and position. */
export class Blocks {
  private readonly options: BlocksOptions

  constructor(options: BlocksOptions) {
    this.options = options
  }

  /** The lowest height whose facts are kept; the genesis counts as the block before the first. */
  get first(): bigint {
    const { origin, initialHeight } = this.options
    return origin === null ? initialHeight - 1n : origin.height + 1n
  }

  private has(height: bigint): boolean {
    return height >= this.first && height <= this.options.tip()
  }

  /** Throws `height_pruned` for a block of the ledger that came before this node's snapshot. */
  ensureHeld(height: bigint): void {
    const { origin, initialHeight } = this.options
    if (origin === null || height < initialHeight || height >= this.first) return
    throw beforeSnapshot(`Block ${height} is not here`, this.first)
  }

  /** Throws `height_pruned` for an event that came before this node's snapshot. */
  ensureEventHeld(position: bigint): void {
    const { origin } = this.options
    if (origin === null || position >= origin.log.size) return
    throw beforeSnapshot(`Event ${position} is not here`, origin.log.size)
  }

  private stored(height: bigint): Uint8Array {
    const { store } = this.options
    const stored = store.get(blockKey(height))
    if (stored === undefined) throw storeDamaged(store.location, `lacks block ${height}`)
    return stored
  }

  /** What is kept of an executed block, which is there. */
  facts(height: bigint): BlockFacts {
    return this.options.writes.factsOf(height) ?? decodeBlockFacts(this.stored(height))
  }

  /** The same, but only how much there is. */
  counts(height: bigint): BlockCounts {
    return this.options.writes.factsOf(height) ?? decodeBlockCounts(this.stored(height))
  }

  /** Throws `height_pruned` where nobody here can tell whether there is such a transaction. */
  ensureKnown(place: TransactionPlace | null): void {
    if (place !== null || this.options.origin === null) return
    throw beforeSnapshot("No block that is here has this transaction", this.first)
  }

  placeOf(id: Hash): TransactionPlace | null {
    const waiting = this.options.writes.placeOf(id)
    if (waiting !== undefined) return waiting
    const stored = this.options.store.get(transactionKey(fromHex(id)))
    return stored === undefined ? null : decodePlace(stored)
  }

  private summary({ height, header, commit }: ArchivedBlock): BlockSummary {
    const of = {
      height,
      time: stampMs(header.time),
      hash: toHex(commit.block.hash) as Hash,
      appHash: header.app,
      proposer: header.proposer,
    }
    return summaryOf(of, this.counts(height))
  }

  async block(height: bigint): Promise<BlockRecord | null> {
    this.ensureHeld(height)
    const block = this.has(height) ? await this.options.archive.block(height) : null
    if (block === null) return null
    const { results } = this.facts(height)
    const signed = block.commit.signatures.filter(({ flag }) => flag === VOTE.commit)
    return {
      ...this.summary(block),
      ids: results.map(({ id }) => id),
      codes: results.map(({ code }) => code),
      signers: signed.map(({ address }) => toHex(address)),
      round: block.commit.round,
    }
  }

  async blocks(before: bigint | undefined, limit: number): Promise<BlockSummary[]> {
    const { archive } = this.options
    const tip = archive.last < this.options.tip() ? archive.last : this.options.tip()
    const summaries: BlockSummary[] = []
    let height = before === undefined || before > tip ? tip : before - 1n
    for (; summaries.length < limit && this.has(height); height--) {
      const block = await this.options.archive.block(height)
      if (block === null) break
      summaries.push(this.summary(block))
    }
    return summaries
  }

  /** What was told after a block, once more. */
  async notice(height: bigint): Promise<BlockNotice | null> {
    this.ensureHeld(height)
    if (!this.has(height)) return null
    const { runtime, chain, verdicts, archive } = this.options
    await archive.arrived(height)
    const block = await archive.block(height)
    if (block === null) return null
    const facts = this.facts(height)
    const opened = block.transactions.map((bytes) => openedOf(runtime, chain, verdicts, bytes))
    return noticeOf(runtime, this.summary(block), facts, opened)
  }

  async transaction(id: Hash): Promise<TransactionRecord | null> {
    const place = this.placeOf(id)
    this.ensureKnown(place)
    if (place === null) return null
    const { runtime, chain, verdicts, archive } = this.options
    await archive.arrived(place.height)
    const bytes = (await archive.block(place.height))?.transactions[place.index]
    if (bytes === undefined) return null
    const opened = openedOf(runtime, chain, verdicts, bytes)
    const receipt = receiptOf(place.height, this.facts(place.height), place.index, opened)
    return { ...receipt, bytes }
  }

  /** The block whose events hold a log position, which is in the log. */
  heightOfEvent(position: bigint): bigint {
    let low = this.first
    let high = this.options.tip()
    while (low < high) {
      const middle = (low + high + 1n) / 2n
      if (this.counts(middle).first <= position) low = middle
      else high = middle - 1n
    }
    return low
  }

  /** The event at a log position; null beyond the log. */
  event(position: bigint): EventRecord | null {
    this.ensureEventHeld(position)
    const height = this.heightOfEvent(position)
    const { first, events } = this.counts(height)
    if (position < first || position >= first + BigInt(events)) return null
    const leaf = this.facts(height).leaves[Number(position - first)]!
    return eventRecord(this.options.runtime, leaf, position)
  }
}
