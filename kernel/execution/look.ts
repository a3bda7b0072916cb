/**
 * Looking at the committed state with a service's own code: reading it, and trying what it would
 * change. Both run on an overlay of their own that nobody else sees; nothing is kept.
 */
import { equalBytes } from "../bytes.ts"
import type { Refusal } from "../failures.ts"
import { OPERATION_UNITS_MAX } from "../limits.ts"
import type { TableShape } from "../service/table-shape.ts"
import type { StoredKey, StoredRow, View, Writer } from "../service/view.ts"
import { type Cell, UNTOUCHED } from "./cell.ts"
import { Execution } from "./execution.ts"
import type { LedgerState } from "./ledger-state.ts"
import { Meter } from "./meter.ts"
import { asRefusal } from "./refused.ts"
import { rowBytes } from "./row-bytes.ts"
import type { Runtime } from "./runtime.ts"
import type { Verdicts } from "./verdicts.ts"

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

const executionOf = ({ runtime, state, verdicts, time }: Sight) =>
  new Execution({
    ...{ runtime, verdicts, time, chain: state.chain },
    ...{ height: state.height + 1n, base: state.decoded },
  })

/** The state as the next block would find it, to read. Code that writes through it is a `Bug`. */
export function viewState(sight: Sight): View {
  return executionOf(sight).view
}

/**
 * Does `work` as code of `service`, within the units of one operation, and tells which rows it
 * would change. What it emits is dropped.
 */
export function tryWork(sight: Sight, service: string, work: (tx: Writer) => void): Trial {
  const execution = executionOf(sight)
  const meter = new Meter(OPERATION_UNITS_MAX, "refuse")
  const tx: Writer = {
    ...execution.view,
    ...execution.writing,
    get service() {
      return execution.caller
    },
  }
  try {
    execution.run(service, meter, () => work(tx))
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
  const cells = [...overlay.changedSince(0).keys()].filter(({ row }) => row !== UNTOUCHED)
  const inOrder = cells.toSorted((a, b) => (a.order < b.order ? -1 : 1))
  return inOrder.flatMap((cell): readonly TrialRow[] => {
    const { table, key } = cell
    const before = overlay.committed(cell) ?? null
    const after = rowOf(cell)
    return isSame(table, before, after) ? [] : [{ table, key, before, after }]
  })
}

/** The row of a cell that says something; null: deleted. */
function rowOf({ row }: Cell): StoredRow | null {
  return row === UNTOUCHED || row === undefined ? null : row
}

function isSame(table: TableShape, a: StoredRow | null, b: StoredRow | null): boolean {
  return a === null || b === null ? a === b : equalBytes(rowBytes(table, a), rowBytes(table, b))
}
