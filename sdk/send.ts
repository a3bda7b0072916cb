/** Sending: signed bytes, or a command that a development ledger's gateway signs for somebody. */
import type { Json } from "@concordat/kernel"
import type { CheckAnswer, Receipt } from "./answers.ts"
import { type Client, requestJson } from "./client.ts"

/** Sends a signed transaction and waits until it is final; throws `SdkError` with its code. */
export function submit(client: Client, bytes: Uint8Array): Promise<Receipt> {
  return requestJson(client, "/v1/transactions", {
    method: "POST",
    headers: { "Content-Type": "application/cose" },
    body: new Uint8Array(bytes),
  })
}

/** A dry run of a signed transaction: nothing is sent to the ledger. */
export function check(client: Client, bytes: Uint8Array): Promise<CheckAnswer> {
  return requestJson(client, "/v1/check", {
    method: "POST",
    headers: { "Content-Type": "application/cose" },
    body: new Uint8Array(bytes),
  })
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

/** Runs a command through the development sign-in; final when it answers. */
export function call(client: Client, asked: Call): Promise<Receipt> {
  const [service = "", name = ""] = asked.command.split(".")
  return requestJson(client, `/v1/${encodeURIComponent(service)}/${encodeURIComponent(name)}`, {
    method: "POST",
    headers: headersOf(asked),
    body: JSON.stringify(asked.input),
  })
}

/** A dry run of the same. */
export function rehearse(client: Client, asked: Call): Promise<CheckAnswer> {
  const { command, input } = asked
  return requestJson(client, "/v1/check", {
    method: "POST",
    headers: headersOf(asked),
    body: JSON.stringify({ command, input }),
  })
}
