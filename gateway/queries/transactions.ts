/** Transactions and blocks, newest first, by who called, by command, by outcome, by time. */
import { Invalid, type Json, type JsonSchema, toHex } from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { HEIGHT, INSTANT, object } from "../openapi/rows.ts"
import { HEX, TEXT } from "../routes/record.ts"
import { type Asked, inQuery, JSON_TYPE, jsonAnswer, type Route } from "../routes/route.ts"
import { answerPage, answerPageSchema, decimal, instant } from "./answer.ts"
import { cursorPlace } from "./cursor.ts"
import { AT, heightAsked, limitOf, oneOf, PAGE, TIMES, withinTimes } from "./filters.ts"
import { ask, beyond, type Order, pageEnd, pageOf, Question, type SqlRow } from "./question.ts"

const OUTCOMES = ["accepted", "refused", "invalid"] as const
const BY_PLACE: Order = {
  columns: [
    ["height", "bigint"],
    ["index", "integer"],
  ],
  descending: true,
}
const BY_HEIGHT: Order = { columns: [["height", "bigint"]], descending: true }

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

/** By command the operations lead, each transaction once; else the transactions do. */
function transactionsText(question: Question, query: Asked["query"], limit: number): string {
  const by = oneOf(query, ["caller", "command", "outcome"])
  const end = pageEnd(BY_PLACE, limit)
  if (by === "command") {
    question.where(`"command" = ${question.add(query[by]!, "text")}`)
    const places = `SELECT DISTINCT "height", "index" FROM "ledger"."operations" ${question.filter}`
    const whole = `JOIN "ledger"."transactions" USING ("height", "index")`
    return `SELECT * FROM (${places} ${end}) places ${whole} ORDER BY "height" DESC, "index" DESC`
  }
  if (by === "caller") question.where(`"caller" = ${question.add(query[by]!, "text")}`)
  if (by === "outcome") {
    question.where(`"code" = ${question.add(codeOf(query[by]!), "smallint")}`)
  }
  return `SELECT * FROM "ledger"."transactions" ${question.filter} ${end}`
}

async function transactionPage(ledger: Ledger, query: Asked["query"]): Promise<Json> {
  const [at, limit] = [heightAsked(ledger, query), limitOf(query)]
  const { caller = "", command = "", outcome = "" } = query
  const of = `transactions ${caller} ${command} ${outcome}`
  const question = new Question()
  if (at !== undefined) question.where(`"height" <= ${question.add(String(at), "bigint")}`)
  withinTimes(question, query)
  beyond(question, BY_PLACE, cursorPlace(query["after"], of, 2))
  const answer = await ask(ledger, transactionsText(question, query, limit), question, at)
  const page = pageOf(answer, of, limit, (row) => [decimal(row["height"]), decimal(row["index"])])
  return answerPage(answer, page.rows.map(transactionItemJson), page.next)
}

async function blockPage(ledger: Ledger, query: Asked["query"]): Promise<Json> {
  const [at, limit] = [heightAsked(ledger, query), limitOf(query)]
  const question = new Question()
  if (at !== undefined) question.where(`"height" <= ${question.add(String(at), "bigint")}`)
  withinTimes(question, query)
  beyond(question, BY_HEIGHT, cursorPlace(query["after"], "blocks", 1))
  const text = `SELECT * FROM "ledger"."blocks" ${question.filter} ${pageEnd(BY_HEIGHT, limit)}`
  const answer = await ask(ledger, text, question, at)
  const page = pageOf(answer, "blocks", limit, (row) => [decimal(row["height"])])
  return answerPage(answer, page.rows.map(blockItemJson), page.next)
}

/** Questions about blocks and their transactions. */
export function transactionQueries(ledger: Ledger): readonly Route[] {
  const base = { method: "GET", tag: "ledger", access: "read" } as const
  const codes = ["cursor_invalid", "filter_unsupported", "height_not_reached", "read_model_behind"]
  return [
    {
      ...{ ...base, path: "/v1/read-model/transactions", name: "readModel.transactions" },
      about: "Transactions, newest first, by caller, command or outcome",
      parameters: [
        inQuery("caller", "Only of this principal", TEXT),
        inQuery("command", "Only with an operation of this command: `service.name`", TEXT),
        inQuery("outcome", "Only of this outcome", { type: "string", enum: [...OUTCOMES] }),
        ...[...TIMES, AT, ...PAGE],
      ],
      gives: { [JSON_TYPE]: answerPageSchema(transactionItem) },
      codes,
      answer: async ({ query }) => jsonAnswer(await transactionPage(ledger, query)),
    },
    {
      ...{ ...base, path: "/v1/read-model/blocks", name: "readModel.blocks" },
      about: "Blocks, newest first, by time",
      parameters: [...TIMES, AT, ...PAGE],
      gives: { [JSON_TYPE]: answerPageSchema(blockItem) },
      codes,
      answer: async ({ query }) => jsonAnswer(await blockPage(ledger, query)),
    },
  ]
}
