/**
 * An entry that was booked before is answered with its first result: who sends it again, because an
 * answer was lost, learns that it was booked, and once.
 */
import { type JsonObject, Refusal } from "@concordat/kernel"
import { receiptJson } from "../answers.ts"
import type { GatewayOptions } from "../gateway.ts"

/** Events of the entry's block read at once. */
const PAGE = 1_000
/** Beyond every place in a block. */
const LAST = Number.MAX_SAFE_INTEGER

/** The transaction that booked an entry at a height, or null. */
export async function bookedBy(ledger: GatewayOptions["ledger"], entry: string, height: bigint) {
  let after = { height: height - 1n, index: LAST }
  for (;;) {
    const { events, next } = await ledger.events({ service: "money", after, limit: PAGE })
    for (const event of events) {
      if (event.height > height) return null
      const fields = event.fields as JsonObject
      const same = fields["entry"] === entry || fields["settlement"] === entry
      if (same && event.transaction !== null) return ledger.transaction(event.transaction)
    }
    if (next === null || next.height > height) return null
    after = next
  }
}

/** The first receipt of an entry that was sent again; null for every other failure. */
export async function replayed(
  ledger: GatewayOptions["ledger"],
  failure: unknown,
): Promise<JsonObject | null> {
  if (!(failure instanceof Refusal) || failure.code !== "entry_exists") return null
  const { entry, height } = failure.details
  if (typeof entry !== "string" || failure.service !== "money") return null
  const first = await bookedBy(ledger, entry, BigInt(String(height)))
  return first === null ? null : { ...receiptJson(first), replayed: true }
}
