/** Rows as they are stored. */
import { Bug, Invalid } from "../failures.ts"
import { encodeChecked } from "../schema/codec.ts"
import { within } from "../schema/fault.ts"
import type { TableShape } from "../service/table-shape.ts"
import type { StoredRow } from "../service/view.ts"

/**
 * The stored bytes of a row. A row outside the schema of its table is a `Bug`. What it has in
 * common with `known`, a row of the table that is sound, is not checked again.
 */
export function rowBytes(table: TableShape, row: StoredRow, known?: StoredRow): Uint8Array {
  checkRow(table, row, known)
  return table.raw === null ? encodeChecked(table.row, row) : (row as Uint8Array)
}

/** A row outside the schema of its table is a `Bug`. */
export function checkRow(table: TableShape, row: StoredRow, known?: StoredRow): void {
  try {
    if (known === undefined || table.raw !== null) table.row.check(row)
    else checkColumns(table, row as Columns, known as Columns)
  } catch (failure) {
    throw unsound(failure, () => `a row of ${table.binding.service}/${table.name}`)
  }
}

type Columns = Readonly<Record<string, unknown>>

/** The columns in which a row, which has these alone, differs from a sound one. */
function checkColumns({ columns, columnKinds }: TableShape, row: Columns, known: Columns): void {
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i]!
    const value = row[column]
    if (Object.is(value, known[column]) && !mayChange(value)) continue
    try {
      columnKinds[column]!.check(value)
    } catch (failure) {
      throw within(failure, column)
    }
  }
}

/** Whether it may be another by now although it is the same object. */
function mayChange(value: unknown): boolean {
  return typeof value === "object" && value !== null
}

/** What `work` answers; a value outside its schema is a `Bug` that names it. */
export function soundly<Result>(what: () => string, work: () => Result): Result {
  try {
    return work()
  } catch (failure) {
    throw unsound(failure, what)
  }
}

/** A `Bug` that names the value which is outside its schema; any other failure as it is. */
export function unsound(failure: unknown, what: () => string): unknown {
  if (!(failure instanceof Invalid)) return failure
  const at = failure.path === "" ? "" : ` at ${failure.path}`
  return new Bug(`${what()} is outside its schema${at}: ${failure.message}`)
}

/**
 * The same value with byte strings that nobody else holds. They alone can be changed in place, and
 * rows and events are encoded only when the block ends.
 */
export function ownBytes(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value
  if (value instanceof Uint8Array) return value.slice()
  if (Array.isArray(value)) return holdsBytes(value) ? value.map(ownBytes) : value
  const parts = Object.entries(value) // in the order that it has
  if (!holdsBytes(parts)) return value
  return Object.fromEntries(parts.map(([name, part]) => [name, ownBytes(part)]))
}

function holdsBytes(parts: readonly unknown[]): boolean {
  return parts.some((part) => {
    if (typeof part !== "object" || part === null) return false
    if (part instanceof Uint8Array) return true
    return holdsBytes(Object.values(part)) // any order
  })
}
