/**
 * What was sent and is in no block yet. Sends of one tick are verified together; a transaction that
 * is sent twice is ordered once, and both senders hear of it.
 */
import type { Engine } from "@concordat/engines/port"
import type { Clock, Scheduler } from "@concordat/engines/seams"
import {
  type CheckOutcome,
  ConcordatError,
  type Hash,
  Invalid,
  type Job,
  Refusal,
  type RefusalRecord,
  verdictJobs,
} from "@concordat/kernel"
import type { CommittedBlock } from "../executor/committed.ts"
import { openedOf } from "../executor/committed.ts"
import type { Executor } from "../executor/executor.ts"
import type { Receipt } from "../ledger.ts"
import type { TransactionPlace } from "../store/layout.ts"
import type { Verifier } from "../verify/verifier.ts"
import { receiptOf } from "./receipts.ts"
import { nodeRefusal } from "./refusal.ts"

export type MempoolOptions = {
  readonly executor: Executor
  readonly engine: Engine
  readonly verifier: Verifier
  readonly scheduler: Scheduler
  readonly clock: Clock
  /** A transaction has its receipt, so many milliseconds after it came. */
  readonly onFinal?: (ms: number) => void
  readonly transactionsMax: number
  readonly bytesMax: number
  /** Where a block holds a transaction, as far back as blocks are kept. */
  readonly placeOf: (id: Hash) => TransactionPlace | null
  /** Verifying ahead failed; answers are found on the spot. */
  readonly onVerifierFailure: (failure: unknown) => void
}

/** Enough that threads have work while the answers of the batch before are used. */
const BATCHES_MAX = 2

type Waiting = {
  readonly bytes: Uint8Array
  readonly final: Promise<Receipt>
  readonly resolve: (receipt: Receipt) => void
  readonly reject: (failure: unknown) => void
}

type Arrival = { readonly bytes: Uint8Array; readonly ready: () => void }

/** What a refusal at the check means to the sender: nothing of it is in a block. */
function failureOf(code: 0 | 1 | 2, refusals: readonly RefusalRecord[]): unknown {
  const [first] = refusals
  if (first === undefined) return new Refusal("node_busy", "It was not admitted.", {}, 503)
  const { message, details, operation } = first
  if (first.code === "node_busy") return busy(message)
  if (code === 2) {
    const { pointer = "", ...rest } = details
    return new Invalid(first.code, String(pointer), message, rest)
  }
  const where = operation === null ? details : { ...details, operation }
  const refusal = new Refusal(first.code, message, where, first.status)
  refusal.service = first.service
  return refusal
}

function busy(message: string): ConcordatError {
  return new ConcordatError("node_busy", message, {
    hint: "Send the same bytes again in a few seconds.",
  })
}

/** What an admitted one is refused for by a later state, where others were handed it too. */
function undecided(): ConcordatError {
  return busy("The state changed while it waited; another node may still propose it.")
}

/** Takes transactions, tells their senders what became of them. */
export class Mempool {
  private readonly options: MempoolOptions
  private readonly waiting = new Map<Hash, Waiting>()
  private readonly checked = new Map<Uint8Array, CheckOutcome>()
  private arrivals: Arrival[] = []
  /** Batches of arrivals that are being verified, and whether one is about to be. */
  private batches = 0
  private due = false
  private size = 0
  /** Transactions sent, admitted and turned away since the start. */
  readonly counters = { sent: 0, admitted: 0, refused: 0, busy: 0, repeated: 0 }

  constructor(options: MempoolOptions) {
    this.options = options
  }

  get count(): number {
    return this.waiting.size
  }

  get bytes(): number {
    return this.size
  }

  /** Sends a transaction; see `Ledger.submit`. */
  async submit(bytes: Uint8Array): Promise<Receipt> {
    const { runtime, verdicts, state } = this.options.executor
    this.counters.sent++
    const { id } = verdicts.open(runtime, state.chain, bytes).transaction
    for (;;) {
      if (state.ids.heightOf(id) !== undefined) throw this.alreadyAccepted(id)
      const same = this.waiting.get(id)
      if (same === undefined) break
      // Whether the other one is accepted decides: if not, this one has its own try.
      await same.final.catch(() => null)
    }
    this.ensureRoom(bytes)
    return this.send(id, bytes)
  }

  private alreadyAccepted(id: Hash): Refusal {
    this.counters.repeated++
    const place = this.options.placeOf(id)
    const message = "A block holds this transaction already."
    const where = place === null ? {} : { height: String(place.height), index: place.index }
    return nodeRefusal("already_accepted", message, { transaction: id, ...where })
  }

  private ensureRoom(bytes: Uint8Array): void {
    const { transactionsMax, bytesMax } = this.options
    if (this.count < transactionsMax && this.size + bytes.length <= bytesMax) return
    this.counters.busy++
    throw busy("Too many transactions are waiting.")
  }

  private async send(id: Hash, bytes: Uint8Array): Promise<Receipt> {
    const { promise: final, resolve, reject } = Promise.withResolvers<Receipt>()
    final.catch(() => {}) // Whoever waits hears of it below.
    this.waiting.set(id, { bytes, final, resolve, reject })
    this.size += bytes.length
    const { clock, onFinal } = this.options
    const since = clock.elapsed()
    try {
      await this.verified(bytes)
      const { code } = await this.options.engine.submit(bytes)
      const outcome = this.checked.get(bytes)
      this.checked.delete(bytes)
      if (code !== 0) throw this.refused(id, code, outcome?.refusals ?? [])
      this.counters.admitted++
      const receipt = await final
      onFinal?.(clock.elapsed() - since)
      return receipt
    } catch (failure) {
      reject(failure)
      throw failure
    } finally {
      this.leave(id, bytes)
    }
  }

  /** A refusal of the check; an expired one may be in a block for long. */
  private refused(id: Hash, code: 1 | 2, refusals: readonly RefusalRecord[]): unknown {
    this.counters.refused++
    const repeated = ["transaction_expired", "already_accepted"].includes(refusals[0]?.code ?? "")
    if (repeated && this.options.placeOf(id) !== null) return this.alreadyAccepted(id)
    return failureOf(code, refusals)
  }

  private leave(id: Hash, bytes: Uint8Array): void {
    if (this.waiting.get(id)?.bytes !== bytes) return
    this.waiting.delete(id)
    this.size -= bytes.length
  }

  /** Returns once the signatures are verified, or will be where they are asked for. */
  private verified(bytes: Uint8Array): Promise<void> {
    return new Promise((ready) => {
      this.arrivals.push({ bytes, ready })
      this.nextBatch()
    })
  }

  /** What arrives while batches are under way makes the next one: the busier, the larger. */
  private nextBatch(): void {
    if (this.arrivals.length === 0 || this.due || this.batches === BATCHES_MAX) return
    this.due = true
    this.options.scheduler.soon(() => void this.verifyArrivals())
  }

  /**
   * Verifies all that arrived. Nobody waits for ever: what fails here is found out by the check.
   */
  private async verifyArrivals(): Promise<void> {
    const arrivals = this.arrivals.splice(0)
    this.due = false
    this.batches++
    try {
      // Signatures, then what the commands of those that hold will ask.
      await this.options.verifier.verify(this.jobsOf(arrivals))
      const asked = this.jobsOf(arrivals)
      if (asked.length > 0) await this.options.verifier.verify(asked)
    } catch (failure) {
      this.options.onVerifierFailure(failure)
    } finally {
      this.batches--
      for (const { ready } of arrivals) ready()
      this.nextBatch()
    }
  }

  private jobsOf(arrivals: readonly Arrival[]): readonly Job[] {
    if (arrivals.length < 2) return []
    const { runtime, state, verdicts } = this.options.executor
    const bytes = arrivals.map((arrival) => arrival.bytes)
    return verdictJobs(runtime, state, verdicts, bytes)
  }

  /** The executor checked a transaction that may be one of ours. */
  onChecked(bytes: Uint8Array, outcome: CheckOutcome, recheck: boolean): void {
    if (!recheck) {
      if (outcome.code !== 0) this.checked.set(bytes, outcome)
      return
    }
    const { code, refusals, transaction } = outcome
    if (code === 0 || transaction === null) return
    // What waits elsewhere too is ordered among others there, and may pass.
    const isShared = this.options.engine.status().kind === "cometbft"
    const failure = code === 1 && isShared ? undecided() : failureOf(code, refusals)
    this.waiting.get(transaction.id)?.reject(failure)
  }

  /** A block is final: whoever waits for one of its transactions hears of it. */
  onCommitted({ height, facts, transactions }: CommittedBlock): void {
    if (this.waiting.size === 0) return
    const { runtime, verdicts, state } = this.options.executor
    for (const [index, { id }] of facts.results.entries()) {
      const waiting = id === null ? undefined : this.waiting.get(id)
      if (waiting === undefined) continue
      const opened = openedOf(runtime, state.chain, verdicts, transactions[index]!)
      waiting.resolve(receiptOf(height, facts, index, opened))
    }
  }

  /** A proposal of this transaction alone was rejected. */
  onPoisoned(bytes: Uint8Array): void {
    for (const waiting of this.waiting.values()) {
      if (waiting.bytes !== bytes) continue
      waiting.reject(busy("The node could not judge this transaction; its operators are told."))
    }
  }

  /** The engine stopped: nobody knows what became of what waits. */
  failAll(failure: unknown): void {
    for (const { reject } of this.waiting.values()) reject(failure)
  }
}
