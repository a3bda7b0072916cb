/**
 * What the node gives its projector, a step at a time and only when it asks: blocks that are in the
 * store, with their records of the journal; where the journal begins later, the same blocks from
 * the block log, to be executed again; and where the block log begins later too, the state itself.
 * Nothing is queued: what the projector has not asked for lies on the disk.
 */
import { misbehaviourIn } from "@concordat/engines/cometbft"
import type { ArchivedBlock, BlockArchive } from "@concordat/engines/port"
import { fromHex, type LedgerState, stampMs } from "@concordat/kernel"
import { misbehaviourFor } from "../executor/misbehaviour.ts"
import type { Journal } from "../journal/journal.ts"
import type { Reached } from "../ledger/reached.ts"
import { readHead } from "../store/head.ts"
import { blockKey, ROWS } from "../store/layout.ts"
import { type Change, type StateStore, storeDamaged } from "../store/state-store.ts"
import { type ArchivedMessage, type FedMessage, pack, type Step, type Want } from "./messages.ts"

/** One step: so many blocks or bytes at most. */
const STEP_BLOCKS = 64
const STEP_BYTES = 4 * 1024 * 1024

export type FeedOptions = {
  readonly store: StateStore
  /** The present one: a state that is restored brings another. */
  readonly journal: () => Journal
  readonly archive: BlockArchive
  readonly state: () => Pick<LedgerState, "height" | "appHash">
  readonly initialHeight: bigint
  /**
   * Whether its blocks can be executed again here: not where the genesis goes on from another
   * ledger's rows, which no block tells, nor where it was begun by older services.
   */
  readonly repeatable: boolean
  /** Heights that are in the store: who waits for one, and the last one. */
  readonly stored: Reached
  readonly flushed: () => bigint | null
}

type StatePages = {
  readonly height: bigint
  readonly time: number
  readonly appHash: Uint8Array
  readonly pages: AsyncIterator<readonly Change[]>
}

/** Answers what the projector wants. */
export class Feed {
  private readonly options: FeedOptions
  private loading: StatePages | null = null

  constructor(options: FeedOptions) {
    this.options = options
  }

  /** The next step; waits until there is one. */
  async next({ marker, executed, differs, loading }: Want): Promise<Step> {
    const { initialHeight, repeatable, archive, stored } = this.options
    if (loading) return this.nextPage()
    const next = marker === null ? initialHeight - 1n : marker.height + 1n
    // The genesis goes to the store with the first block.
    await stored.wait(next < initialHeight ? initialHeight : next)
    const journal = this.options.journal()
    const isKept = journal.from !== null && next >= journal.from
    if (isKept) return { kind: "blocks", blocks: await this.fed(next) }
    if (archive.first === initialHeight && !differs && repeatable) {
      const from = executed === null ? initialHeight : executed + 1n
      return { kind: "archived", blocks: await this.archived(from) }
    }
    return this.firstPage()
  }

  private async fed(from: bigint): Promise<FedMessage[]> {
    const { store } = this.options
    const journal = this.options.journal()
    const last = this.options.flushed() ?? from
    const blocks: FedMessage[] = []
    let bytes = 0
    for (let height = from; height <= last && blocks.length < STEP_BLOCKS; height++) {
      const record = journal.recordOf(height)
      const facts = store.get(blockKey(height))
      if (record === null || facts === undefined) {
        throw storeDamaged(store.location, `lacks block ${height}`)
      }
      const block = height < this.options.initialHeight ? null : await this.block(height)
      const packed = pack(block?.transactions ?? [])
      blocks.push({
        ...{ height, facts, record, transactions: packed },
        header: block === null ? null : headerOf(block),
        appHash: await this.appHash(height),
      })
      bytes += facts.length + record.length + packed.bytes.length
      if (bytes >= STEP_BYTES) break
    }
    return blocks
  }

  private async archived(from: bigint): Promise<ArchivedMessage[]> {
    const end = this.options.journal().from ?? from
    const blocks: ArchivedMessage[] = []
    let bytes = 0
    for (let height = from; height < end && blocks.length < STEP_BLOCKS; height++) {
      const block = await this.block(height)
      const { header, transactions } = block
      const packed = pack(transactions)
      blocks.push({
        ...{ height, header: headerOf(block), time: stampMs(header.time) },
        ...{ appHashBefore: fromHex(header.app), appHash: await this.appHash(height) },
        transactions: packed,
        misbehaviour: misbehaviourFor(misbehaviourIn(block) ?? []),
      })
      bytes += packed.bytes.length
      if (bytes >= STEP_BYTES) break
    }
    return blocks
  }

  private async block(height: bigint): Promise<ArchivedBlock> {
    const { archive, store } = this.options
    await archive.arrived(height)
    const block = await archive.block(height)
    if (block === null) throw storeDamaged(store.location, `is ahead of the log at ${height}`)
    return block
  }

  /** The state after a block: as the next header says, or as it stands. */
  private async appHash(height: bigint): Promise<Uint8Array> {
    const state = this.options.state()
    if (state.height === height) return fromHex(state.appHash)
    return fromHex((await this.block(height + 1n)).header.app)
  }

  /** Everything that is in the store at one height: an iterator keeps what it began with. */
  private async firstPage(): Promise<Step> {
    const { store } = this.options
    for (;;) {
      const before = readHead(store)
      const pages = store.entries(...ROWS)[Symbol.asyncIterator]()
      const first = await pages.next()
      const head = readHead(store)
      if (before === null || head?.height !== before.height) {
        await pages.return?.()
        continue
      }
      const { height, time, appHash } = before
      this.loading = { height, time, appHash: fromHex(appHash), pages }
      this.options.journal().acknowledge("projector", height + 1n)
      return this.page(first)
    }
  }

  private async nextPage(): Promise<Step> {
    return this.page(await this.loading!.pages.next())
  }

  private page({ value, done }: IteratorResult<readonly Change[]>): Step {
    const { height, time, appHash } = this.loading!
    const isLast = done === true
    const rows = (isLast ? [] : value).flatMap(([key, row]) => [key.subarray(1), row!])
    if (isLast) this.loading = null
    return { kind: "state", page: { height, time, appHash, rows: pack(rows), isLast } }
  }
}

function headerOf({ commit, header }: ArchivedBlock) {
  return { hash: commit.block.hash, proposer: fromHex(header.proposer) }
}
