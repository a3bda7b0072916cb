/** Sending: signed bytes, or a command that a development gateway signs for a principal. */
import { type Json, toHex } from "@concordat/kernel"
import type { CheckAnswer, Receipt } from "./answers.ts"
import { untilAnswered } from "./attempts.ts"
import { type Client, requestJson, type Shape } from "./client.ts"

const KEY_BYTES = 16

const RECEIPT: Shape = {
  transaction: /^[0-9a-f]{64}$/,
  status: /^(accepted|refused|invalid)$/,
  height: /^\d{1,20}$/,
  events: "object",
  operations: "array",
}
const CHECKED: Shape = { status: RECEIPT["status"]!, operations: "array" }

function signed(bytes: Uint8Array): RequestInit {
  const headers = { "Content-Type": "application/cose" }
  return { method: "POST", headers, body: new Uint8Array(bytes) }
}

/**
 * Sends a signed transaction and waits until it is final. Throws `SdkError`: what the ledger
 * refuses, `already_accepted` for bytes that a block holds, `node_unreachable` when no answer came;
 * then the transaction may be final all the same: send the same bytes again.
 */
export function submit(client: Client, bytes: Uint8Array): Promise<Receipt> {
  return requestJson(client, "/v1/transactions", { init: signed(bytes), shape: RECEIPT })
}

/** A dry run of a signed transaction: nothing is sent to the ledger. Throws as `submit` does. */
export function check(client: Client, bytes: Uint8Array): Promise<CheckAnswer> {
  return requestJson(client, "/v1/check", { init: signed(bytes), shape: CHECKED })
}

/** A command for a seeded principal of a development ledger; input in its JSON form. */
export type Call = {
  /** `service.command`. */
  readonly command: string
  readonly input: Json
  /** Principal to act as; the ledger's default if absent. */
  readonly as?: string
  /** Further principals that sign. */
  readonly cosigners?: readonly string[]
}

function headersOf({ as, cosigners = [] }: Call): Record<string, string> {
  return {
    "Content-Type": "application/json",
    ...(as === undefined ? {} : { "Concordat-As": as }),
    ...(cosigners.length === 0 ? {} : { "Concordat-Cosigners": cosigners.join(",") }),
  }
}

/**
 * Runs a command through the development sign-in; final when it answers. A lost answer is asked for
 * again under the same idempotency key, so that the command runs once. Throws `SdkError`: what the
 * ledger refuses, `unknown_principal`, `node_unreachable` after three attempts; then it may have
 * run all the same.
 */
export function call(client: Client, asked: Call): Promise<Receipt> {
  const [service = "", name = ""] = asked.command.split(".")
  const path = `/v1/${encodeURIComponent(service)}/${encodeURIComponent(name)}`
  const key = toHex(globalThis.crypto.getRandomValues(new Uint8Array(KEY_BYTES)))
  const headers = { ...headersOf(asked), "Idempotency-Key": key }
  const init = { method: "POST", headers, body: JSON.stringify(asked.input) }
  return untilAnswered(() => requestJson(client, path, { init, shape: RECEIPT }))
}

/** A dry run of the same. Throws as `call` does. */
export function rehearse(client: Client, asked: Call): Promise<CheckAnswer> {
  const { command, input } = asked
  const body = JSON.stringify({ command, input })
  const init = { method: "POST", headers: headersOf(asked), body }
  return requestJson(client, "/v1/check", { init, shape: CHECKED })
}
