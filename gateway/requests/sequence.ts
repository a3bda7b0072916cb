/** A CBOR sequence (RFC 8742) cut into its items by their heads; what they hold is judged later. */
import { Invalid, itemLength } from "@concordat/kernel"
import { SEQUENCE_TRANSACTIONS_MAX } from "../limits.ts"

/** The items in order. Refuses an empty sequence, one that ends inside an item, or too many. */
export function splitSequence(bytes: Uint8Array): readonly Uint8Array[] {
  const items: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = itemLength(bytes, at)
    items.push(bytes.subarray(at, at + length))
    at += length
    if (items.length > SEQUENCE_TRANSACTIONS_MAX) {
      const limit = SEQUENCE_TRANSACTIONS_MAX
      const reason = `A sequence holds at most ${limit} transactions.`
      throw new Invalid("too_many_items", "", reason, { limit })
    }
  }
  if (items.length === 0) throw new Invalid("transaction_empty", "", "The sequence is empty.")
  return items
}
