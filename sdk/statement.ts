/** What a gateway tells of payments: where one was booked, the statement of an account's day. */
import type { Hex } from "@concordat/kernel"
import { type Client, request, requestJson, type Shape } from "./client.ts"

/** One line, amounts in smallest units. */
export type StatementLineAnswer = {
  readonly position: string
  readonly at: string
  readonly entry: Hex
  readonly line: number
  readonly side: "debit" | "credit"
  readonly amount: string
  readonly code: number
  readonly uetr: Hex | null
  readonly other: Hex
}

/** An account's day: opening and closing tie with the lines. */
export type StatementAnswer = {
  readonly account: Hex
  readonly owner: string
  readonly asset: string
  readonly currency: string | null
  readonly decimals: number
  readonly from: string
  readonly to: string
  /** False: the day is not over, and `closing` is the balance so far. */
  readonly whole: boolean
  readonly opening: string
  readonly closing: string
  readonly chain: string
  readonly height: string
  readonly time: string
  readonly appHash: string
  readonly lines: readonly StatementLineAnswer[]
}

/** Which statement: the account printed or in hex, any time of the day; now unless given. */
export type StatementQuestion = { readonly account: string; readonly day?: string }

const SHAPE: Shape = { account: /^[0-9a-f]{32}$/, opening: /^-?\d/, closing: /^-?\d/ }

function pathOf(message: string, { account, day }: StatementQuestion): string {
  const query = new URLSearchParams({ account, ...(day === undefined ? {} : { day }) })
  return `/v1/iso20022/${message}?${query}`
}

/**
 * The statement of an account. Throws `SdkError`: `account_malformed`, `unknown_account`,
 * `period_invalid`, `read_model_behind` where the node has no read model or it lags.
 */
export function getStatement(
  client: Client,
  question: StatementQuestion,
): Promise<StatementAnswer> {
  const init = { headers: { Accept: "application/json" } }
  return requestJson(client, pathOf("camt.053", question), { init, shape: SHAPE })
}

/** The same as an XML message of ISO 20022. Throws as `getStatement` does. */
export function getStatementMessage(
  client: Client,
  message: "camt.052" | "camt.053" | "camt.054",
  question: StatementQuestion,
): Promise<Uint8Array> {
  const init = { headers: { Accept: "application/xml" } }
  return request(client, pathOf(message, question), init)
}

const PLACE: Shape = { entry: /^[0-9a-f]{32}$/ }

/** Where the payment of a UETR (32 hex digits) was booked. Throws `unknown_entry` for none. */
export function getPayment(
  client: Client,
  uetr: Hex,
): Promise<{ readonly entry: Hex; readonly line: number; readonly height: string }> {
  return requestJson(client, `/v1/money/payments/${uetr}`, { shape: PLACE })
}
