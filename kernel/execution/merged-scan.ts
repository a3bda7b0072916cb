/** Scans: the committed state and the rows changed above it, merged in key order. */
import type { TableShape } from "../service/table-shape.ts"
import type { StoredEntry } from "../service/view.ts"
import { type Cell, UNTOUCHED } from "./cell.ts"
import { type Cursor, type SortedList, successor } from "./sorted-list.ts"
import { latin1 } from "./state-key.ts"
import type { DecodedEntry, DecodedRows } from "./state-reader.ts"

/** Which rows, by their state keys. */
export type MergedRange = {
  readonly prefix: Uint8Array
  /** Only keys beyond this one in the direction of the scan. */
  readonly after: Uint8Array | null
  /** Only keys below this one; for ascending scans. */
  readonly below: Uint8Array | null
  readonly reverse: boolean
  readonly limit: number
}

type Placed = DecodedEntry & { readonly order: string }

/** Up to `limit` rows in key order, or in reverse. */
export function mergedScan(
  base: DecodedRows,
  cells: SortedList<Cell> | null,
  table: TableShape,
  range: MergedRange,
): readonly StoredEntry[] {
  const stored = committed(base, table, range)
  const changed = cells === null ? { next: () => undefined } : changedCells(cells, range)
  const end = range.below === null ? null : latin1(range.below)
  const found: StoredEntry[] = []
  let row = stored.next()
  let cell = changed.next()
  while (row !== undefined || cell !== undefined) {
    const first = row === undefined || (cell !== undefined && beyond(row, cell, range.reverse))
    const order = first ? cell!.order : row!.order
    if (end !== null && order >= end) break
    const change = cell !== undefined && cell.order === order ? cell.row : UNTOUCHED
    if (change === UNTOUCHED) {
      if (row !== undefined && row.order === order) found.push({ key: row.key, value: row.row })
    } else if (change !== undefined) found.push({ key: cell!.key, value: change })
    if (found.length === range.limit) break
    const taken = cell !== undefined && cell.order === order
    if (row !== undefined && row.order === order) row = stored.next()
    if (taken) cell = changed.next()
  }
  return found
}

/** Whether the row lies beyond the cell, so that the cell comes first. */
function beyond(row: Placed, cell: Cell, reverse: boolean): boolean {
  return reverse ? row.order < cell.order : row.order > cell.order
}

/** Rows of the committed state, page by page. */
function committed(base: DecodedRows, table: TableShape, range: MergedRange): Cursor<Placed> {
  const { prefix, reverse, limit } = range
  let after = range.after
  let page: readonly DecodedEntry[] = []
  let index = 0
  let last = false
  return {
    next() {
      if (index === page.length && !last) {
        page = base.scan(table, prefix, { ...(after && { after }), reverse, limit })
        index = 0
        last = page.length < limit
        after = page.at(-1)?.bytes ?? after
      }
      const entry = page[index++]
      return entry && { ...entry, order: latin1(entry.bytes) }
    },
  }
}

/** Changed cells under the prefix and beyond `after`. */
function changedCells(cells: SortedList<Cell>, range: MergedRange): Cursor<Cell> {
  const start = latin1(range.prefix)
  const after = range.after === null ? null : latin1(range.after)
  const end = successor(start)
  let cursor: Cursor<Cell>
  if (range.reverse)
    cursor = cells.below(after !== null && (end === null || after < end) ? after : end)
  else cursor = cells.from(after !== null && after > start ? after : start)
  return {
    next() {
      let cell = cursor.next()
      if (cell !== undefined && cell.order === after) cell = cursor.next()
      return cell?.order.startsWith(start) ? cell : undefined
    },
  }
}
