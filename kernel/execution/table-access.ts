/**
 * What tables ask of an execution: costs, isolation, and the overlay (ARCHITECTURE.md, "State").
 */
import { concat } from "../bytes.ts"
import { assert, Bug } from "../failures.ts"
import { SCAN_ROWS_MAX } from "../limits.ts"
import type { TableShape } from "../service/table-shape.ts"
import type {
  PruneRange,
  RowAccess,
  ScanRange,
  StoredEntry,
  StoredKey,
  StoredRow,
} from "../service/view.ts"
import { READ_UNITS } from "./costs.ts"
import type { Execution } from "./execution.ts"
import { freezeDeep } from "./freeze.ts"
import { ownBytes } from "./row-bytes.ts"
import { stateKey, statePrefix } from "./state-key.ts"

type Values = Readonly<Record<string, unknown>>

/** The overlay's side of all tables. */
export class TableAccess implements RowAccess {
  private readonly execution: Execution

  constructor(execution: Execution) {
    this.execution = execution
  }

  get(table: TableShape, key: StoredKey): StoredRow | undefined {
    this.execution.charge(READ_UNITS)
    return this.execution.overlay.get(table, key)
  }

  put(table: TableShape, key: StoredKey, row: StoredRow): void {
    this.write(table)
    this.set(table, key, rowOf(table, row))
  }

  patch(table: TableShape, key: StoredKey, some: Values): void {
    this.write(table)
    const row = this.execution.overlay.get(table, key)
    if (row === undefined) throw new Bug(`a patch of table "${table.name}" finds no row`)
    this.set(table, key, patched(table, row as Values, some))
  }

  delete(table: TableShape, key: StoredKey): boolean {
    this.write(table)
    const { overlay } = this.execution
    if (overlay.get(table, key) === undefined) return false
    overlay.set(table, key, undefined)
    return true
  }

  scan(
    table: TableShape,
    some: StoredKey,
    { limit, after, reverse = false }: ScanRange<StoredKey>,
  ): readonly StoredEntry[] {
    const { execution } = this
    const bound = execution.unbounded ? Number.MAX_SAFE_INTEGER : SCAN_ROWS_MAX
    const due = Number.isInteger(limit) && limit >= 1 && limit <= bound
    if (!due) throw new Bug(`a scan of table "${table.name}" asks for ${limit} rows`)
    const found = execution.overlay.scan(table, {
      prefix: statePrefix(table, some),
      after: after === undefined ? null : stateKey(table, after),
      below: null,
      ...{ reverse, limit },
    })
    execution.charge(READ_UNITS * found.length)
    return found
  }

  prune(table: TableShape, some: StoredKey, { below, limit }: PruneRange<StoredKey>): number {
    const { execution } = this
    this.mayWrite(table)
    const whole = Number.isSafeInteger(limit) && limit >= 1
    if (!whole) throw new Bug(`a prune of table "${table.name}" is of ${limit} rows`)
    const bound = boundOf(table, some, below)
    const prefix = statePrefix(table, some)
    let pruned = 0
    let after: Uint8Array | null = null
    while (pruned < limit) {
      const page = Math.min(limit - pruned, SCAN_ROWS_MAX)
      const range = { prefix, after, below: bound, reverse: false, limit: page }
      const found = execution.overlay.scan(table, range)
      for (const { key } of found) {
        execution.charge(table.writeUnits)
        execution.overlay.set(table, key, undefined)
      }
      pruned += found.length
      if (found.length < page) break
      after = stateKey(table, found.at(-1)!.key)
    }
    return pruned
  }

  enter<Result>(owner: string, procedure: () => Result): Result {
    return this.execution.enter(owner, procedure)
  }

  private set(table: TableShape, key: StoredKey, row: StoredRow): void {
    const { overlay } = this.execution
    overlay.set(table, key, overlay.base.freeze ? freezeDeep(row) : row)
  }

  private write(table: TableShape): void {
    this.mayWrite(table)
    this.execution.charge(table.writeUnits)
  }

  private mayWrite(table: TableShape): void {
    const { owner } = this.execution
    if (table.binding.service === owner && owner !== null) return
    const writer = owner === null ? "code that may only read" : `"${owner}"`
    throw new Bug(`${writer} writes table "${table.name}" of "${table.binding.service}"`)
  }
}

/** A row that nobody else holds, with the columns alone. */
function rowOf(table: TableShape, row: StoredRow): StoredRow {
  if (table.raw !== null) {
    assert(row instanceof Uint8Array, `a row of raw table "${table.name}" is bytes`)
    return row.slice()
  }
  const own: Record<string, unknown> = {}
  for (const column of table.columns) {
    const value = (row as Values)[column]
    if (value === undefined) throw lacking(table, column)
    own[column] = ownBytes(value)
  }
  return own
}

/** A row with some of its columns anew: it has these alone already. */
function patched(table: TableShape, row: Values, some: Values): StoredRow {
  // As fast as a copy can be: spreading takes five times as long where rows are of many shapes.
  const own: Record<string, unknown> = Object.assign({}, row)
  const given = Object.keys(some) // in any order: each stands for itself
  for (const column of given) {
    if (!Object.hasOwn(own, column)) continue
    const value = some[column]
    if (value === undefined) throw lacking(table, column)
    own[column] = ownBytes(value)
  }
  return own
}

function lacking(table: TableShape, column: string): Bug {
  return new Bug(`a row of table "${table.name}" lacks "${column}"`)
}

/** The state key that pruned rows lie below. */
function boundOf(table: TableShape, some: StoredKey, below: StoredKey): Uint8Array {
  if (below instanceof Uint8Array) return concat(statePrefix(table, some), below)
  return statePrefix(table, { ...(some as Values), ...below })
}
