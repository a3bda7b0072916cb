/** A CBOR sequence (RFC 8742) cut into its items by their heads; what they hold is judged later. */
import { Invalid } from "@concordat/kernel"
import { SEQUENCE_TRANSACTIONS_MAX } from "../limits.ts"

const MAJOR_BYTES = 2
const MAJOR_TEXT = 3
const MAJOR_ARRAY = 4
const MAJOR_MAP = 5
const MAJOR_TAG = 6

function cut(at: number): Invalid {
  const reason = `The sequence ends inside an item that begins at byte ${at}.`
  return new Invalid("length_mismatch", "", reason, { offset: at })
}

/** Where the item at `start` ends. Every step takes a byte, so no count can make it long. */
function itemEnd(bytes: Uint8Array, start: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = start
  for (let left = 1; left > 0; left--) {
    if (at >= bytes.length) throw cut(start)
    const head = bytes[at++]!
    const major = head >> 5
    const extra = (head & 31) < 24 ? 0 : 1 << ((head & 31) - 24)
    if ((head & 31) > 27 || at + extra > bytes.length) throw cut(start)
    let argument = head & 31
    if (extra === 1) argument = view.getUint8(at)
    else if (extra === 2) argument = view.getUint16(at)
    else if (extra === 4) argument = view.getUint32(at)
    else if (extra === 8) argument = Number(view.getBigUint64(at))
    at += extra
    if (major === MAJOR_BYTES || major === MAJOR_TEXT) at += argument
    else if (major === MAJOR_ARRAY) left += argument
    else if (major === MAJOR_MAP) left += argument * 2
    else if (major === MAJOR_TAG) left += 1
  }
  if (at > bytes.length) throw cut(start)
  return at
}

/** The items in order. Refuses an empty sequence, one that ends inside an item, or too many. */
export function splitSequence(bytes: Uint8Array): readonly Uint8Array[] {
  const items: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = itemEnd(bytes, at)
    items.push(bytes.subarray(at, end))
    at = end
    if (items.length > SEQUENCE_TRANSACTIONS_MAX) {
      const limit = SEQUENCE_TRANSACTIONS_MAX
      const reason = `A sequence holds at most ${limit} transactions.`
      throw new Invalid("too_many_items", "", reason, { limit })
    }
  }
  if (items.length === 0) throw new Invalid("transaction_empty", "", "The sequence is empty.")
  return items
}
