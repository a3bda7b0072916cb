/** The `Ledger` of a running node: its parts put behind the interface that others code against. */
import type { Engine } from "@concordat/engines/port"
import {
  type Anchor,
  addressText,
  ConcordatError,
  type Hash,
  type Hex,
  hashOf,
  type KeyRange,
  logRoot,
  type Runtime,
  type Sight,
  type Trial,
  toHex,
  tryWork,
  type View,
  viewState,
  type WholeBlock,
  type Writer,
} from "@concordat/kernel"
import { localSide, type Side } from "../compare/side.ts"
import type { Evidence } from "../evidence/assembly.ts"
import type { CommittedBlock } from "../executor/committed.ts"
import { openedOf } from "../executor/committed.ts"
import type { Executor } from "../executor/executor.ts"
import type {
  BlockNotice,
  BlockRecord,
  BlockSummary,
  CheckAnswer,
  Cursor,
  EventRecord,
  EventsAnswer,
  EvidenceRequest,
  Ledger,
  Profile,
  ReadModel,
  Receipt,
  RowAnswer,
  RowChange,
  RowsAnswer,
  SnapshotNotice,
  Status,
  TransactionRecord,
  Viewed,
} from "../ledger.ts"
import type { NodeSnapshots } from "../snapshots/snapshots.ts"
import { type Blocks, noticeOf, summaryOf } from "./blocks.ts"
import { eventsAfter } from "./feed.ts"
import type { Mempool } from "./mempool.ts"
import { operationsOf, refusalsOf } from "./receipts.ts"
import { beforeSnapshot, changesRefusal, heightRefusal, nodeRefusal } from "./refusal.ts"

export type LedgerParts = {
  readonly chain: string
  readonly profile: Profile
  readonly executor: Executor
  readonly engine: Engine
  readonly mempool: Mempool
  readonly blocks: Blocks
  readonly evidence: Evidence
  readonly snapshots: NodeSnapshots
  readonly provableFrom: () => bigint
  readonly counters: () => Readonly<Record<string, number>>
  readonly halted: () => string | null
  readonly readModel: ReadModel
  readonly close: () => Promise<void>
}

/** The parts of a node as one `Ledger`. */
export class NodeLedger implements Ledger {
  readonly chain: string
  readonly profile: Profile
  readonly runtime: Runtime
  readonly archive: Ledger["archive"]
  readonly readModel: ReadModel
  private readonly parts: LedgerParts
  private readonly listeners = new Set<(notice: BlockNotice) => void>()
  private closing: Promise<void> | null = null

  constructor(parts: LedgerParts) {
    this.parts = parts
    this.chain = parts.chain
    this.profile = parts.profile
    this.runtime = parts.executor.runtime
    this.archive = parts.engine.archive
    this.readModel = parts.readModel
  }

  status(): Status {
    const { executor, engine, mempool, blocks, halted, counters } = this.parts
    const { state, counts, rows } = executor
    const { kind, now, signers, condition } = engine.status()
    const set = engine.archive.validators(state.height + 1n)
    return {
      ...{ chain: this.chain, profile: this.profile, engine: kind, now },
      engineCondition: condition,
      height: state.height,
      time: state.time,
      appHash: state.appHash,
      stateRoot: state.stateRoot,
      log: { size: state.log.size, root: hashOf(logRoot(state.log)) },
      first: blocks.first > counts.initialHeight ? blocks.first : counts.initialHeight,
      transactions: counts.transactions,
      operations: counts.operations,
      rows: rows.size,
      validators: set.map((validator) => ({
        address: addressText(validator),
        key: validator.key.ed25519,
        power: validator.power,
        organisation: executor.network.organisationOf(addressText(validator) as Hex),
        signed: signers?.includes(addressText(validator)) ?? null,
      })),
      waiting: mempool.count,
      waitingBytes: mempool.bytes,
      provableFrom: this.parts.provableFrom(),
      halted: halted(),
      counters: counters(),
    }
  }

  async check(bytes: Uint8Array): Promise<CheckAnswer> {
    const { executor, engine } = this.parts
    const { state } = executor
    const { transaction: id } = executor.verdicts.open(this.runtime, this.chain, bytes)
    const { now } = engine.status()
    const { code, refusals, units, transaction } = executor.dryRun(bytes, now)
    return {
      transaction: id.id,
      code,
      refusals: refusalsOf(refusals),
      operations: operationsOf(transaction ?? id, code, refusals),
      cost: units,
      height: state.height,
      time: now,
    }
  }

  view<Answer>(ask: (view: View) => Answer): Viewed<Answer> {
    const sight = this.sight()
    return { value: ask(viewState(sight)), height: sight.state.height, time: sight.time }
  }

  trial(service: string, work: (tx: Writer) => void): Viewed<Trial> {
    const sight = this.sight()
    const value = tryWork(sight, service, work)
    return { value, height: sight.state.height, time: sight.time }
  }

  private sight(): Sight {
    return this.parts.executor.sight(this.parts.engine.status().now)
  }

  submit(bytes: Uint8Array): Promise<Receipt> {
    return this.parts.mempool.submit(bytes)
  }

  transaction(id: Hash): Promise<TransactionRecord | null> {
    return this.parts.blocks.transaction(id)
  }

  block(height: bigint): Promise<BlockRecord | null> {
    return this.parts.blocks.block(height)
  }

  blocks({ before, limit }: { before?: bigint; limit: number }): Promise<BlockSummary[]> {
    return this.parts.blocks.blocks(before, limit)
  }

  async row(key: Uint8Array, at?: bigint): Promise<RowAnswer> {
    const { executor, blocks } = this.parts
    const { state, rows } = executor
    if (at === undefined || at === state.height) {
      return { key, value: rows.get(key) ?? null, height: state.height, time: state.time }
    }
    const refusal = heightRefusal(at, this.parts.provableFrom(), state.height)
    if (refusal !== null) throw refusal
    return { key, value: rows.at(key, at), height: at, time: blocks.facts(at).time }
  }

  async rows(prefix: Uint8Array, page: KeyRange): Promise<RowsAnswer> {
    const { state, rows } = this.parts.executor
    const found = rows.scan(prefix, { ...page, limit: page.limit + 1 })
    const more = found.length > page.limit
    const kept = more ? found.slice(0, page.limit) : found
    const next = more ? (kept.at(-1)?.[0] ?? null) : null
    return { rows: kept, next, height: state.height, time: state.time }
  }

  async changes(height: bigint): Promise<readonly RowChange[]> {
    const { journal, state } = this.parts.executor
    const changes = height > state.height ? null : journal.changes(height)
    if (changes === null) throw changesRefusal(height, journal.from ?? 0n, state.height)
    return changes
  }

  inspect(version: string): Side {
    const { executor, blocks } = this.parts
    return localSide({
      version,
      state: () => executor.state,
      rows: () => executor.rows,
      journal: () => executor.journal,
      first: blocks.first,
      facts: (height) => blocks.facts(height),
    })
  }

  async events(query: {
    service?: string
    event?: string
    after?: Cursor
    limit: number
  }): Promise<EventsAnswer> {
    const { executor, blocks } = this.parts
    const begin = executor.counts.initialHeight - 1n
    const range = { begin, first: blocks.first, tip: executor.state.height }
    return eventsAfter(this.runtime, blocks, range, query)
  }

  async event(position: bigint): Promise<EventRecord | null> {
    return this.parts.blocks.event(position)
  }

  evidence(request: EvidenceRequest): Promise<Uint8Array> {
    return this.parts.evidence.bundle(request)
  }

  anchor(height?: bigint): Promise<Anchor> {
    return this.parts.evidence.anchor(height)
  }

  async consistency(first: bigint, second: bigint): Promise<readonly Uint8Array[]> {
    const { executor } = this.parts
    const refusal = heightRefusal(second, first, executor.state.log.size)
    if (refusal !== null) throw refusal
    const from = executor.origin?.log.size ?? 0n
    if (first > 0n && first < from) throw beforeSnapshot(`Head ${first} is not here`, from)
    return executor.eventLog.consistency(first, second)
  }

  snapshots(): Promise<readonly SnapshotNotice[]> {
    return this.parts.snapshots.list()
  }

  async makeSnapshot(): Promise<SnapshotNotice> {
    const begun = await this.parts.snapshots.begin()
    if (begun !== null) return begun.made
    throw new ConcordatError("node_busy", "Another snapshot is being written.", {
      hint: "Ask again when it is there.",
    })
  }

  notice(height: bigint): Promise<BlockNotice | null> {
    return this.parts.blocks.notice(height)
  }

  async wholeBlock(height: bigint): Promise<WholeBlock | null> {
    const { blocks, executor } = this.parts
    blocks.ensureHeld(height)
    if (height > executor.state.height) return null
    const block = await this.archive.block(height)
    if (block === null) return null
    const { header, transactions } = block
    const results = blocks
      .facts(height)
      .results.map(({ code, data, cost }) => ({ code, data, cost }))
    return { header, transactions, results }
  }

  subscribe(listener: (notice: BlockNotice) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  /** Tells the listeners of a block; nothing is decoded where nobody listens. */
  notify(block: CommittedBlock): void {
    if (this.listeners.size === 0) return
    const notice = this.noticeOf(block)
    for (const listener of this.listeners) {
      try {
        listener(notice)
      } catch {
        this.listeners.delete(listener)
      }
    }
  }

  private noticeOf(block: CommittedBlock): BlockNotice {
    const { height, time, facts, transactions } = block
    const { runtime, chain } = this
    const { verdicts } = this.parts.executor
    const summary = {
      ...{ height, time },
      hash: hashOf(block.hash),
      appHash: block.appHashBefore,
      proposer: toHex(block.proposer),
    }
    const opened = transactions.map((bytes) => openedOf(runtime, chain, verdicts, bytes))
    return noticeOf(runtime, summaryOf(summary, facts), facts, opened)
  }

  async dropPeer(node: string): Promise<void> {
    const { executor, engine } = this.parts
    if (executor.mayConnect(node) === true) {
      const message = "The ledger lets this node connect: remove it there first."
      throw nodeRefusal("wrong_state", message, { node })
    }
    await engine.relink()
  }

  close(): Promise<void> {
    this.closing ??= this.parts.close()
    return this.closing
  }
}
