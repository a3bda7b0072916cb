/**
 * The application that the node offers an engine: the kernel's execution above the stored state.
 * Proposals are executed when they are judged; the outcome serves when the same block is finalized.
 * Nothing is committed before the engine says so, and what is committed is written behind.
 */

import { perturb } from "@concordat/engines/perturb"
import type {
  Application,
  CheckTx,
  FinalizeBlockAnswer,
  Info,
  InitChain,
  NamedProposal,
  Proposal,
  ProvenRow,
  Snapshots,
  TxResult,
} from "@concordat/engines/port"
import {
  type BlockInput,
  Bug,
  type Check,
  type CheckOutcome,
  ConcordatError,
  createCheck,
  executeBlock,
  executeGenesis,
  fromHex,
  type Genesis,
  type Hash,
  type Hex,
  type LedgerState,
  type MerkleLog,
  type Outcome,
  type Runtime,
  resultData,
  type Sight,
  toHex,
  upgradeAbove,
  type Validators,
  Verdicts,
} from "@concordat/kernel"
import { Journal } from "../journal/journal.ts"
import type { Log } from "../log/log.ts"
import type { Ground } from "../recovery/ground.ts"
import { type NetworkRegister, NetworkRows } from "../register.ts"
import type { StoreHead } from "../store/head.ts"
import { emptyLog, type Loaded } from "../store/load.ts"
import type { StoreOrigin } from "../store/origin.ts"
import { Rows } from "../store/rows.ts"
import type { StateStore } from "../store/state-store.ts"
import type { StoredHashes } from "../store/stored-hashes.ts"
import type { WriteBehind } from "../store/write-behind.ts"
import { type CommittedBlock, factsOf, headOf, openedOf } from "./committed.ts"
import { misbehaviourFor } from "./misbehaviour.ts"
import { type Admission, admissionOf, pack } from "./packing.ts"

/** In every header; an upgrade of the application's form raises it. */
const APP_VERSION = 1n
const STORE_VERSION = "1"

export type ExecutorOptions = {
  readonly runtime: Runtime
  readonly genesis: Genesis
  readonly store: StateStore
  readonly loaded: Loaded | null
  readonly log: Log
  /** Makes what writes behind, once the arrays are there: above this state, or above none. */
  readonly writeBehind: (parts: WriteParts, loaded: Loaded | null) => WriteBehind
  /** Lays what a recovered ledger goes on from; absent: there is no such ledger here. */
  readonly ground?: (recovery: NonNullable<Genesis["recovery"]>) => Promise<Ground>
  readonly snapshots: Snapshots
  readonly register: NetworkRegister | null
  /** A row, or its absence, with proofs. */
  readonly prove: (key: Uint8Array, height: bigint) => Promise<ProvenRow>
  /** A check answered, also in rechecks: `bytes` are those that were handed over. */
  readonly onChecked: (bytes: Uint8Array, outcome: CheckOutcome, recheck: boolean) => void
  readonly onCommitted: (block: CommittedBlock) => void
  /** Asked after each block, with its rows in place and before the next one. */
  readonly onHeight: (height: bigint) => Promise<void>
  /** A proposal of one transaction was rejected. */
  readonly onPoisoned: (bytes: Uint8Array) => void
}

export type WriteParts = {
  readonly rows: Rows
  readonly leaves: StoredHashes
  readonly runs: StoredHashes
  readonly journal: Journal
}

type Position = Pick<
  StoreHead,
  "chain" | "genesis" | "initialHeight" | "transactions" | "operations" | "results"
>

function outOfOrder(expected: bigint, actual: bigint): ConcordatError {
  const reason = `The engine finalized block ${actual}; block ${expected} is due.`
  return new ConcordatError("block_out_of_order", reason, {
    hint: "Keep the data folder and report this: the engine and the node have parted.",
    details: { expected: String(expected), actual: String(actual) },
  })
}

/** The kernel behind the engine's port, with the committed state. */
export class Executor implements Application {
  readonly runtime: Runtime
  readonly verdicts = new Verdicts()
  readonly snapshots: Snapshots
  readonly network: NetworkRows
  private readonly options: ExecutorOptions
  private loaded!: Loaded | null
  private current!: LedgerState | null
  private ground: StoreOrigin | null = null
  private check: Check | null = null
  private checkTime: number | null = null
  private readonly admissions = new WeakMap<Uint8Array, Admission & { height: bigint }>()
  private readonly prepared = new Map<string, Outcome>()
  private finalized: { proposal: NamedProposal; outcome: Outcome } | null = null
  private position!: Position
  rows!: Rows
  eventLog!: MerkleLog
  journal!: Journal
  writes!: WriteBehind

  constructor(options: ExecutorOptions) {
    this.options = options
    this.runtime = options.runtime
    this.snapshots = options.snapshots
    this.network = new NetworkRows({ ...options, state: () => this.current })
    this.stand(options.loaded)
  }

  /** Goes on from a state, whatever was before; after none (null) comes a genesis or a snapshot. */
  stand(loaded: Loaded | null): void {
    const { store, genesis, writeBehind } = this.options
    this.loaded = loaded
    this.current = loaded?.state ?? null
    this.check = null
    this.finalized = null
    this.prepared.clear()
    this.rows = loaded?.rows ?? new Rows(store)
    const arrays = loaded ?? emptyLog(store)
    this.eventLog = arrays.log
    this.journal = loaded?.journal ?? new Journal(store, null)
    this.writes = writeBehind({ rows: this.rows, ...arrays, journal: this.journal }, loaded)
    this.position = loaded?.head ?? {
      chain: genesis.chain,
      genesis: genesis.digest,
      initialHeight: genesis.height,
      transactions: 0n,
      operations: 0n,
      results: "" as Hash,
    }
  }

  /** Stands on the state of the ledger before; answers its ids. */
  private goOnFrom({ rows, leaves, runs, log, origin, ids }: Ground): Ground["ids"] {
    this.rows = rows
    this.eventLog = log
    this.ground = origin
    this.writes = this.options.writeBehind({ rows, leaves, runs, journal: this.journal }, null)
    return ids
  }

  /** The committed state. Throws `node_starting` before there is one. */
  get state(): LedgerState {
    if (this.current !== null) return this.current
    throw new ConcordatError("node_starting", "The ledger has not begun yet.", {
      hint: "Ask again in a moment.",
    })
  }

  /** The snapshot that the state began with; null: the genesis. */
  get origin(): StoreOrigin | null {
    return this.loaded?.origin ?? this.ground
  }

  /** Transactions and operations in blocks since it began, and what identifies the ledger. */
  get counts(): Pick<Position, "transactions" | "operations" | "initialHeight"> {
    return this.position
  }

  async info(): Promise<Info> {
    const begun = { version: STORE_VERSION, appVersion: APP_VERSION }
    const { loaded } = this
    if (loaded === null) {
      return { ...begun, height: 0n, appHash: new Uint8Array(), resultsHash: new Uint8Array() }
    }
    const { height, appHash, results } = loaded.head
    return { ...begun, height, appHash: fromHex(appHash), resultsHash: fromHex(results) }
  }

  async initChain({ chain, height }: InitChain) {
    const { runtime, genesis, log } = this.options
    const { loaded } = this
    if (loaded !== null) {
      throw new ConcordatError("store_not_empty", "The state store holds a ledger already.", {
        hint: "Name an empty data folder with --data.",
        details: { height: String(loaded.head.height) },
      })
    }
    if (chain !== genesis.chain || height !== genesis.height) throw new Bug("another genesis")
    const { recovery } = genesis
    const ground = recovery === null ? null : await this.options.ground?.(recovery)
    if (ground === undefined) throw new Bug("nothing was laid to go on from")
    const ids = ground === null ? [] : this.goOnFrom(ground)
    const { state, outcome } = executeGenesis(runtime, genesis, { rows: this.rows, ids })
    this.writes.addGenesis(height - 1n, factsOf(state, outcome, [], 0))
    outcome.commit()
    this.rows.sealGenesis()
    // Where the rows were there before, the journal cannot tell how they came.
    if (recovery === null) this.journal.add(height - 1n, [], outcome.writes, new Map())
    this.eventLog.append(outcome.leaves.map((leaf) => leaf.hash))
    this.current = state
    log.info("genesis_run", `Genesis of ${chain}`, { rows: this.rows.size, appHash: state.appHash })
    const { validators, parameters } = genesis
    const appHash = fromHex(state.appHash)
    return { appHash, validators, parameters, appVersion: APP_VERSION }
  }

  mayConnect(node: string): boolean | null {
    return this.network.mayConnect(node as Hex)
  }

  peers(): readonly string[] {
    return this.network.peers()
  }

  prove(key: Uint8Array, height: bigint): Promise<ProvenRow> {
    return this.options.prove(key, height)
  }

  /** Sets the time that checks run at; where it changes, what was admitted is forgotten. */
  private checkAt(time: number | null): Check {
    if (this.check === null || this.checkTime !== time) {
      this.checkTime = time
      const timeOf = () => this.checkTime ?? this.state.time
      this.check = createCheck(this.runtime, this.state, this.verdicts, timeOf)
    }
    return this.check
  }

  async checkTx({ transaction, recheck, time }: CheckTx): Promise<TxResult> {
    const outcome = this.checkAt(time).check(transaction, { recheck })
    if (outcome.code === 0) {
      const { height } = this.state
      this.admissions.set(transaction, { ...admissionOf(outcome), height })
    }
    this.options.onChecked(transaction, outcome, recheck)
    const { code, refusals, units } = outcome
    const log = refusals[0]?.message ?? ""
    return { code, data: resultData(refusals), gasUsed: BigInt(units), log }
  }

  /** A dry run on the committed state, at the time that the next block would have. */
  dryRun(bytes: Uint8Array, time: number): CheckOutcome {
    const check = createCheck(this.runtime, this.state, this.verdicts, () => time)
    return check.check(bytes, { dryRun: true })
  }

  /** The committed state, at the time that the next block would have, for questions about it. */
  sight(time: number): Sight {
    const { runtime, state, verdicts } = this
    return { runtime, state, verdicts, time }
  }

  async prepareProposal(request: Proposal & { readonly maxBytes: number }) {
    const { transactions, maxBytes } = request
    return pack(transactions, maxBytes, (bytes) => {
      const admission = this.admissions.get(bytes)
      return admission?.height === this.state.height ? admission : null
    })
  }

  private execute(proposal: Proposal): Outcome {
    const { height, time, transactions } = proposal
    const input: BlockInput = {
      height,
      time,
      transactions,
      proposer: toHex(proposal.proposer) as Hex,
      misbehaviour: misbehaviourFor(proposal.misbehaviour),
    }
    return executeBlock(this.runtime, this.state, input, this.verdicts)
  }

  async processProposal(request: NamedProposal): Promise<string | null> {
    const name = toHex(request.hash)
    if (this.prepared.has(name)) return null
    const code = this.judge(request, name)
    const { transactions, height } = request
    if (code === null) return null
    // What is checked again now stands above the committed state, not above its own first check.
    this.check = null
    this.options.log.warn("proposal_refused", "A proposal was rejected", { height, reason: code })
    if (transactions.length === 1) this.options.onPoisoned(transactions[0]!)
    return "proposal_refused"
  }

  private judge(request: NamedProposal, name: string): string | null {
    let outcome: Outcome
    try {
      outcome = this.execute(request)
    } catch (failure) {
      if (!(failure instanceof Bug)) throw failure
      const { message } = failure
      this.options.log.error("bug", message, { height: request.height, failure: failure.cause })
      return "bug"
    }
    if (outcome.proposalFault === null) {
      this.prepared.set(name, outcome)
      return null
    }
    outcome.discard()
    return outcome.proposalFault.code
  }

  async finalizeBlock(request: NamedProposal): Promise<FinalizeBlockAnswer> {
    const expected = this.state.height + 1n
    if (request.height !== expected) throw outOfOrder(expected, request.height)
    const outcome = this.prepared.get(toHex(request.hash)) ?? this.execute(request)
    this.finalized = { proposal: request, outcome }
    const results = outcome.results.map(({ code, data, gasUsed, refusals }) => {
      return { code, data, gasUsed: BigInt(gasUsed), log: refusals[0]?.message ?? "" }
    })
    const validatorUpdates: Validators = outcome.validatorUpdates.map(({ key, power }) => {
      return { key: { ed25519: key }, power }
    })
    const parameters = outcome.parameterUpdate === null ? null : outcome.parameters
    return { results, validatorUpdates, parameters, appHash: fromHex(outcome.appHash) }
  }

  async commit() {
    if (this.finalized === null) throw new Bug("commit without a finalized block")
    const { proposal, outcome } = this.finalized
    this.finalized = null
    const { transactions, height, hash, proposer } = proposal
    const { state } = this
    const facts = factsOf(state, outcome, transactions, this.operationsOf(transactions))
    const appHashBefore = state.appHash
    outcome.commit()
    this.prepared.clear()
    const undo = this.rows.seal(height)
    this.eventLog.append(outcome.leaves.map((leaf) => leaf.hash))
    const callers = outcome.results.map(({ caller }) => caller)
    this.journal.add(height, callers, outcome.writes, undo)
    const head = headOf(this.position, outcome, facts)
    this.position = head
    this.check = null
    this.writes.add({ facts, undo, head })
    perturb("outbox.append")
    const { time } = outcome
    const rows = outcome.writes.length
    const block = { height, time, hash, proposer, appHashBefore, transactions, facts, rows }
    this.options.onCommitted(block)
    await this.options.onHeight(height)
    await this.writes.room()
    const end = upgradeAbove(this.runtime, this.state)
    if (end !== null) await this.writes.drain() // A newer program goes on from the store.
    return { retainHeight: 0n, end }
  }

  private operationsOf(transactions: readonly Uint8Array[]): number {
    const { chain } = this.position
    let operations = 0
    for (const bytes of transactions) {
      const opened = openedOf(this.runtime, chain, this.verdicts, bytes)
      operations += opened?.payload.operations.length ?? 0
    }
    return operations
  }
}
