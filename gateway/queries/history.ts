/**
 * All that one row ever was: each version with when it was made, by whose command, and which block
 * ended it. What was before the ledger's own tables begin, they do not tell.
 */
import { type Json, type JsonSchema, type Service, type TableShape, toHex } from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { HEIGHT, INSTANT, object } from "../openapi/rows.ts"
import { integer } from "../requests/parameters.ts"
import { DECIMAL, HEX, TEXT } from "../routes/record.ts"
import { type Asked, inQuery, JSON_TYPE, jsonAnswer, type Route } from "../routes/route.ts"
import { keyParameters, keyTemplate } from "../state-path.ts"
import { answerPage, answerPageSchema, decimal, instant } from "./answer.ts"
import { cursorPlace } from "./cursor.ts"
import { heightAsked, limitOf, PAGE } from "./filters.ts"
import { ask, pageOf, Question, type SqlRow } from "./question.ts"
import { itemSchema, writerOf } from "./rows.ts"
import { columnsOf, parameterOf, placesOf, rowOf, tablesOf } from "./table-columns.ts"

/** What the ledger's own tables tell of a version. */
const TOLD = [
  `made."time" AS "_time"`,
  `gone."time" AS "_until_time"`,
  `acts."id" AS "_id"`,
  `acts."caller" AS "_caller"`,
  `steps."command" AS "_command"`,
]
const TELLERS = [
  `LEFT JOIN "ledger"."blocks" made ON made."height" = "_height"`,
  `LEFT JOIN "ledger"."blocks" gone ON gone."height" = "_until"`,
  `LEFT JOIN "ledger"."transactions" acts`,
  `ON acts."height" = "_height" AND acts."index" = "_transaction"`,
  `LEFT JOIN "ledger"."operations" steps ON steps."height" = "_height"`,
  `AND steps."index" = "_transaction" AND steps."operation" = "_operation"`,
]

/** Every version of a row, newest first. */
async function historyPage(
  ledger: Ledger,
  service: Service,
  table: TableShape,
  { path, query }: Asked,
): Promise<Json> {
  const limit = limitOf(query)
  const { keys, values } = columnsOf(table)
  const question = new Question()
  for (const column of keys) {
    const value = question.add(parameterOf(column, path[column.field]!), column.kind.sql.type)
    question.where(`"${column.name}" = ${value}`)
  }
  const of = `${service.name}/${table.name} ${JSON.stringify(path)}`
  const after = cursorPlace(query["after"], of, 1)
  if (after !== null) {
    const below = question.add(String(integer(after[0]!, "after")), "bigint")
    question.where(`"_height" < ${below}`)
  }
  const names = [...keys, ...values].map(({ name }) => `"${name}"`)
  const listed = [...names, `"_height"`, `"_transaction"`, `"_operation"`].join(", ")
  const { rows, history } = placesOf(service.name, table)
  const end = `ORDER BY "_height" DESC LIMIT ${limit + 1}`
  const present = `SELECT ${listed}, NULL::bigint AS "_until" FROM ${rows} ${question.filter}`
  const past = `(SELECT ${listed}, "_until" FROM ${history} ${question.filter} ${end})`
  const text = `SELECT versions.*, ${TOLD.join(", ")}
    FROM (SELECT * FROM (${present} UNION ALL ${past}) all_of_them ${end}) versions
    ${TELLERS.join(" ")} ${end}`
  const answer = await ask(ledger, text, question, heightAsked(ledger, query))
  const page = pageOf(answer, of, limit, (row) => [decimal(row["_height"])])
  return answerPage(
    answer,
    page.rows.map((row) => versionOf(table, row)),
    page.next,
  )
}

const byOf = (row: SqlRow): Json => ({
  transaction: toHex(row["_id"] as Uint8Array),
  caller: row["_caller"] as Json,
  command: row["_command"] as Json,
})

function versionOf(table: TableShape, row: SqlRow): Json {
  return {
    ...{ value: rowOf(table, row).value, writer: writerOf(row) },
    ...{ time: orNull(row["_time"], instant), by: row["_id"] === null ? null : byOf(row) },
    ended: orNull(row["_until"], decimal),
    endedTime: orNull(row["_until_time"], instant),
  }
}

function orNull(column: unknown, told: (column: unknown) => Json): Json {
  return column === null ? null : told(column)
}

function versionSchema(table: TableShape): JsonSchema {
  const { properties } = itemSchema(table) as { readonly properties: Record<string, JsonSchema> }
  const nullable = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: "null" }] })
  const by = object({ transaction: HEX, caller: nullable(TEXT), command: nullable(TEXT) })
  return object({
    ...{ value: properties["value"]!, writer: properties["writer"]! },
    ...{ time: nullable(INSTANT), by: nullable(by) },
    ...{ ended: nullable(HEIGHT), endedTime: nullable(INSTANT) },
  })
}

function historyRoute(ledger: Ledger, service: Service, table: TableShape): Route {
  const key = keyTemplate(table)
  return {
    ...{ method: "GET", tag: service.name, access: "read" },
    path: `/v1/read-model/${service.name}/${table.name}/history${key}`,
    name: `readModel.${service.name}.${table.name}.history`,
    about: `All that a row of ${table.name} ever was, newest first`,
    parameters: [...keyParameters(table), inQuery("at", "Waits for this height", DECIMAL), ...PAGE],
    gives: { [JSON_TYPE]: answerPageSchema(versionSchema(table)) },
    codes: ["cursor_invalid", "height_not_reached", "read_model_behind"],
    answer: async (asked) => jsonAnswer(await historyPage(ledger, service, table, asked)),
  }
}

/** A route a table; raw tables are their own service's. */
export function historyQueries(ledger: Ledger): readonly Route[] {
  return tablesOf(ledger).map(([service, table]) => historyRoute(ledger, service, table))
}
