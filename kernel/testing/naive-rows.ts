/** A state of plain maps for the naive kernel: every savepoint is a copy of everything. */
import { toHex } from "../bytes.ts"
import type { Runtime } from "../execution/runtime.ts"
import { readStateKey, stateKey, statePrefix } from "../execution/state-key.ts"
import { encode } from "../schema/codec.ts"
import type { TableShape } from "../service/table-shape.ts"
import type { ScanRange, StoredEntry, StoredKey, StoredRow } from "../service/view.ts"

type Values = Readonly<Record<string, unknown>>
type NaiveRow = { readonly table: TableShape; readonly row: StoredRow }

/** Rows by the hex of their state key. */
export class NaiveRows {
  private rows = new Map<string, NaiveRow>()

  /** Rows of a state, as stored. */
  static of(runtime: Runtime, stored: Iterable<readonly [Uint8Array, Uint8Array]>): NaiveRows {
    const rows = new NaiveRows()
    for (const [key, value] of stored) {
      const tables = [...runtime.tables.values()]
      const table = tables.find((one) =>
        toHex(key).startsWith(toHex(statePrefix(one, NOTHING(one)))),
      )!
      rows.rows.set(toHex(key), { table, row: table.readRow(value) as StoredRow })
    }
    return rows
  }

  copy(): Map<string, NaiveRow> {
    return new Map(this.rows)
  }

  restore(copy: Map<string, NaiveRow>): void {
    this.rows = new Map(copy)
  }

  get(table: TableShape, key: StoredKey): StoredRow | undefined {
    return this.rows.get(toHex(stateKey(table, key)))?.row
  }

  put(table: TableShape, key: StoredKey, row: StoredRow): void {
    this.rows.set(toHex(stateKey(table, key)), { table, row: onlyColumns(table, row) })
  }

  delete(table: TableShape, key: StoredKey): boolean {
    return this.rows.delete(toHex(stateKey(table, key)))
  }

  scan(table: TableShape, some: StoredKey, range: ScanRange<StoredKey>): StoredEntry[] {
    const prefix = toHex(statePrefix(table, some))
    const after = range.after === undefined ? null : toHex(stateKey(table, range.after))
    const keys = [...this.rows.keys()].filter((key) => key.startsWith(prefix)).sort()
    if (range.reverse) keys.reverse()
    return keys
      .filter((key) => after === null || (range.reverse ? key < after : key > after))
      .slice(0, range.limit)
      .map((key) => this.entry(table, key))
  }

  /** Keys under the prefix and below the bound. */
  below(table: TableShape, some: StoredKey, below: StoredKey): StoredKey[] {
    const bound = toHex(statePrefix(table, { ...(some as Values), ...(below as Values) }))
    return this.scan(table, some, { limit: Number.MAX_SAFE_INTEGER })
      .filter(({ key }) => toHex(stateKey(table, key)) < bound)
      .map(({ key }) => key)
  }

  /** All rows as stored, by the hex of their key. */
  stored(): Map<string, Uint8Array> {
    return new Map([...this.rows].map(([key, one]) => [key, storedRow(one)]))
  }

  private entry(table: TableShape, key: string): StoredEntry {
    const bytes = Uint8Array.from(key.match(/../g)!, (digits) => Number.parseInt(digits, 16))
    return { key: readStateKey(table, bytes), value: this.rows.get(key)!.row }
  }
}

const NOTHING = (table: TableShape): StoredKey => (table.raw === null ? {} : new Uint8Array())

function storedRow({ table, row }: NaiveRow): Uint8Array {
  return table.raw === null ? encode(table.row, row) : (row as Uint8Array)
}

function onlyColumns(table: TableShape, row: StoredRow): StoredRow {
  if (table.raw !== null) return row
  return Object.fromEntries(table.columns.map((name) => [name, (row as Values)[name]]))
}
