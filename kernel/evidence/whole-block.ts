/**
 * A whole block as evidence: its header, every transaction, what became of each. The header commits
 * to the transactions, the one above it to the results, so a line of blocks whose last header is
 * proven is proven whole, and none of its transactions is missing. Source of truth: CometBFT v0.40.
 */
import { dataHash, resultsHash } from "../block/block.ts"
import { type Header, headerHash, headerKind } from "../block/header.ts"
import { equalBytes, toHex } from "../bytes.ts"
import {
  CBOR_DEPTH_MAX,
  EVIDENCE_ITEMS_MAX,
  TRANSACTION_BYTES_MAX,
  VALUE_BYTES_MAX,
} from "../limits.ts"
import { bytes } from "../schema/bytes.ts"
import type { Infer } from "../schema/kind.ts"
import { list } from "../schema/list.ts"
import { record } from "../schema/record.ts"
import { u32 } from "../schema/unsigned.ts"
import { u64 } from "../schema/wide-unsigned.ts"

/** Transactions of a block of 4 MiB, the smallest of which has more than 64 bytes. */
const TRANSACTIONS_MAX = 65_536

const result = record({ code: u32, data: bytes(VALUE_BYTES_MAX), cost: u64 })

/** A block and the results that the header above it commits to, in the order of transactions. */
export const wholeBlockKind = record({
  header: headerKind,
  transactions: list(bytes(TRANSACTION_BYTES_MAX), TRANSACTIONS_MAX),
  results: list(result, TRANSACTIONS_MAX),
})
export type WholeBlock = Infer<typeof wholeBlockKind>

/** For `encode` and `decode` of whole blocks. */
export const WHOLE_BLOCK_LIMITS = { depth: CBOR_DEPTH_MAX, items: EVIDENCE_ITEMS_MAX } as const

/** Why a block does not follow from its header and the one above; null where it does. */
export function wholeBlockFault(block: WholeBlock, above: Header): string | null {
  const { header, transactions, results } = block
  const { height } = header
  if (above.height !== height + 1n || !equalBytes(headerHash(header), above.lastBlock.hash)) {
    return `The header of block ${height} is not the one that block ${above.height} names.`
  }
  if (toHex(dataHash(transactions)) !== header.data) {
    return `Block ${height} has other transactions than its header says.`
  }
  if (results.length !== transactions.length || toHex(resultsHash(results)) !== above.lastResults) {
    return `What became of block ${height}'s transactions is not what block ${above.height} names.`
  }
  return null
}
