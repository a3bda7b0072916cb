/** The running node behind the `Ledger` interface: what was sent, what is, what can be proved. */
import type { Engine } from "@concordat/engines/port"
import type { Scheduler } from "@concordat/engines/seams"
import {
  type Anchor,
  addressText,
  type Hash,
  hashOf,
  logRoot,
  PROVABLE_HEIGHTS,
  type Runtime,
  toHex,
} from "@concordat/kernel"
import type { CommittedBlock } from "../executor/committed.ts"
import { openedOf } from "../executor/committed.ts"
import type { Executor } from "../executor/executor.ts"
import type {
  BlockNotice,
  CheckAnswer,
  EvidenceRequest,
  Ledger,
  Profile,
  Status,
} from "../ledger.ts"
import { type Blocks, eventRecord, summaryOf } from "./blocks.ts"
import { eventsAfter, type FeedQuery } from "./feed.ts"
import type { Mempool } from "./mempool.ts"
import { Prover } from "./prover.ts"
import { operationsOf, receiptOf, refusalsOf } from "./receipts.ts"
import { heightRefusal } from "./refusal.ts"

export type NodeLedgerParts = {
  readonly runtime: Runtime
  readonly profile: Profile
  readonly executor: Executor
  readonly engine: Engine
  readonly blocks: Blocks
  readonly mempool: Mempool
  readonly scheduler: Scheduler
  readonly organisations: Anchor["organisations"]
  readonly close: () => Promise<void>
}

export class NodeLedger implements Ledger {
  readonly chain: string
  readonly profile: Profile
  readonly runtime: Runtime
  private readonly parts: NodeLedgerParts
  private readonly prover: Prover
  private readonly listeners = new Set<(notice: BlockNotice) => void>()

  constructor(parts: NodeLedgerParts) {
    const { executor, engine, blocks, scheduler, organisations, profile } = parts
    this.parts = parts
    this.chain = executor.state.chain
    this.profile = profile
    this.runtime = parts.runtime
    const { initialHeight } = executor.counts
    const { archive } = engine
    this.prover = new Prover({
      ...{ executor, blocks, archive, scheduler, organisations, profile, initialHeight },
    })
  }

  private provableFrom(): bigint {
    const { executor } = this.parts
    const lowest = executor.state.height - BigInt(PROVABLE_HEIGHTS) + 1n
    const first = executor.counts.initialHeight
    return lowest > first ? lowest : first
  }

  status(): Status {
    const { executor, engine, mempool, organisations } = this.parts
    const { state, counts } = executor
    const { kind, now, failure } = engine.status()
    const owner = new Map(organisations.map((one) => [one.address as string, one.organisation]))
    return {
      ...{ chain: this.chain, profile: this.profile, height: state.height, time: state.time, now },
      ...{ appHash: state.appHash, stateRoot: state.stateRoot },
      log: { size: state.log.size, root: hashOf(logRoot(state.log)) },
      ...{ transactions: counts.transactions, operations: counts.operations },
      ...{ rows: executor.rows.size, engine: kind },
      validators: state.validators.map((validator) => {
        const address = addressText(validator)
        const organisation = owner.get(address) ?? null
        return { address, key: validator.key.ed25519, power: validator.power, organisation }
      }),
      ...{ waiting: mempool.count, waitingBytes: mempool.bytes },
      provableFrom: this.provableFrom(),
      halted: failure === null ? null : "node_halted",
      counters: mempool.counters,
    }
  }

  async check(bytes: Uint8Array): Promise<CheckAnswer> {
    const { executor, engine } = this.parts
    const { transaction } = executor.verdicts.open(this.runtime, this.chain, bytes)
    const outcome = executor.dryRun(bytes, engine.status().now)
    const { code, refusals, units } = outcome
    const { height, time } = executor.state
    return {
      ...{ transaction: transaction.id, code, cost: units, height, time },
      refusals: refusalsOf(refusals),
      operations: operationsOf(transaction, code, refusals),
    }
  }

  submit(bytes: Uint8Array) {
    return this.parts.mempool.submit(bytes)
  }

  transaction(id: Hash) {
    return this.parts.blocks.transaction(id)
  }

  block(height: bigint) {
    return this.parts.blocks.block(height)
  }

  blocks({ before, limit }: { before?: bigint; limit: number }) {
    return this.parts.blocks.blocks(before, limit)
  }

  async row(key: Uint8Array, at?: bigint) {
    const { executor } = this.parts
    const { height, time } = executor.state
    if (at === undefined || at === height) {
      return { key, value: executor.rows.get(key) ?? null, height, time }
    }
    const refusal = heightRefusal(at, this.provableFrom(), height)
    if (refusal !== null) throw refusal
    const then = this.parts.blocks.facts(at).time
    return { key, value: executor.rows.at(key, at), height: at, time: then }
  }

  async rows(
    prefix: Uint8Array,
    { after, reverse = false, limit }: { after?: Uint8Array; reverse?: boolean; limit: number },
  ) {
    const { executor } = this.parts
    const range = { reverse, limit: limit + 1, ...(after === undefined ? {} : { after }) }
    const found = executor.rows.scan(prefix, range)
    const rows = found.slice(0, limit)
    const next = found.length > limit ? rows.at(-1)![0] : null
    const { height, time } = executor.state
    return { rows, next, height, time }
  }

  async events(page: FeedQuery) {
    const { executor, blocks } = this.parts
    const range = { first: executor.counts.initialHeight, tip: executor.state.height }
    return eventsAfter(this.runtime, blocks, range, page)
  }

  async event(position: bigint) {
    return position < this.parts.executor.state.log.size ? this.parts.blocks.event(position) : null
  }

  evidence(request: EvidenceRequest) {
    return this.prover.evidence(request)
  }

  anchor(height?: bigint) {
    return this.prover.anchor(height)
  }

  async consistency(first: bigint, second: bigint) {
    return this.parts.executor.eventLog.consistency(first, second)
  }

  subscribe(listener: (notice: BlockNotice) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  /** Told by the executor after each block. */
  onCommitted(block: CommittedBlock): void {
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
    const { facts, height, transactions } = block
    const { verdicts } = this.parts.executor
    const about = {
      ...{ height, time: block.time, hash: hashOf(block.hash), appHash: block.appHashBefore },
      proposer: toHex(block.proposer),
    }
    return {
      block: summaryOf(about, facts),
      events: facts.leaves.map((leaf, i) =>
        eventRecord(this.runtime, leaf, facts.first + BigInt(i)),
      ),
      receipts: transactions.map((bytes, i) =>
        receiptOf(height, facts, i, openedOf(this.runtime, this.chain, verdicts, bytes)),
      ),
    }
  }

  close(): Promise<void> {
    return this.parts.close()
  }
}
