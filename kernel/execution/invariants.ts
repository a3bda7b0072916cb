/**
 * Invariants (ARCHITECTURE.md, "Hooks and versions"): of touched rows after every block, of
 * everything on demand.
 */

import { Bug } from "../failures.ts"
import type { Invariant } from "../service/invariant.ts"
import type { TableShape } from "../service/table-shape.ts"
import type { StoredKey, StoredRow } from "../service/view.ts"
import { bugOf } from "./block-bug.ts"
import type { Written } from "./cell.ts"
import { Execution } from "./execution.ts"
import { everyRow, type LedgerState } from "./ledger-state.ts"
import type { Runtime } from "./runtime.ts"
import { readStateKey, tablePrefix } from "./state-key.ts"
import { Verdicts } from "./verdicts.ts"

/** A broken invariant, with the row it is about; null: the whole state. */
export type Broken = {
  readonly service: string
  readonly text: string
  readonly table: TableShape | null
  readonly key: StoredKey | null
}

/** Judges every row that a block touched. A broken invariant is a `Bug`. */
export function refuseBroken(execution: Execution): void {
  execution.read(() => {
    for (const cell of execution.overlay.touched()) {
      try {
        refuseBrokenRow(execution, cell)
      } catch (failure) {
        throw bugOf(failure, cell.transaction)
      }
    }
  })
}

/** The rules of a row are asked one by one, and nothing is made for what holds. */
function refuseBrokenRow({ runtime, view }: Execution, { table, key, row }: Written): void {
  if (row === undefined) return
  for (const { text, holds } of runtime.invariantsOf(table)) {
    if (holds(view, key, row)) continue
    throw new Bug(`an invariant of ${table.binding.service}/${table.name} is broken: ${text}`)
  }
}

/** The broken invariants of a genesis: of rows, then of the whole state. */
export function* brokenAtGenesis(execution: Execution): Generator<Broken> {
  for (const cell of execution.overlay.touched()) yield* brokenAt(execution, cell)
  yield* brokenWhole(execution)
}

/** Judges all invariants of all services over the whole committed state. */
export function verifyState(runtime: Runtime, state: LedgerState): readonly Broken[] {
  const { chain, height, time, decoded: base } = state
  const verdicts = new Verdicts()
  const execution = new Execution({ runtime, chain, height, time, verdicts, base })
  const broken = [...brokenWhole(execution)]
  for (const table of runtime.tables.values()) {
    if (runtime.invariantsOf(table).length === 0) continue
    for (const [bytes, value] of everyRow(state.rows, tablePrefix(table))) {
      const row = table.readRow(value) as StoredRow
      broken.push(...brokenRow(execution, table, readStateKey(table, bytes), row))
    }
  }
  return broken
}

function brokenAt(execution: Execution, { table, key, row }: Written): readonly Broken[] {
  if (row === undefined) return []
  return brokenRow(execution, table, key, row)
}

function brokenRow(
  execution: Execution,
  table: TableShape,
  key: StoredKey,
  row: StoredRow,
): readonly Broken[] {
  const service = table.binding.service!
  return execution.runtime
    .invariantsOf(table)
    .filter((invariant) => !holds(execution, invariant, key, row))
    .map(({ text }) => ({ service, text, table, key }))
}

function brokenWhole(execution: Execution): readonly Broken[] {
  return execution.runtime.services.flatMap(({ name: service, invariants }) =>
    invariants
      .filter((invariant) => invariant.rows === null && !holds(execution, invariant))
      .map(({ text }) => ({ service, text, table: null, key: null })),
  )
}

function holds(execution: Execution, invariant: Invariant, key?: StoredKey, row?: StoredRow) {
  return execution.read(() => invariant.holds(execution.view, key, row))
}
