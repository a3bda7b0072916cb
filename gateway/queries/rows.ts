/** Rows of every table by key prefix or by one of its indexes, now or as of a height. */
import {
  Invalid,
  type Json,
  type JsonSchema,
  Refusal,
  type Service,
  type TableShape,
} from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { HEIGHT, object } from "../openapi/rows.ts"
import { flag } from "../requests/parameters.ts"
import { DECIMAL, FLAG } from "../routes/record.ts"
import { type Asked, inQuery, JSON_TYPE, jsonAnswer, type Route } from "../routes/route.ts"
import { answerPage, answerPageSchema, decimal } from "./answer.ts"
import { cursorPlace } from "./cursor.ts"
import { heightAsked, limitOf, oneOf, PAGE } from "./filters.ts"
import { ask, beyond, type Order, pageEnd, pageOf, Question, type SqlRow } from "./question.ts"
import {
  columnsOf,
  evidenceOf,
  parameterOf,
  placeOf,
  placesOf,
  rowOf,
  type TableColumn,
  tablesOf,
} from "./table-columns.ts"

type Query = Asked["query"]

const INDEX: JsonSchema = { anyOf: [{ type: "integer", minimum: 0 }, { type: "null" }] }

/** The schema of a row and who wrote it. */
export function itemSchema(table: TableShape): JsonSchema {
  const key = Object.fromEntries(table.keyFields.map(({ name, kind }) => [name, kind.jsonSchema()]))
  return object({
    ...{ key: object(key), value: table.row.jsonSchema() },
    writer: object({ height: HEIGHT, transaction: INDEX, operation: INDEX }),
  })
}

/** Who wrote a row: the block, the transaction's place in it, its operation. */
export function writerOf(row: SqlRow): Json {
  return {
    height: decimal(row["_height"]),
    transaction: row["_transaction"] as number | null,
    operation: row["_operation"] as number | null,
  }
}

/** The columns that are asked for: leading fields of the key, or one that the table indexes. */
function chosenOf(table: TableShape, query: Query): readonly TableColumn[] {
  const { keys, values } = columnsOf(table)
  const isGiven = ({ field }: TableColumn) => query[field] !== undefined
  const end = keys.findIndex((column) => !isGiven(column))
  const prefix = end === -1 ? keys : keys.slice(0, end)
  const indexed = values.filter(({ field }) => table.indexes.includes(field))
  const others = [...keys.slice(prefix.length), ...indexed].filter(isGiven)
  const [other] = others
  if (other === undefined) return prefix
  if (!table.indexes.includes(other.field)) {
    const before = keys[prefix.length]?.field ?? ""
    const reason = `A filter by "${other.field}" needs one by "${before}" before it.`
    throw new Invalid("filter_unsupported", `/${other.field}`, reason, { expected: before })
  }
  oneOf(
    query,
    [...prefix, ...others].map(({ field }) => field),
  )
  return [other]
}

function filterOf(question: Question, table: TableShape, query: Query): string {
  const chosen = chosenOf(table, query)
  for (const column of chosen) {
    const value = question.add(parameterOf(column, query[column.field]!), column.kind.sql.type)
    question.where(`"${column.name}" = ${value}`)
  }
  return chosen.map(({ field }) => `${field}=${query[field]}`).join(" ")
}

function orderOf(keys: readonly TableColumn[], query: Query): Order {
  const descending = flag(query["reverse"], "reverse")
  return { columns: keys.map(({ name, kind }) => [name, kind.sql.type]), descending }
}

/** The rows as they stand, or those that stood at a height: replaced ones since, or still there. */
function sourceOf(
  question: Question,
  { rows, history }: ReturnType<typeof placesOf>,
  columns: readonly string[],
  height: bigint | undefined,
  end: string,
): string {
  const names = [
    ...columns.map((name) => `"${name}"`),
    `"_height"`,
    `"_transaction"`,
    `"_operation"`,
  ]
  const listed = names.join(", ")
  if (height === undefined) return `SELECT ${listed} FROM ${rows} ${question.filter} ${end}`
  const at = question.add(String(height), "bigint")
  const both = `"_height" <= ${at}`
  const filter = question.filter === "" ? "WHERE" : `${question.filter} AND`
  const standing = `(SELECT ${listed} FROM ${rows} ${filter} ${both} ${end})`
  const ended = `(SELECT ${listed} FROM ${history} ${filter} ${both} AND "_until" > ${at} ${end})`
  return `SELECT * FROM (${standing} UNION ALL ${ended}) rows ${end}`
}

async function rowsPage(
  ledger: Ledger,
  service: Service,
  table: TableShape,
  query: Query,
): Promise<Json> {
  const [at, limit] = [heightAsked(ledger, query), limitOf(query)]
  const { keys, values } = columnsOf(table)
  const question = new Question()
  const filter = filterOf(question, table, query)
  const of = `${service.name}/${table.name} ${filter} ${query["reverse"] ?? 0} ${at ?? ""}`
  const order = orderOf(keys, query)
  beyond(question, order, cursorPlace(query["after"], of, keys.length))
  const names = [...keys, ...values].map(({ name }) => name)
  const end = pageEnd(order, limit)
  const text = sourceOf(question, placesOf(service.name, table), names, at, end)
  const answer = await ask(ledger, text, question, at)
  if (at !== undefined && at < answer.begins) throw pruned(at, answer.begins)
  const page = pageOf(answer, of, limit, (row) => placeOf(table, row))
  const items = page.rows.map((row) => {
    const found = rowOf(table, row)
    return { ...found, writer: writerOf(row), evidence: evidenceOf(service.name, table, found) }
  })
  return answerPage(answer, items, page.next)
}

function pruned(at: bigint, begins: bigint): Refusal {
  const details = { height: String(at), earliest: String(begins) }
  const message = `The read model's history begins at height ${begins}.`
  return new Refusal("height_pruned", message, details, 410)
}

function rowsRoute(ledger: Ledger, service: Service, table: TableShape): Route {
  const { keys, values } = columnsOf(table)
  const others = values.filter(({ field }) => table.indexes.includes(field))
  const item = itemSchema(table) as { readonly properties: Record<string, JsonSchema> }
  return {
    ...{ method: "GET", tag: service.name, path: `/v1/read-model/${service.name}/${table.name}` },
    access: "read",
    name: `readModel.${service.name}.${table.name}`,
    about: `Rows of ${table.name} by key or index, also as of any height`,
    parameters: [
      ...keys.map(({ field, kind }) => inQuery(field, "Key field", kind.jsonSchema())),
      ...others.map(({ field, kind }) => inQuery(field, "Indexed: alone", kind.jsonSchema())),
      inQuery("at", "The rows after this height", DECIMAL),
      inQuery("reverse", "1: the greatest key first", FLAG),
      ...PAGE,
    ],
    gives: {
      [JSON_TYPE]: answerPageSchema(object({ ...item.properties, evidence: { type: "string" } })),
    },
    codes: [
      ...["cursor_invalid", "filter_unsupported", "height_not_reached", "height_pruned"],
      "read_model_behind",
    ],
    answer: async ({ query }) => jsonAnswer(await rowsPage(ledger, service, table, query)),
  }
}

/** A route a table; raw tables are their own service's. */
export function rowQueries(ledger: Ledger): readonly Route[] {
  return tablesOf(ledger).map(([service, table]) => rowsRoute(ledger, service, table))
}
