/**
 * Looking at the committed state with a service's own code: reading it, and trying what it would
 * change. Each runs on an overlay of its own that nobody else sees; nothing is kept.
 */
import type { Refusal } from "../failures.ts"
import { OPERATION_UNITS_MAX } from "../limits.ts"
import type { TableShape } from "../service/table-shape.ts"
import type { StoredKey, StoredRow, View, Writer } from "../service/view.ts"
import { Execution } from "./execution.ts"
import type { LedgerState } from "./ledger-state.ts"
import { Meter } from "./meter.ts"
import { asRefusal } from "./refused.ts"
import { differenceSince } from "./rehearsal.ts"
import type { Runtime } from "./runtime.ts"
import { Verdicts } from "./verdicts.ts"
import { writerOf } from "./views.ts"

/** What is looked at. */
export type Sight = {
  readonly runtime: Runtime
  readonly state: LedgerState
  readonly verdicts: Verdicts
  /** The time that the next block would have, milliseconds of 1970. */
  readonly time: number
}

/** One row that a trial would change. */
export type TrialRow = {
  readonly table: TableShape
  readonly key: StoredKey
  /** Null: there is no such row. */
  readonly before: StoredRow | null
  /** Null: it would be deleted. */
  readonly after: StoredRow | null
}

/** What code of a service would do. */
export type Trial = {
  /** Null: it would be done. A refusal changes nothing. */
  readonly refusal: Refusal | null
  /** In the order of their state keys. */
  readonly rows: readonly TrialRow[]
}

/** An execution above the state, as if in a block of this height and time. */
function executionAt(
  { runtime, state, verdicts }: Omit<Sight, "time">,
  { height, time }: { readonly height: bigint; readonly time: number },
): Execution {
  const { chain, decoded: base } = state
  return new Execution({ runtime, chain, height, time, verdicts, base })
}

/** As the next block would find it. */
function executionAbove(sight: Sight): Execution {
  return executionAt(sight, { height: sight.state.height + 1n, time: sight.time })
}

/**
 * The state as it stands after its last block, to read, at its height and time. Code that writes
 * through it is a `Bug`.
 */
export function stateView(runtime: Runtime, state: LedgerState, verdicts = new Verdicts()): View {
  return executionAt({ runtime, state, verdicts }, state).view
}

/** The same as the next block would find it, at that one's height and time. */
export function viewState(sight: Sight): View {
  return executionAbove(sight).view
}

/**
 * Does `work` as code of `service`, within the units of one operation, and tells which rows it
 * would change. What it emits is dropped.
 */
export function tryWork(sight: Sight, service: string, work: (tx: Writer) => void): Trial {
  const execution = executionAbove(sight)
  const meter = new Meter(OPERATION_UNITS_MAX, "refuse")
  try {
    execution.run(service, meter, () => work(writerOf(execution)))
    meter.refuseExceeded()
  } catch (failure) {
    const refusal = asRefusal(failure)
    if (refusal === null) throw failure
    refusal.service ??= service
    return { refusal, rows: [] }
  }
  return { refusal: null, rows: execution.read(() => changedRows(execution)) }
}

function changedRows({ overlay }: Execution): readonly TrialRow[] {
  return differenceSince(overlay, 0).map(({ cell: { table, key, row }, before }) => {
    return { table, key, before: before ?? null, after: row ?? null }
  })
}
