/**
 * Tables: typed rows under a key of declared fields (ARCHITECTURE.md, "State"). A table belongs
 * to the service that lists it; others read it through `reader(table)`.
 */

import { CborReader } from "../cbor/reader.ts"
import { assert } from "../failures.ts"
import { assertFieldName } from "../schema/names.ts"
import { record } from "../schema/record.ts"
import type { Fields, KeyFields, Some, Values } from "./fields.ts"
import { listed } from "./listed.ts"
import { reading, writeUnits, writing } from "./table-operations.ts"
import type { KeyField, TableShape } from "./table-shape.ts"
import type { PruneRange, ScanRange, View, Writer } from "./view.ts"

/** One row of a scan. */
export type Entry<K extends KeyFields, V extends Fields> = {
  readonly key: Values<K>
  readonly value: Values<V>
}

/** A table that may be read. Key arguments may carry more fields than the key. */
export interface Reader<K extends KeyFields, V extends Fields> extends TableShape {
  /** The row, or undefined. Never change it: it is shared. */
  get(view: View, key: Values<K>): Values<V> | undefined
  has(view: View, key: Values<K>): boolean
  /** Rows in key order under a prefix of leading key fields; `{}` is the whole table. */
  scan(view: View, prefix: Some<K>, range: ScanRange<Values<K>>): readonly Entry<K, V>[]
}

/** A table that its own service may also write. */
export interface Table<K extends KeyFields, V extends Fields> extends Reader<K, V> {
  put(tx: Writer, key: Values<K>, row: Values<V>): void
  /** Replaces some columns of a row that exists; an absent row is a `Bug`. */
  patch(tx: Writer, key: Values<K>, some: Some<V>): void
  /** Whether there was a row. */
  delete(tx: Writer, key: Values<K>): boolean
  /**
   * Deletes the lowest rows under the prefix, `limit` at most, whose next key fields are below
   * `below`; answers how many.
   */
  prune(tx: Writer, prefix: Some<K>, range: PruneRange<Some<K>>): number
}

/** A row of a table: `Row<typeof tickets>`. */
export type Row<T> = T extends { get(view: View, key: never): infer R }
  ? Exclude<R, undefined>
  : never
/** A key of a table: `Key<typeof tickets>`. */
export type Key<T> = T extends { get(view: View, key: infer K): unknown } ? K : never

/** How a table is given. */
export type TableDefinition<K extends KeyFields, V extends Fields> = {
  /** Fields in key order; `{}` makes a table of one row. */
  readonly key: K
  readonly value: V
  /** Columns that SQL indexes; commands read by key or key prefix only. */
  readonly indexes?: readonly Extract<keyof NoInfer<K> | keyof NoInfer<V>, string>[]
  /** Code of the refusal that answers a question for no row; `unknown_record` unless given. */
  readonly absent?: string
}

/**
 * A table by name, `[a-z][A-Za-z0-9]{0,31}`.
 * @example
 * export const documents = table("documents", {
 *   key: { digest: hash },
 *   value: { issuer: party, title: text(200) },
 *   indexes: ["issuer"],
 * })
 */
export function table<const K extends KeyFields, const V extends Fields>(
  name: string,
  definition: TableDefinition<K, V>,
): Table<K, V> {
  assertFieldName(name)
  const { key, value, indexes = [], absent = null } = definition
  const columns = Object.keys(value) // in the order of definition
  const keyFields: KeyField[] = []
  for (const [field, kind] of listed(key)) {
    assertFieldName(field)
    assert(kind.key !== null, `table "${name}": key field "${field}" has no key form`)
    assert(!columns.includes(field), `table "${name}": "${field}" is a key field and a column`)
    keyFields.push({ name: field, kind })
  }
  for (const column of indexes) {
    assert(column in key || column in value, `table "${name}": no column "${column}" to index`)
  }
  const row = record(value)
  const shape: TableShape = {
    ...{ name, keyFields, row, columns, columnKinds: value, indexes, absent, raw: null },
    ...{ writeUnits: writeUnits(row.sizeMax), binding: { service: null } },
    readRow: (bytes) => row.readRow(new CborReader(bytes)),
  }
  return Object.assign(shape, writing) as unknown as Table<K, V>
}

/** The same table without the operations that write: what a service shows to others. */
export function reader<K extends KeyFields, V extends Fields>(table: Reader<K, V>): Reader<K, V> {
  const shape: TableShape = {
    ...{ name: table.name, keyFields: table.keyFields, row: table.row, columns: table.columns },
    ...{ columnKinds: table.columnKinds, indexes: table.indexes, absent: table.absent },
    raw: table.raw,
    ...{ writeUnits: table.writeUnits, binding: table.binding, readRow: table.readRow },
  }
  return Object.assign(shape, reading) as unknown as Reader<K, V>
}
