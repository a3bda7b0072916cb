/**
 * The statements that bring a block's batch into its table. A batch is one parameter, a JSON list
 * of rows; a row that is replaced or deleted goes into the table of what was before, with the
 * height that ended it.
 */
import { keyNames, listed, placed, quoted } from "./definition.ts"
import { type Column, type EventLayout, historySchema, type TableLayout } from "./layout.ts"
import { EVENT_COLUMNS, type GrowingTable, LEDGER_SCHEMA } from "./ledger-tables.ts"

const WRITER = ["_height", "_transaction", "_operation"] as const

/** A type without its conditions: a batch has been checked by its kinds. */
const bare = (type: string) => type.replace(/ NOT NULL$/, "")

const typed = ({ name, kind }: Column) => `${quoted(name)} ${kind.sql.type}`

const BY_TRANSACTION = `"_transaction" integer`

/** Rows that a block wrote: parameters are the batch and the height. */
export function putStatement(layout: TableLayout): string {
  const { schema, name, keys, values } = layout
  const columns = [...keys, ...values]
  const names = columns.map((column) => column.name)
  const types = [...columns.map(typed), BY_TRANSACTION, `"_operation" integer`]
  const set = [...values.map((column) => column.name), ...WRITER].map(
    (each) => `${quoted(each)} = excluded.${quoted(each)}`,
  )
  const into = [...names, ...WRITER]
  const from = [...names.map(quoted), "$2::bigint", `"_transaction"`, `"_operation"`]
  return `WITH batch AS (SELECT * FROM json_to_recordset($1::json) AS rows(${types.join(", ")})),
    ${endedClause(layout)}
    INSERT INTO ${placed(schema, name)} (${listed(into)}) SELECT ${from.join(", ")} FROM batch
    ON CONFLICT (${listed(keyNames(layout))}) DO UPDATE SET ${set.join(", ")}`
}

/** Rows that a block deleted: parameters are the batch of keys and the height. */
export function deleteStatement(layout: TableLayout): string {
  const { schema, name, keys } = layout
  const types = [...keys.map(typed), BY_TRANSACTION]
  return `WITH batch AS (SELECT * FROM json_to_recordset($1::json) AS rows(${types.join(", ")})),
    ${endedClause(layout)}
    DELETE FROM ${placed(schema, name)} old USING batch WHERE ${sameKey(layout)}`
}

function sameKey({ keys }: TableLayout): string {
  if (keys.length === 0) return "true"
  return keys.map(({ name }) => `old.${quoted(name)} = batch.${quoted(name)}`).join(" AND ")
}

/** Keeps the rows that the batch ends. */
function endedClause(layout: TableLayout): string {
  const { schema, name, keys, values } = layout
  const kept = [...keys, ...values].map((column) => column.name)
  const columns = [...kept, ...WRITER]
  const old = columns.map((each) => `old.${quoted(each)}`).join(", ")
  const into = listed([...columns, "_until", "_ended_by"])
  return `ended AS (INSERT INTO ${placed(historySchema(layout), name)} (${into})
      SELECT ${old}, $2::bigint, batch."_transaction"
      FROM ${placed(schema, name)} old JOIN batch ON ${sameKey(layout)})`
}

/** Rows of a table that only grows: the parameter is the batch. */
export function appendStatement({ name, columns }: GrowingTable): string {
  return append(
    placed(LEDGER_SCHEMA, name),
    columns.map(([column]) => column),
    columns.map(([column, type]) => `${quoted(column)} ${bare(type)}`),
  )
}

/** Events of one kind: the parameter is the batch. */
export function eventStatement({ schema, name, fields }: EventLayout): string {
  const own = EVENT_COLUMNS.map(([column, type]) => `${quoted(column)} ${bare(type)}`)
  const names = [...EVENT_COLUMNS.map(([column]) => column), ...fields.map((field) => field.name)]
  return append(placed(schema, name), names, [...own, ...fields.map(typed)])
}

function append(place: string, names: readonly string[], types: readonly string[]): string {
  return `INSERT INTO ${place} (${listed(names)})
    SELECT ${listed(names)} FROM json_to_recordset($1::json) AS rows(${types.join(", ")})`
}
