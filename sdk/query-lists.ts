/** The ledger's own lists in the read model: blocks, transactions, events, in any order. */
import type { JsonObject } from "@concordat/kernel"
import type { Block, LedgerEvent, ListAnswer } from "./answers.ts"
import { type Client, requestJson, type Shape } from "./client.ts"

/** A block as a list has it. */
export interface BlockItem extends Omit<Block, "events" | "bytes"> {
  readonly events: number
  readonly bytes: string
}

/** A transaction; `transaction` is its id, null for bytes that were none. */
export interface TransactionItem {
  readonly transaction: string | null
  readonly height: string
  readonly index: number
  readonly time: string
  readonly caller: string | null
  readonly status: string
  readonly cost: string
  readonly mode: string | null
  readonly memo: string | null
  readonly operations: number
  readonly events: number
  readonly evidence: string | null
}

/** Parameters as their addresses take them: filters, `sort`, `reverse`, `at`, `limit`, `after`. */
type Page = Readonly<Record<string, string | number>>

const LIST: Shape = { height: /^\d/, items: "array" }

function list<Item>(client: Client, name: string, page: Page): Promise<ListAnswer<Item>> {
  const asked = new URLSearchParams(Object.entries(page).map(([key, value]) => [key, `${value}`]))
  return requestJson(client, `/v1/read-model/${name}?${asked}`, { shape: LIST })
}

/** Blocks, newest first unless asked otherwise; the read model is started if need be. */
export function queryBlocks(client: Client, page: Page): Promise<ListAnswer<BlockItem>> {
  return list(client, "blocks", page)
}

/** Transactions by `caller`, `command`, `outcome`. Throws `read_model_behind`. */
export function queryTransactions(
  client: Client,
  page: Page,
): Promise<ListAnswer<TransactionItem>> {
  return list(client, "transactions", page)
}

/** Events by `service`, `event`, and an indexed `field` with its `value`. */
export function queryEvents(client: Client, page: Page): Promise<ListAnswer<LedgerEvent>> {
  return list(client, "events", page)
}

/** A row that holds words which were looked for. */
export interface FoundRow {
  readonly service: string
  readonly table: string
  readonly key: JsonObject
  readonly value: JsonObject
  readonly evidence: string
}

/** Rows whose free texts hold these words, the last one also as a beginning. */
export function searchRows(client: Client, text: string): Promise<ListAnswer<FoundRow>> {
  return list(client, "search", { text })
}
