/**
 * The solo engine: one process, one validator, no dependency. It closes a block as soon as there is
 * something to order, makes it durable in its block log, then has it executed; so everything that
 * arrives while a block is written shares the next one (group commit). Headers, commits, validator
 * sets and the height + 1 rules are those of CometBFT, so one light client serves both engines.
 */
import { Bug, ConcordatError } from "@concordat/kernel"
import type { Application, Engine, EngineStatus, NamedProposal, TxResult } from "../port.ts"
import type { Clock, Scheduler } from "../seams.ts"
import { SoloArchive } from "./archive.ts"
import { BlockLog } from "./block-log.ts"
import { makeCommit, makeHeader, type Position, proposerOf, timeAfter } from "./closing.ts"
import { execute, type Standing } from "./execution.ts"
import { encodeBlockRecord, heightOfBody, OPENING } from "./record.ts"
import { type ReplayOptions, replay } from "./replay.ts"
import type { Schedule } from "./schedule.ts"
import { Waiting } from "./waiting.ts"

/** After this much silence an empty block tells the time before a transaction is checked. */
export const IDLE_MS = 2_000
/** What CometBFT sets aside: block overhead, and each validator's signature at ML-DSA size. */
const OVERHEAD_BYTES = 731
const OVERHEAD_BYTES_PER_VALIDATOR = 3_358

/** `data` is an absolute path: `blocks/` and `engine/` lie in it. */
export type SoloOptions = ReplayOptions & {
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly fileBytesMax?: number
  /** A torn tail was cut: file, offset, bytes. */
  readonly onCut?: (path: string, offset: number, bytes: number) => void
  /** It stopped by itself and takes nothing more. */
  readonly onFailure?: (failure: unknown) => void
}

/** One validator that orders alone: `open`, `start`, `submit`, `stop`. */
export class SoloEngine implements Engine {
  readonly archive: SoloArchive
  private readonly options: SoloOptions
  private readonly log: BlockLog
  private readonly waiting = new Waiting()
  private application: Application | null = null
  private schedule!: Schedule
  private standing!: Standing
  private last: Position["last"] = null
  private nextTime: number
  private closedAt = Number.NEGATIVE_INFINITY
  private turn: Promise<void> | null = null
  private stopping = false
  private failure: unknown = null

  private constructor(options: SoloOptions, log: BlockLog) {
    this.options = options
    this.log = log
    this.archive = new SoloArchive(log, `${options.data}/blocks`)
    this.nextTime = options.genesisTime
  }

  /** Opens the block log. Throws `ConcordatError` `store_damaged` or `disk_full`. */
  static async open(options: SoloOptions): Promise<SoloEngine> {
    const { disk, data, fileBytesMax, onCut } = options
    const log = await BlockLog.open({
      disk,
      folder: `${data}/blocks`,
      opening: OPENING,
      heightOf: heightOfBody,
      ...(fileBytesMax === undefined ? {} : { fileBytesMax }),
      ...(onCut === undefined ? {} : { onCut }),
    })
    return new SoloEngine(options, log)
  }

  async start(application: Application): Promise<void> {
    const { schedule, standing } = await replay(application, this.archive, this.options)
    this.schedule = schedule
    this.archive.schedule = schedule
    this.standing = standing
    const tip = await this.archive.block(this.archive.last)
    if (tip !== null) {
      this.last = tip.commit
      this.nextTime = timeAfter(tip.commit)
    }
    this.application = application
    if (standing.proofDue) this.wake()
  }

  status(): EngineStatus {
    const { clock } = this.options
    const { failure } = this
    const now = this.isIdle() ? Math.max(this.nextTime, clock.now()) : this.nextTime
    const { last: height } = this.archive
    const { size: waiting } = this.waiting
    return { kind: "solo", height, now, waiting, signers: null, condition: "running", failure }
  }

  private isIdle(): boolean {
    return this.options.clock.elapsed() - this.closedAt > IDLE_MS
  }

  submit(transaction: Uint8Array): Promise<TxResult> {
    if (this.failure !== null) return Promise.reject(this.failure)
    if (this.application === null || this.stopping) return Promise.reject(halted())
    const answer = this.waiting.submit(transaction)
    this.wake()
    return answer
  }

  /** Takes turns until nothing is left to do; one at a time. */
  private wake(): void {
    if (this.turn !== null) return
    this.turn = new Promise((resolve) => {
      this.options.scheduler.soon(() => {
        this.turns()
          .catch((failure) => this.fail(failure))
          .finally(() => {
            this.turn = null
            resolve()
          })
      })
    })
  }

  private async turns(): Promise<void> {
    while (!this.stopping) {
      if (this.waiting.size > 0) await this.takeTurn()
      else if (this.standing.proofDue) await this.close([])
      else return
    }
  }

  /** Checks what arrived and closes a block with what was admitted. */
  private async takeTurn(): Promise<void> {
    // What was admitted was admitted above this very block: nothing may come in between.
    if (this.isIdle() && this.waiting.admitted.length === 0) await this.close([])
    const submitted = this.waiting.take(this.roomBytes())
    const application = this.application!
    const time = this.nextTime
    const checks = submitted.map(async ({ transaction, answer, fail }) => {
      try {
        const result = await application.checkTx({ transaction, recheck: false, time })
        answer(result)
        return result.code === 0
      } catch (failure) {
        fail(failure)
        throw failure
      }
    })
    const admitted = await Promise.all(checks)
    for (const [index, { transaction }] of submitted.entries()) {
      if (admitted[index]) this.waiting.admitted.push(transaction)
    }
    const before = this.waiting.admitted.length
    if (before > 0) await this.closeWith(this.waiting.admitted)
    else if (this.standing.proofDue) await this.close([])
    if (this.waiting.admitted.length > 0) await this.recheck(before)
  }

  private roomBytes(): number {
    const height = this.archive.last + 1n
    const { maxBytes } = this.schedule.parameters(height).parameters.block
    const validators = this.schedule.validators(height).length
    return Number(maxBytes) - OVERHEAD_BYTES - OVERHEAD_BYTES_PER_VALIDATOR * validators
  }

  /** Proposes what waits; what the application leaves out stays. */
  private async closeWith(admitted: readonly Uint8Array[]): Promise<void> {
    const maxBytes = this.roomBytes()
    const proposal = { ...this.proposal(admitted), maxBytes }
    const chosen = await this.application!.prepareProposal(proposal)
    if (chosen.length === 0) return
    const taken = new Set(await this.close(chosen))
    this.waiting.admitted = this.waiting.admitted.filter((transaction) => !taken.has(transaction))
  }

  /** After a commit, what still waits is checked again; what no longer passes goes. */
  private async recheck(before: number): Promise<void> {
    const still: Uint8Array[] = []
    const time = this.nextTime
    for (const transaction of this.waiting.admitted) {
      const request = { transaction, recheck: true, time }
      const { code } = await this.application!.checkTx(request)
      if (code === 0) still.push(transaction)
    }
    if (still.length === before) throw new Bug("nothing of what waits finds room in a block")
    this.waiting.admitted = still
  }

  private position(): Position {
    const height = this.height()
    const { schedule, last, standing, nextTime: time } = this
    return {
      chain: this.options.chain,
      height,
      time,
      last,
      appHash: standing.appHash,
      resultsHash: standing.resultsHash,
      validators: schedule.validators(height),
      nextValidators: schedule.validators(height + 1n),
      ...schedule.parameters(height),
    }
  }

  private height(): bigint {
    return this.last === null ? this.options.initialHeight : this.archive.last + 1n
  }

  private proposal(transactions: readonly Uint8Array[]) {
    const height = this.height()
    const proposer = proposerOf(this.schedule.validators(height), this.options.signers)
    return { height, time: this.nextTime, transactions, proposer, misbehaviour: [] }
  }

  /** Closes one block, durable and executed; answers the transactions in it. */
  private async close(transactions: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
    const position = this.position()
    const proposal = this.proposal(transactions)
    const header = makeHeader(position, transactions, proposal.proposer)
    const { clock, signers } = this.options
    const commit = await makeCommit(position, header, transactions, signers, clock.now())
    const named: NamedProposal = { ...proposal, hash: commit.block.hash }
    const refused = await this.application!.processProposal(named)
    if (refused !== null) return this.divide(transactions, refused)
    const block = { height: position.height, header, commit, transactions, proofs: [] }
    await this.log.append(position.height, encodeBlockRecord(block))
    this.archive.keep(block)
    const execution = { application: this.application!, schedule: this.schedule, signers }
    this.standing = await execute(execution, named, position.appHash)
    this.last = commit
    this.nextTime = timeAfter(commit)
    this.closedAt = clock.elapsed()
    if (this.standing.end !== null) throw this.standing.end
    return transactions
  }

  /** A proposal that the application rejects is tried in smaller ones; its half goes first. */
  private async divide(
    transactions: readonly Uint8Array[],
    code: string,
  ): Promise<readonly Uint8Array[]> {
    if (transactions.length === 0) throw new Bug(`the application rejects an empty block: ${code}`)
    if (transactions.length === 1) return transactions
    return this.close(transactions.slice(0, transactions.length >> 1))
  }

  private fail(failure: unknown): void {
    this.failure = failure
    this.waiting.failAll(failure)
    this.options.onFailure?.(failure)
  }

  async relink(): Promise<void> {}

  async stop(): Promise<void> {
    this.stopping = true
    await this.turn
    this.waiting.failAll(halted())
    await this.log.close()
  }
}

function halted(): ConcordatError {
  return new ConcordatError("node_halted", "The engine takes no transactions.", {
    hint: "Send the same bytes again once the node runs.",
  })
}
