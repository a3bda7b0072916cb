/** A message of payments at a gateway: what it comes to, before anybody signs. */
import type { Hex, JsonObject } from "@concordat/kernel"
import { type Client, requestJson, type Shape } from "./client.ts"

/** What a message comes to. */
export type PlannedMessage = {
  readonly message: string
  readonly messageId: string
  /** In order, to be signed and sent. */
  readonly operations: readonly { readonly command: string; readonly input: JsonObject }[]
  readonly lines: readonly {
    readonly path: string
    readonly endToEndId: string | null
    readonly entry: Hex
    readonly line: number
    readonly asset: string
    readonly debit: Hex
    readonly credit: Hex
    /** Smallest units. */
    readonly amount: string
  }[]
  /** What a message comes to for each payment; of a question or an answer, what became of it. */
  readonly outcomes: readonly {
    readonly path: string
    readonly endToEndId: string | null
    readonly status: "ACTC" | "ACSC" | "RJCT"
    /** The entry that it is about; null where none is known. */
    readonly entry: Hex | null
  }[]
  readonly refused: readonly {
    /** The path of the payment; `path` is that of what is wrong with it. */
    readonly payment: string
    readonly path: string
    readonly endToEndId: string | null
    readonly code: string
    readonly reason: string
    readonly message: string
  }[]
}

const PLAN: Shape = { operations: "array", lines: "array", outcomes: "array", refused: "array" }

/**
 * Plans a message of ISO 20022. Entries follow from it and from the sender's secret, 16 to 64 bytes
 * in hex: the same message with the same secret is paid once. Throws what the gateway refuses.
 */
export function planMessage(client: Client, xml: Uint8Array, secret: Hex): Promise<PlannedMessage> {
  const headers = {
    ...{ "Content-Type": "application/xml", Accept: "application/json" },
    "Payment-Secret": secret,
  }
  const init = { method: "POST", headers, body: new Uint8Array(xml) }
  return requestJson(client, "/v1/iso20022/messages", { init, shape: PLAN })
}
