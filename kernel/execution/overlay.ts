/**
 * The overlay (ARCHITECTURE.md, "Overlay"): changed rows above the committed state, one map from
 * key to decoded row a table, with an undo list. A savepoint is the list's length.
 */
import { assert } from "../failures.ts"
import type { TableShape } from "../service/table-shape.ts"
import type { StoredEntry, StoredKey, StoredRow } from "../service/view.ts"
import { Cell, UNTOUCHED, type Written } from "./cell.ts"
import { type MergedRange, mergedScan } from "./merged-scan.ts"
import { unsound } from "./row-bytes.ts"
import { SortedList } from "./sorted-list.ts"
import { checkKey, placeOf, stateKey } from "./state-key.ts"
import type { DecodedRows } from "./state-reader.ts"

/** The cells of one table. */
class TableCells {
  readonly cells = new Map<string, Cell>()
  private readonly sorted = new SortedList<Cell>()
  private readonly unsorted: Cell[] = []

  add(cell: Cell): void {
    this.cells.set(cell.place, cell)
    this.unsorted.push(cell)
  }

  /** All cells in key order. Sorting waits until somebody scans. */
  inOrder(): SortedList<Cell> {
    for (const cell of this.unsorted) this.sorted.add(cell)
    this.unsorted.length = 0
    return this.sorted
  }
}

type Undo = {
  readonly cell: Cell
  readonly row: Cell["row"]
  readonly transaction: number | null
  readonly operation: number | null
}

/** Rows changed above a committed state. */
export class Overlay {
  readonly base: DecodedRows
  private readonly tables = new Map<object, TableCells>()
  private undo: Undo[] = []
  private lastBinding: object | null = null
  private lastCells: TableCells | null = null
  /** Whose work is written down with each change. */
  transaction: number | null = null
  operation: number | null = null

  constructor(base: DecodedRows) {
    this.base = base
  }

  get(table: TableShape, key: StoredKey): StoredRow | undefined {
    const place = placeOf(table, key)
    const cell = this.cellsOf(table)?.cells.get(place)
    if (cell === undefined || cell.row === UNTOUCHED) return this.base.get(table, place, key)
    return cell.row
  }

  /** Puts a row, or with undefined deletes it. */
  set(table: TableShape, key: StoredKey, row: StoredRow | undefined): void {
    const place = placeOf(table, key)
    const cells = this.cellsOf(table) ?? this.open(table)
    let cell = cells.cells.get(place)
    if (cell === undefined) {
      cell = soundCell(table, place, key)
      cells.add(cell)
    }
    const { transaction, operation } = cell
    this.undo.push({ cell, row: cell.row, transaction, operation })
    cell.row = row
    cell.transaction = this.transaction
    cell.operation = this.operation
  }

  scan(table: TableShape, range: MergedRange): readonly StoredEntry[] {
    return mergedScan(this.base, this.cellsOf(table)?.inOrder() ?? null, table, range)
  }

  /** A savepoint. */
  mark(): number {
    return this.undo.length
  }

  /** Undoes everything since a savepoint. */
  rollback(mark: number): void {
    assert(mark <= this.undo.length, "a savepoint is undone once")
    for (let i = this.undo.length - 1; i >= mark; i--) {
      const { cell, row, transaction, operation } = this.undo[i]!
      cell.row = row
      cell.transaction = transaction
      cell.operation = operation
    }
    this.undo.length = mark
  }

  /** Gives up all savepoints: what was done stays. */
  settle(): void {
    this.undo = []
  }

  /** Cells written since a savepoint and not undone, each with its row at that savepoint. */
  changedSince(mark: number): Map<Written, StoredRow | undefined> {
    const before = new Map<Written, StoredRow | undefined>()
    for (let i = mark; i < this.undo.length; i++) {
      const { cell, row } = this.undo[i]!
      const written = cell as Written // What is undone is not in the list.
      if (before.has(written)) continue
      before.set(written, row === UNTOUCHED ? this.committed(cell) : row)
    }
    return before
  }

  /** All cells that say something, by table and in the order in which they were first written. */
  *touched(): Generator<Written> {
    for (const { cells } of this.tables.values()) {
      for (const cell of cells.values()) if (cell.row !== UNTOUCHED) yield cell as Written
    }
  }

  /** The committed row under a cell. */
  committed(cell: Cell): StoredRow | undefined {
    return this.base.get(cell.table, cell.place, cell.key)
  }

  private cellsOf(table: TableShape): TableCells | undefined {
    if (table.binding === this.lastBinding) return this.lastCells ?? undefined
    const cells = this.tables.get(table.binding)
    this.lastBinding = table.binding
    this.lastCells = cells ?? null
    return cells
  }

  private open(table: TableShape): TableCells {
    const cells = new TableCells()
    this.tables.set(table.binding, cells)
    this.lastBinding = table.binding
    this.lastCells = cells
    return cells
  }
}

/** A cell under a key of the table's kinds; any other is a `Bug` now, before anybody scans. */
function soundCell(table: TableShape, place: string, key: StoredKey): Cell {
  const own = ownKey(table, key)
  try {
    checkKey(table, own)
    return new Cell(table, place, own, stateKey(table, own))
  } catch (failure) {
    throw unsound(failure, () => `a key of ${table.binding.service}/${table.name}`)
  }
}

/** A key that nobody else holds, with the fields of the key alone. */
function ownKey(table: TableShape, key: StoredKey): StoredKey {
  if (key instanceof Uint8Array) return key.slice()
  const own: Record<string, unknown> = {}
  for (const { name } of table.keyFields) own[name] = key[name]
  return own
}
