/** Questions to a ledger. Each answer names its height; each function throws as `request` does. */
import type { Anchor, JsonObject } from "@concordat/kernel"
import { anchorKind, type Json } from "@concordat/kernel"
import type {
  Block,
  BlockDetail,
  DevelopmentAnswer,
  Diagnosis,
  LedgerEvent,
  LedgerStatus,
  ReadModelStatus,
  RowAnswer,
  RowHistory,
  RowPage,
  TransactionAnswer,
  VotingAnswer,
} from "./answers.ts"
import { type Client, requestJson, type Shape, tellTime, understood } from "./client.ts"
import { writeSegment } from "./path-segment.ts"

/** A query string of what is given, "" for nothing. */
function query(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined)
  if (given.length === 0) return ""
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}

const parts = (...segments: readonly string[]) => segments.map(writeSegment).join("/")

const STATUS: Shape = {
  chain: /^[a-z][a-z0-9-]{0,47}$/,
  height: /^\d{1,20}$/,
  now: /^\d/,
  validators: "array",
  services: "array",
  log: "object",
}

/** What the ledger is at now; also tells the client the ledger's time. */
export async function status(client: Client): Promise<LedgerStatus> {
  const answer = await requestJson<LedgerStatus>(client, "/v1/status", { shape: STATUS })
  understood(() => tellTime(client, answer.now))
  return answer
}

/** Whose votes decide, and when each was seen last. */
export function getVoting(client: Client): Promise<VotingAnswer> {
  return requestJson(client, "/v1/status/voting", { shape: { validators: "array" } })
}

const DIAGNOSIS: Shape = { node: /./, time: /^\d/, findings: "array", checks: "array" }

/** What keeps the node from deciding, if anything does, and what to do about it. */
export function getDiagnosis(client: Client): Promise<Diagnosis> {
  return requestJson(client, "/v1/status/diagnosis", { shape: DIAGNOSIS })
}

/** The newest trust anchor, or the one at a height. */
export async function getAnchor(client: Client, at?: string): Promise<Anchor> {
  const json = await requestJson<Json>(client, `/v1/anchor${query({ at })}`)
  return understood(() => anchorKind.fromJson(json))
}

/** Blocks, newest first, below `before`. */
export function listBlocks(
  client: Client,
  page: { readonly before?: string; readonly limit?: number } = {},
): Promise<{
  readonly height: string
  readonly blocks: readonly Block[]
  readonly next: string | null
}> {
  return requestJson(client, `/v1/blocks${query(page)}`)
}

/** One block by its height; throws `height_not_reached`. */
export function getBlock(client: Client, height: string): Promise<BlockDetail> {
  return requestJson(client, `/v1/blocks/${parts(height)}`)
}

/** One transaction by its id; throws `unknown_record` for one that no block holds. */
export function getTransaction(client: Client, id: string): Promise<TransactionAnswer> {
  return requestJson(client, `/v1/transactions/${parts(id)}`)
}

/**
 * Events in log order, after a cursor (`next` of an earlier page); or newest first, below the
 * position `before`, and `next` is a position too.
 */
export function listEvents(
  client: Client,
  page: {
    readonly service?: string
    readonly event?: string
    readonly after?: string
    readonly before?: string
    readonly limit?: number
  } = {},
): Promise<{
  readonly height: string
  readonly events: readonly LedgerEvent[]
  readonly next: string | null
}> {
  return requestJson(client, `/v1/events${query(page)}`)
}

/** One event by its position in the log; throws `unknown_record` beyond its end. */
export function getEvent(client: Client, position: string): Promise<LedgerEvent> {
  return requestJson(client, `/v1/events/${parts(position)}`)
}

/** One row by its key fields in schema order; throws `unknown_…` where there is none. */
export function getRow(
  client: Client,
  service: string,
  table: string,
  key: readonly string[],
  options: { readonly at?: string; readonly proof?: "0" | "1" } = {},
): Promise<RowAnswer> {
  return requestJson(client, `/v1/${parts(service, table, ...key)}${query(options)}`)
}

/** Rows in key order; filters are leading key fields. */
export function listRows(
  client: Client,
  service: string,
  table: string,
  page: Readonly<Record<string, string | number | undefined>> = {},
): Promise<RowPage> {
  return requestJson(client, `/v1/${parts(service, table)}${query(page)}`)
}

/** What any address of the gateway answers by GET, such as `/openapi.json`; a JSON object. */
export function getJson(client: Client, path: string): Promise<JsonObject> {
  return requestJson(client, path)
}

/**
 * Rows of the read model, which the question starts if need be: by leading key fields or by one
 * indexed field, as of the height `at`, with `reverse` the greatest key first. Throws
 * `read_model_behind`, `height_pruned`.
 */
export async function queryRows(
  client: Client,
  service: string,
  table: string,
  page: Readonly<Record<string, string | number | undefined>> = {},
): Promise<RowPage> {
  const path = `/v1/read-model/${parts(service, table)}${query(page)}`
  const shape: Shape = { height: /^\d/, items: "array" }
  type Answer = Omit<RowPage, "rows"> & { readonly items: RowPage["rows"] }
  const { items, ...answer } = await requestJson<Answer>(client, path, { shape })
  return { ...answer, rows: items }
}

const READ_MODEL: Shape = { kind: /./, state: /./ }

/** Where the read model of the node stands; asking this does not start it. */
export function getReadModel(client: Client): Promise<ReadModelStatus> {
  return requestJson(client, "/v1/read-model", { shape: READ_MODEL })
}

/**
 * All that a row ever was, newest first, of the read model, which the question starts if need be;
 * waits for the height `at`. Throws `read_model_behind`.
 */
export function getRowHistory(
  client: Client,
  service: string,
  table: string,
  key: readonly string[],
  page: { readonly at?: string; readonly after?: string; readonly limit?: number } = {},
): Promise<RowHistory> {
  const path = `/v1/read-model/${parts(service, table, "history", ...key)}`
  return requestJson(client, `${path}${query(page)}`, { shape: { begins: /^\d/, items: "array" } })
}

/** Who may be acted as on a development ledger; throws `unknown_route` on any other. */
export function getDevelopment(client: Client): Promise<DevelopmentAnswer> {
  return requestJson(client, "/v1/development")
}
