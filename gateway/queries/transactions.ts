/** Transactions and blocks by who called, by command, by outcome, by time, in any order. */
import { Invalid, type Json, type JsonSchema, type Kind, toHex, u32, u64 } from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { HEIGHT, INSTANT, object } from "../openapi/rows.ts"
import { HEX, TEXT } from "../routes/record.ts"
import { type Asked, inQuery, JSON_TYPE, jsonAnswer, type Route } from "../routes/route.ts"
import { answerPage, answerPageSchema, decimal, instant } from "./answer.ts"
import { cursorPlace } from "./cursor.ts"
import { AT, heightAsked, limitOf, PAGE, TIMES, withinTimes } from "./filters.ts"
import {
  ensureFew,
  isIndexed,
  LIST_CODES,
  type ListColumn,
  type Listing,
  orderOf,
  orderParameters,
} from "./listing.ts"
import { ask, beyond, type Order, pageEnd, pageOf, Question, type SqlRow } from "./question.ts"
import { placeText } from "./table-columns.ts"

const OUTCOMES = ["accepted", "refused", "invalid"] as const

const figure = (field: string, kind: Kind<unknown>): ListColumn => {
  return { field, name: field, kind, expression: `"${field}"` }
}
const height = figure("height", u64)

/** What transactions can be ordered by; their time is the order of their heights. */
const TRANSACTIONS: Listing = {
  columns: [height, ...["cost", "operations", "events"].map((name) => figure(name, u64))],
  keys: [height, figure("index", u32)],
  indexed: [],
}
const BLOCKS: Listing = {
  columns: [
    height,
    ...["transactions", "operations", "events", "bytes"].map((name) => figure(name, u64)),
  ],
  keys: [height],
  indexed: [],
}

const nullable = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: "null" }] })
const count: JsonSchema = { type: "integer", minimum: 0 }

const transactionItem = object({
  ...{ transaction: nullable(HEX), height: HEIGHT, index: count, time: INSTANT },
  ...{ caller: nullable(TEXT), status: { type: "string", enum: [...OUTCOMES] }, cost: HEIGHT },
  ...{ mode: nullable(TEXT), memo: nullable(TEXT), operations: count, events: count },
  evidence: nullable(TEXT),
})

const blockItem = object({
  ...{ height: HEIGHT, time: INSTANT, hash: HEX, appHash: HEX, proposer: TEXT },
  ...{ transactions: count, operations: count, events: count, bytes: HEIGHT },
})

function transactionItemJson(row: SqlRow): Json {
  const id = row["id"] === null ? null : toHex(row["id"] as Uint8Array)
  return {
    ...{ transaction: id, height: decimal(row["height"]), index: row["index"] as number },
    ...{ time: instant(row["time"]), caller: row["caller"] as Json },
    status: OUTCOMES[row["code"] as 0 | 1 | 2],
    ...{ cost: decimal(row["cost"]), mode: row["mode"] as Json, memo: row["memo"] as Json },
    ...{ operations: row["operations"] as number, events: row["events"] as number },
    evidence: id === null ? null : `/v1/evidence/transactions/${id}`,
  }
}

function blockItemJson(row: SqlRow): Json {
  const hex = (name: string) => toHex(row[name] as Uint8Array)
  return {
    ...{ height: decimal(row["height"]), time: instant(row["time"]), hash: hex("hash") },
    ...{ appHash: hex("app_hash"), proposer: hex("proposer") },
    ...{ transactions: row["transactions"] as number, operations: row["operations"] as number },
    ...{ events: row["events"] as number, bytes: decimal(row["bytes"]) },
  }
}

function codeOf(outcome: string): number {
  const code = (OUTCOMES as readonly string[]).indexOf(outcome)
  if (code >= 0) return code
  const expected = OUTCOMES.join(", ")
  throw new Invalid("unknown_value", "/outcome", `"outcome" is one of ${expected}.`, { expected })
}

/** Transactions in the order asked for, and those that an index finds before all else is asked. */
type Found = { readonly text: string; readonly source: string; readonly led: Question }

const IN_OPERATIONS = `SELECT DISTINCT "height", "index" FROM "ledger"."operations"`

/** One filter by its index; by command the operations lead, each transaction once. */
function byIndex(question: Question, by: string | null, query: Asked["query"]): string {
  if (by === "caller") question.where(`"caller" = ${question.add(query[by]!, "text")}`)
  if (by === "outcome") {
    question.where(`"code" = ${question.add(codeOf(query[by]!), "smallint")}`)
  }
  if (by !== "command") return `"ledger"."transactions"`
  const command = question.add(query[by]!, "text")
  return `(${IN_OPERATIONS} WHERE "command" = ${command}) places
    JOIN "ledger"."transactions" USING ("height", "index")`
}

function within(question: Question, query: Asked["query"], at: bigint | undefined): void {
  if (at !== undefined) question.where(`"height" <= ${question.add(String(at), "bigint")}`)
  withinTimes(question, query)
}

/** Several filters, or another order: the first by its index, the others of what that leaves. */
function foundWithin(
  question: Question,
  query: Asked["query"],
  at: bigint | undefined,
  order: Order,
  limit: number,
): Found {
  const [first = null, ...others] = FILTERS.filter((name) => query[name] !== undefined)
  const led = new Question()
  const source = byIndex(led, first, query)
  within(led, query, at)
  byIndex(question, first, query)
  within(question, query, at)
  for (const other of others) byIndex(question, other, query)
  beyond(question, order, cursorPlace(query["after"], cursorOf(query), order.columns.length))
  const text = `SELECT * FROM ${source} ${question.filter} ${pageEnd(order, limit)}`
  return { text, source, led }
}

/** The index of the command gives its transactions in order, without a look at the others. */
function byCommandAlone(
  question: Question,
  query: Asked["query"],
  at: bigint | undefined,
  order: Order,
  limit: number,
): string {
  question.where(`"command" = ${question.add(query["command"]!, "text")}`)
  within(question, query, at)
  beyond(question, order, cursorPlace(query["after"], cursorOf(query), order.columns.length))
  const end = pageEnd(order, limit)
  const whole = `JOIN "ledger"."transactions" USING ("height", "index")`
  return `SELECT * FROM (${IN_OPERATIONS} ${question.filter} ${end}) places ${whole} ${end}`
}

/** The most selective first. */
const FILTERS = ["command", "caller", "outcome"] as const

function cursorOf({ caller, command, outcome, sort, reverse }: Asked["query"]): string {
  const given = [caller, command, outcome, sort, reverse].map((one) => one ?? "")
  return `transactions ${JSON.stringify(given)}`
}

async function transactionPage(ledger: Ledger, query: Asked["query"]): Promise<Json> {
  const [at, limit] = [heightAsked(ledger, query), limitOf(query)]
  const order = orderOf(TRANSACTIONS, query, true)
  const question = new Question()
  const given = FILTERS.filter((name) => query[name] !== undefined)
  const sorted = !isIndexed(TRANSACTIONS, query, [])
  let text: string
  if (given.length === 1 && given[0] === "command" && !sorted) {
    text = byCommandAlone(question, query, at, order, limit)
  } else {
    const found = foundWithin(question, query, at, order, limit)
    if (sorted || given.length > 1) {
      await ensureFew(ledger, found.source, found.led, { at, indexed: INDEXED })
    }
    text = found.text
  }
  const answer = await ask(ledger, text, question, at)
  const page = pageOf(answer, cursorOf(query), limit, (row) => placeText(order.columns, row))
  return answerPage(answer, page.rows.map(transactionItemJson), page.next)
}

/** What makes a list short enough for an order without an index. */
const INDEXED = [...FILTERS, "since", "until"]

async function blockPage(ledger: Ledger, query: Asked["query"]): Promise<Json> {
  const [at, limit] = [heightAsked(ledger, query), limitOf(query)]
  const order = orderOf(BLOCKS, query, true)
  const of = `blocks ${query["sort"] ?? ""} ${query["reverse"] ?? ""}`
  const question = new Question()
  within(question, query, at)
  if (!isIndexed(BLOCKS, query, [])) {
    await ensureFew(ledger, `"ledger"."blocks"`, question, { at, indexed: ["since", "until"] })
  }
  beyond(question, order, cursorPlace(query["after"], of, order.columns.length))
  const text = `SELECT * FROM "ledger"."blocks" ${question.filter} ${pageEnd(order, limit)}`
  const answer = await ask(ledger, text, question, at)
  const page = pageOf(answer, of, limit, (row) => placeText(order.columns, row))
  return answerPage(answer, page.rows.map(blockItemJson), page.next)
}

/** Questions about blocks and their transactions. */
export function transactionQueries(ledger: Ledger): readonly Route[] {
  const base = { method: "GET", tag: "ledger", access: "read" } as const
  return [
    {
      ...{ ...base, path: "/v1/read-model/transactions", name: "readModel.transactions" },
      about: "Transactions by caller, command and outcome, newest first or in another order",
      parameters: [
        inQuery("caller", "Only of this principal", TEXT),
        inQuery("command", "Only with an operation of this command: `service.name`", TEXT),
        inQuery("outcome", "Only of this outcome", { type: "string", enum: [...OUTCOMES] }),
        ...[...TIMES, AT, ...orderParameters(TRANSACTIONS), ...PAGE],
      ],
      gives: { [JSON_TYPE]: answerPageSchema(transactionItem) },
      codes: LIST_CODES,
      answer: async ({ query }) => jsonAnswer(await transactionPage(ledger, query)),
    },
    {
      ...{ ...base, path: "/v1/read-model/blocks", name: "readModel.blocks" },
      about: "Blocks by time, newest first or in another order",
      parameters: [...TIMES, AT, ...orderParameters(BLOCKS), ...PAGE],
      gives: { [JSON_TYPE]: answerPageSchema(blockItem) },
      codes: LIST_CODES,
      answer: async ({ query }) => jsonAnswer(await blockPage(ledger, query)),
    },
  ]
}
