/**
 * The mempool's rule (ARCHITECTURE.md, "Check"): transactions run, by the same code as in a block,
 * above the last committed state and the effects of those admitted since. Nothing here is ever
 * committed.
 */
import { Bug } from "../failures.ts"
import { BLOCK_UNITS_MAX } from "../limits.ts"
import type { Hash } from "../schema/fixed.ts"
import type { Transaction } from "../transaction/transaction.ts"
import type { KnownIds } from "./examine.ts"
import { Execution } from "./execution.ts"
import { type Job, jobsOf } from "./jobs.ts"
import type { LedgerState } from "./ledger-state.ts"
import { kernelRefusal } from "./refused.ts"
import { type RefusalRecord, type ResultCode, recordOf } from "./results.ts"
import { checkRow, soundly } from "./row-bytes.ts"
import { type Ran, runTransaction } from "./run-transaction.ts"
import type { Runtime } from "./runtime.ts"
import type { Verdicts } from "./verdicts.ts"

/** How one transaction fared. */
export type CheckOutcome = {
  /** 0: admitted, or would be. */
  readonly code: ResultCode
  readonly refusals: readonly RefusalRecord[]
  /** Null where the bytes are no transaction. */
  readonly transaction: Transaction | null
  /** Units: what proposers pack by. */
  readonly units: number
  /** Declared units; those of open transactions may fill half of a block. */
  readonly declared: number
  /** Why code of a service failed, for the alarm; else null. */
  readonly bug: Bug | null
}

/** How a transaction is checked. */
export type CheckOptions = {
  /** Waiting ones after a commit: check 10 passed before. */
  readonly recheck?: boolean
  /** Undoes the effects again, whatever the answer. */
  readonly dryRun?: boolean
}

/** A check overlay. */
export interface Check {
  /** Checks one transaction; if it is admitted, its effects stay until `reset`. */
  check(bytes: Uint8Array, options?: CheckOptions): CheckOutcome
  /** Drops all effects and stands above the state as it is now: after each commit. */
  reset(): void
  /** What workers may verify ahead of `check` or of a block with this transaction. */
  jobs(bytes: Uint8Array): readonly Job[]
}

/**
 * A check overlay above `state`, sharing `verdicts` with the execution of blocks. `timeOf` tells
 * the time of the next block where the engine knows it; else `tx.time` is the last block's.
 */
export function createCheck(
  runtime: Runtime,
  state: LedgerState,
  verdicts: Verdicts,
  timeOf: () => number = () => state.time,
): Check {
  const fresh = () => new CheckOverlay(runtime, state, verdicts, timeOf())
  let overlay = fresh()
  return {
    check(bytes, options = {}) {
      if (!overlay.isCurrent()) overlay = fresh()
      return overlay.check(bytes, options)
    },
    reset() {
      overlay = fresh()
    },
    jobs: (bytes) => jobsOf(overlay.execution, bytes),
  }
}

class CheckOverlay implements KnownIds {
  readonly execution: Execution
  private readonly state: LedgerState
  private readonly admitted = new Set<Hash>()

  constructor(runtime: Runtime, state: LedgerState, verdicts: Verdicts, time: number) {
    const { chain, decoded: base } = state
    const height = state.height + 1n
    this.state = state
    this.execution = new Execution({ runtime, chain, height, time, verdicts, base })
  }

  isCurrent(): boolean {
    return this.execution.height === this.state.height + 1n
  }

  heightOf(id: Hash): bigint | undefined {
    return this.admitted.has(id) ? this.execution.height : this.state.ids.heightOf(id)
  }

  check(bytes: Uint8Array, { recheck = false, dryRun = false }: CheckOptions): CheckOutcome {
    const { execution } = this
    const start = execution.savepoint()
    const outcome = this.run(bytes, !recheck)
    if (outcome.code !== 0 || dryRun) execution.rollback(start)
    else if (outcome.transaction !== null) this.admitted.add(outcome.transaction.id)
    execution.events.length = 0
    execution.overlay.settle()
    return outcome
  }

  private run(bytes: Uint8Array, signatures: boolean): CheckOutcome {
    const { execution } = this
    const mark = execution.overlay.mark()
    try {
      const options = { ids: this, room: BLOCK_UNITS_MAX, signatures }
      const ran = runTransaction(execution, bytes, options)
      this.prove(mark)
      return outcomeOf(ran)
    } catch (failure) {
      return failed(failure)
    }
  }

  /** What a block would find at its end: rows and events outside their schemas. */
  private prove(mark: number): void {
    const { overlay, events } = this.execution
    for (const [{ table, row }, before] of overlay.changedSince(mark)) {
      if (row !== undefined) checkRow(table, row, before)
    }
    for (const { event, fields } of events) {
      soundly(
        () => `event "${event.name}"`,
        () => event.kind.check(fields),
      )
    }
  }
}

function outcomeOf({ code, refusals, units, opened, end }: Ran): CheckOutcome {
  const transaction = opened?.transaction ?? null
  const declared = opened?.declared ?? 0
  // Alone it fills a block: no later block has room for it either.
  const never = end === "busy"
  const told = never ? [recordOf(neverFits(), null)] : refusals
  return { code, refusals: told, transaction, units, declared, bug: null }
}

function neverFits() {
  const limit = BLOCK_UNITS_MAX
  return kernelRefusal("limit_reached", "One block has no room for all that it does.", { limit })
}

/** A bug refuses admission, raises an alarm and stops nothing. */
function failed(failure: unknown): CheckOutcome {
  const message = "The node could not judge this transaction; its operators are told."
  const refusal = kernelRefusal("node_busy", message)
  const bug = failure instanceof Bug ? failure : new Bug(String(failure))
  const refusals = [recordOf(refusal, null)]
  return { code: 2, refusals, transaction: null, units: 0, declared: 0, bug }
}
