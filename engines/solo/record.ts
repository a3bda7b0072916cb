/** The body of a block-log record: canonical CBOR of {height, header, commit, transactions}. */
import {
  bytes,
  commitKind,
  decode,
  encode,
  headerKind,
  list,
  record,
  TRANSACTION_BYTES_MAX,
  u64,
  utf8,
} from "@concordat/kernel"
import type { ArchivedBlock } from "../port.ts"

/** Transactions of one block at most; a block of 4 MiB holds far fewer. */
const TRANSACTIONS_MAX = 65_536
const LIMITS = { depth: 16, items: 1_048_576 }

const blockRecord = record({
  height: u64,
  header: headerKind,
  commit: commitKind,
  transactions: list(bytes(TRANSACTION_BYTES_MAX), TRANSACTIONS_MAX),
})

/** How every body begins: a map of four, the shortest and least key first. */
export const OPENING = utf8("\u0000fcommit")
OPENING[0] = 0xa4

/** The body of a block's record. */
export function encodeBlockRecord(block: ArchivedBlock): Uint8Array {
  return encode(blockRecord, block)
}

/** The block of a body whose checksum held. Throws `Invalid` where it is none. */
export function decodeBlockRecord(body: Uint8Array): ArchivedBlock {
  return decode(blockRecord, body, LIMITS)
}

/** The height in what may be a body; null where it is none. */
export function heightOfBody(body: Uint8Array): bigint | null {
  try {
    return decodeBlockRecord(body).height
  } catch {
    return null
  }
}
