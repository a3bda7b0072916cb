/**
 * What a transaction changed, row by row: as each was before its block, and what it became. Before
 * is read from the state while the node keeps it, later from the read model, if it runs.
 */
import { type Json, type JsonSchema, readStateKey, time as timeKind } from "@concordat/kernel"
import type { Ledger, RowChange } from "@concordat/node"
import type { GatewayOptions } from "../gateway.ts"
import { HEIGHT, INSTANT, object, ROW_CHANGE } from "../openapi/rows.ts"
import { ask, Question, type SqlRow } from "../queries/question.ts"
import { columnsOf, placesOf, rowOf } from "../queries/table-columns.ts"
import { type Place, placeOfKey } from "../row-place.ts"
import { fieldsJson } from "../state-path.ts"
import { HEX, hashText, unknownRecord } from "./record.ts"
import { inPath, JSON_TYPE, jsonAnswer, type Route } from "./route.ts"

/** Rows that one answer tells. */
const ROWS_MAX = 256

/** What a row was before a block; undefined: nobody here knows it any more. */
async function valueBefore(
  ledger: Ledger,
  { service, table }: Place,
  { key, before }: RowChange,
  height: bigint,
): Promise<Json | undefined> {
  if (before === null) return null
  const { provableFrom } = ledger.status()
  if (height - 1n >= provableFrom) {
    const { value } = await ledger.row(key, height - 1n)
    return value === null ? null : table.row.toJson(table.readRow(value))
  }
  if (ledger.readModel.status().state !== "ready") return undefined
  const fields = readStateKey(table, key) as Readonly<Record<string, unknown>>
  const { keys, values } = columnsOf(table)
  const question = new Question()
  for (const { field, name, kind } of keys) {
    const value = question.add(kind.sql.to(fields[field]), kind.sql.type)
    question.where(`"${name}" = ${value}`)
  }
  question.where(`"_until" = ${question.add(String(height), "bigint")}`)
  const names = [...keys, ...values].map(({ name }) => `"${name}"`).join(", ")
  const { history } = placesOf(service, table)
  const text = `SELECT ${names} FROM ${history} ${question.filter} LIMIT 1`
  const [row] = (await ask(ledger, text, question, undefined)).rows as readonly SqlRow[]
  return row === undefined ? undefined : rowOf(table, row).value
}

async function rowJson(
  ledger: Ledger,
  change: RowChange,
  height: bigint,
): Promise<readonly Json[]> {
  const place = placeOfKey(ledger.runtime, change.key)
  if (place === undefined) return []
  const { service, table } = place
  const before = await valueBefore(ledger, place, change, height)
  const { key, value } = change
  return [
    {
      ...{ service, table: table.name, key: fieldsJson(table, readStateKey(table, key)) },
      ...{ before: before ?? null, known: before !== undefined },
      after: value === null ? null : table.row.toJson(table.readRow(value)),
    },
  ]
}

async function changesOf(ledger: Ledger, id: string): Promise<Json> {
  const record = await ledger.transaction(hashText(id, "id"))
  if (record === null) throw unknownRecord("transaction")
  const { height, index, time } = record
  const all = await ledger.changes(height)
  const own = all.filter(({ transaction }) => transaction === index)
  const told = own.slice(0, ROWS_MAX)
  const rows = await Promise.all(told.map((change) => rowJson(ledger, change, height)))
  return {
    ...{ height: height.toString(), time: timeKind.toJson(time) },
    ...{ rows: rows.flat(), left: own.length - told.length },
  }
}

const ROW: JsonSchema = object({ ...ROW_CHANGE, known: { type: "boolean" } })

/** `/v1/transactions/{id}/changes`. */
export function changesRoutes({ ledger }: GatewayOptions): readonly Route[] {
  return [
    {
      ...{ method: "GET", path: "/v1/transactions/{id}/changes", name: "transaction.changes" },
      ...{ tag: "ledger", access: "read" },
      about: "The rows that a transaction changed: as they were before its block, what they became",
      more:
        "A row that a later transaction of the block wrote again is told with that one. `known` " +
        "is false where what it was is kept no more: older than the last 100 blocks, and " +
        `no read model. At most ${ROWS_MAX} rows; \`left\` counts the others.`,
      parameters: [inPath("id", "The transaction's id", HEX)],
      gives: {
        [JSON_TYPE]: object({
          ...{ height: HEIGHT, time: INSTANT, rows: { type: "array", items: ROW } },
          left: { type: "integer", minimum: 0 },
        }),
      },
      codes: ["unknown_record", "height_pruned"],
      answer: async ({ path }) => jsonAnswer(await changesOf(ledger, path["id"]!)),
    },
  ]
}
