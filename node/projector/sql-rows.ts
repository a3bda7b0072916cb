/** Rows of the read model turned back into what they are in the state: bytes of key and value. */
import { encode, stateKey } from "@concordat/kernel"
import { CompiledQuery } from "kysely"
import type { Database } from "./database.ts"
import { listed, placed, quoted } from "./definition.ts"
import type { Column, TableLayout } from "./layout.ts"

/** Rows that are read at once. */
const PAGE_ROWS = 2_000

/** A row as the state has it. */
export type StateRow = readonly [key: Uint8Array, value: Uint8Array]

type SqlRow = Readonly<Record<string, unknown>>

/** The values of some columns, by field. */
function valuesOf(columns: readonly Column[], row: SqlRow): Record<string, unknown> {
  return Object.fromEntries(
    columns.map(({ name, field, kind }) => [field, kind.sql.from(row[name])]),
  )
}

function stateRow({ shape, keys, values }: TableLayout, row: SqlRow): StateRow {
  if (shape.raw === null) {
    const value = encode(shape.row, valuesOf(values, row))
    return [stateKey(shape, valuesOf(keys, row)), value]
  }
  const bytes = (column: Column | undefined) => new Uint8Array(row[column!.name] as Uint8Array)
  return [stateKey(shape, bytes(keys[0])), bytes(values[0])]
}

/** `$1`, `$2`, each as its column's type, so that a key is compared as it is ordered. */
function castsOf(columns: readonly Column[], first = 1): string {
  return columns.map(({ kind }, i) => `$${first + i}::${kind.sql.type}`).join(", ")
}

async function pageOf(
  on: Pick<Database, "executeQuery">,
  text: string,
  parameters: readonly unknown[],
): Promise<readonly SqlRow[]> {
  return (await on.executeQuery<SqlRow>(CompiledQuery.raw(text, [...parameters]))).rows
}

/** Selects the first page of a table in key order, or the next one after a key. */
export function pageStatement(table: TableLayout, isFirst: boolean): string {
  const { schema, name, keys, values } = table
  const names = [...keys, ...values].map((column) => column.name)
  const columns = names.length === 0 ? "true" : listed(names)
  const order =
    keys.length === 0 ? "" : `ORDER BY ${keys.map((key) => quoted(key.name)).join(", ")}`
  const keyNames = listed(keys.map((key) => key.name))
  const beyond = isFirst ? "" : `WHERE (${keyNames}) > (${castsOf(keys)})`
  const from = `FROM ${placed(schema, name)} ${beyond} ${order}`
  return `SELECT ${columns} ${from} LIMIT ${PAGE_ROWS}`
}

/** All rows of a table in key order, which is that of the state. */
export async function* rowsInOrder(
  on: Pick<Database, "executeQuery">,
  table: TableLayout,
): AsyncGenerator<StateRow> {
  const { keys } = table
  let after: unknown[] | null = null
  for (;;) {
    const rows = await pageOf(on, pageStatement(table, after === null), after ?? [])
    for (const row of rows) yield stateRow(table, row)
    const last = rows.at(-1)
    if (rows.length < PAGE_ROWS || last === undefined) return
    after = keys.map(({ name, kind }) => parameterOf(kind.sql.to(kind.sql.from(last[name]))))
  }
}

/** A value as drivers take it: fixed bytes come as hex text from no kind, so as they are. */
function parameterOf(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value) : value
}
