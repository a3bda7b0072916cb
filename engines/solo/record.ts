/**
 * The body of a block-log record: canonical CBOR of {height, header, commit, transactions}, and of
 * `proofs` where a block holds proofs of misbehaviour. Older versions wrote such a block without.
 */
import {
  bytes,
  commitKind,
  decode,
  encode,
  headerKind,
  list,
  record,
  TRANSACTION_BYTES_MAX,
  text,
  u64,
  utf8,
} from "@concordat/kernel"
import type { ArchivedBlock } from "../port.ts"

/** Transactions of one block at most; a block of 4 MiB holds far fewer. */
const TRANSACTIONS_MAX = 65_536
const LIMITS = { depth: 16, items: 1_048_576 }

/** Proofs of one block at most, and characters of one: all fit in a block of 4 MiB. */
const PROOFS_MAX = 65_536
const PROOF_MAX = 16_777_216

const fields = {
  height: u64,
  header: headerKind,
  commit: commitKind,
  transactions: list(bytes(TRANSACTION_BYTES_MAX), TRANSACTIONS_MAX),
}
const blockRecord = record(fields)
const withProofs = record({ ...fields, proofs: list(text(PROOF_MAX), PROOFS_MAX) })

/** The first byte of a body: a map of four entries, and with proofs of five. */
const WITH_PROOFS = 0xa5
/** How it goes on after the head of the map: the shortest and least key first. */
export const OPENING = utf8("fcommit")

/** The body of a block's record. */
export function encodeBlockRecord(block: ArchivedBlock): Uint8Array {
  const { proofs, ...rest } = block
  return proofs.length === 0 ? encode(blockRecord, rest) : encode(withProofs, block)
}

/** The block of a body whose checksum held. Throws `Invalid` where it is none. */
export function decodeBlockRecord(body: Uint8Array): ArchivedBlock {
  if (body[0] === WITH_PROOFS) return decode(withProofs, body, LIMITS)
  return { ...decode(blockRecord, body, LIMITS), proofs: [] }
}

/** The height in what may be a body; null where it is none. */
export function heightOfBody(body: Uint8Array): bigint | null {
  try {
    return decodeBlockRecord(body).height
  } catch {
    return null
  }
}
