/** Rows of every table by any of their fields, in any order, now or as of a height. */
import {
  type Json,
  type JsonSchema,
  Refusal,
  type Service,
  type TableShape,
} from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { HEIGHT, object } from "../openapi/rows.ts"
import { DECIMAL } from "../routes/record.ts"
import { type Asked, inQuery, JSON_TYPE, jsonAnswer, type Route } from "../routes/route.ts"
import { answerPage, answerPageSchema, decimal } from "./answer.ts"
import { cursorPlace } from "./cursor.ts"
import { heightAsked, limitOf, PAGE } from "./filters.ts"
import {
  askedOf,
  comparedColumns,
  ensureFew,
  filterParameter,
  findBy,
  isIndexed,
  isWide,
  LIST_CODES,
  type ListColumn,
  type Listing,
  orderOf,
  orderParameters,
  parameterName,
} from "./listing.ts"
import { ask, beyond, orderedParts, pageEnd, pageOf, Question, type SqlRow } from "./question.ts"
import { columnsOf, evidenceOf, placesOf, placeText, rowOf, tablesOf } from "./table-columns.ts"

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

/** What rows of a table can be ordered and found by. */
function listingOf(table: TableShape): Listing {
  const { keys, values } = columnsOf(table)
  const columns = comparedColumns([...keys, ...values])
  return { columns, keys: comparedColumns(keys), indexed: table.indexes }
}

type Chosen = {
  /** The first fields of the key, up to a wide one, or one that the table indexes. */
  readonly led: readonly ListColumn[]
  /** Those that each row is asked for. */
  readonly rest: readonly ListColumn[]
}

/** The columns that rows are found by. */
function chosenOf({ columns, keys, indexed }: Listing, query: Query): Chosen {
  const given = columns.filter((column) => query[parameterName(column)] !== undefined)
  const isGiven = (column: ListColumn) => given.some(({ field }) => field === column.field)
  const end = keys.findIndex((column) => !isGiven(column))
  const whole = end === -1 ? keys : keys.slice(0, end)
  // An index finds no further field where one stands for many values.
  const wide = whole.findIndex((column) => isWide(column, query))
  const prefix = wide === -1 ? whole : whole.slice(0, wide + 1)
  const byIndex = given.filter(({ field }) => indexed.includes(field)).slice(0, 1)
  const led = prefix.length > 0 ? prefix : byIndex
  return { led, rest: given.filter(({ field }) => led.every((one) => one.field !== field)) }
}

/** The rows as they stand, or those that stood at a height: replaced ones since, or still there. */
function sourceOf(
  question: Question,
  { rows, history }: ReturnType<typeof placesOf>,
  columns: readonly string[],
  height: bigint | undefined,
  end: string,
): string {
  const listed = [...columns, `"_height"`, `"_transaction"`, `"_operation"`].join(", ")
  if (height === undefined) return `SELECT ${listed} FROM ${rows} ${question.filter} ${end}`
  const at = question.add(String(height), "bigint")
  const both = `"_height" <= ${at}`
  const filter = question.filter === "" ? "WHERE" : `${question.filter} AND`
  const standing = `(SELECT ${listed} FROM ${rows} ${filter} ${both} ${end})`
  const ended = `(SELECT ${listed} FROM ${history} ${filter} ${both} AND "_until" > ${at} ${end})`
  return `SELECT * FROM (${standing} UNION ALL ${ended}) rows ${end}`
}

/** Where no index gives the order or finds all that is asked for, few rows must be left. */
async function ensureBounded(
  ledger: Ledger,
  listing: Listing,
  { rows, history }: ReturnType<typeof placesOf>,
  { led, rest }: Chosen,
  query: Query,
): Promise<void> {
  if (rest.length === 0 && isIndexed(listing, query, led)) return
  const at = heightAsked(ledger, query)
  const indexed = [...listing.keys.slice(0, 1).map(({ field }) => field), ...listing.indexed]
  for (const source of at === undefined ? [rows] : [rows, history]) {
    const question = new Question()
    findBy(question, led, query)
    await ensureFew(ledger, source, question, { at, indexed })
  }
}

async function rowsPage(
  ledger: Ledger,
  service: Service,
  table: TableShape,
  query: Query,
): Promise<Json> {
  const [at, limit] = [heightAsked(ledger, query), limitOf(query)]
  const [listing, places] = [listingOf(table), placesOf(service.name, table)]
  const order = orderOf(listing, query)
  const chosen = chosenOf(listing, query)
  const question = new Question()
  findBy(question, [...chosen.led, ...chosen.rest], query)
  const parameters = [...listing.columns.map(parameterName), "at"]
  const of = askedOf(`${service.name}/${table.name}`, parameters, query)
  beyond(question, order, cursorPlace(query["after"], of, order.columns.length))
  await ensureBounded(ledger, listing, places, chosen, query)
  const { keys, values } = columnsOf(table)
  const columns = [...keys, ...values].map(({ name }) => `"${name}"`)
  const selected = [...columns, ...orderedParts(order)]
  const text = sourceOf(question, places, selected, at, pageEnd(order, limit))
  const answer = await ask(ledger, text, question, at)
  if (at !== undefined && at < answer.begins) throw pruned(at, answer.begins)
  const page = pageOf(answer, of, limit, (row) => placeText(order.columns, row))
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

/** What finding by a field costs. */
function costOf({ keys, indexed }: Listing, { field }: ListColumn): string | undefined {
  if (keys.some((key) => key.field === field)) return "Key field"
  return indexed.includes(field) ? "Indexed" : undefined
}

function rowsRoute(ledger: Ledger, service: Service, table: TableShape): Route {
  const listing = listingOf(table)
  const item = itemSchema(table) as { readonly properties: Record<string, JsonSchema> }
  return {
    ...{ method: "GET", tag: service.name, path: `/v1/read-model/${service.name}/${table.name}` },
    access: "read",
    name: `readModel.${service.name}.${table.name}`,
    about: `Rows of ${table.name} by any of their fields in any order, also as of any height`,
    parameters: [
      ...listing.columns.map((column) => filterParameter(column, costOf(listing, column))),
      inQuery("at", "The rows after this height", DECIMAL),
      ...orderParameters(listing),
      ...PAGE,
    ],
    gives: {
      [JSON_TYPE]: answerPageSchema(object({ ...item.properties, evidence: { type: "string" } })),
    },
    codes: [...LIST_CODES, "height_pruned"],
    answer: async ({ query }) => jsonAnswer(await rowsPage(ledger, service, table, query)),
  }
}

/** A route a table; raw tables are their own service's. */
export function rowQueries(ledger: Ledger): readonly Route[] {
  return tablesOf(ledger).map(([service, table]) => rowsRoute(ledger, service, table))
}
