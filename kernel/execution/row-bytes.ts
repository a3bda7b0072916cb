/** Rows as they are stored. */
import { Bug, Invalid } from "../failures.ts"
import { encode } from "../schema/codec.ts"
import type { TableShape } from "../service/table-shape.ts"
import type { StoredRow } from "../service/view.ts"

/** The stored bytes of a row. A row outside the schema of its table is a `Bug`. */
export function rowBytes(table: TableShape, row: StoredRow): Uint8Array {
  const what = () => `a row of ${table.binding.service}/${table.name}`
  return soundly(what, () => {
    if (table.raw === null) return encode(table.row, row)
    return table.row.check(row) as Uint8Array
  })
}

/** What `work` answers; a value outside its schema is a `Bug` that names it. */
export function soundly<Result>(what: () => string, work: () => Result): Result {
  try {
    return work()
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    const at = failure.path === "" ? "" : ` at ${failure.path}`
    throw new Bug(`${what()} is outside its schema${at}: ${failure.message}`)
  }
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
