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
