/** Rows that a test begins with. */
import { rowToJson } from "../execution/genesis-rows.ts"
import type { JsonObject } from "../json/json.ts"
import type { Fields, KeyFields, Values } from "../service/fields.ts"
import type { Table } from "../service/table.ts"
import type { TableShape } from "../service/table-shape.ts"
import type { StoredKey, StoredRow } from "../service/view.ts"

/** A row of the genesis of a test. */
export type GivenRow = {
  readonly table: TableShape
  readonly key: StoredKey
  readonly row: StoredRow
}

/** A row that stands in the state from the beginning. */
export function given<K extends KeyFields, V extends Fields>(
  table: Table<K, V>,
  key: Values<NoInfer<K>>,
  row: Values<NoInfer<V>>,
): GivenRow {
  return { table, key, row }
}

/** The rows as the `state` of a genesis file. */
export function stateJson(rows: readonly GivenRow[]): JsonObject {
  const state: Record<string, Record<string, JsonObject[]>> = {}
  for (const { table, key, row } of rows) {
    state[table.binding.service!] ??= {}
    const tables = state[table.binding.service!]!
    tables[table.name] ??= []
    tables[table.name]!.push(rowToJson(table, key, row))
  }
  return state
}
