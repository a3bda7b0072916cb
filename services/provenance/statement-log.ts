/**
 * The statement log: an append-only Merkle tree (RFC 9162 section 2.1) over the SHA-256 of every
 * statement's bytes. It is a table of its own, apart from the ledger's event log, because SCITT
 * receipts (RFC 9942) name it.
 */
import {
  appendToLog,
  fromHex,
  type Hash,
  hashOf,
  logRoot,
  type View,
  type Writer,
} from "@concordat/kernel"
import { statementLeaf } from "./receipt.ts"
import { log } from "./tables.ts"

/** Hashes of one append at most: a leaf, and a node for each bit that carries. */
const APPEND_UNITS = 66

/** Size and peaks of the log now. */
function headOf(view: View) {
  const row = log.get(view, {})
  return { size: row?.size ?? 0n, peaks: (row?.peaks ?? []).map((peak) => fromHex(peak)) }
}

/** How many statements the log holds now. */
export function sizeOf(view: View): bigint {
  return log.get(view, {})?.size ?? 0n
}

/** Puts a statement at the end of the log; answers its position. */
export function appendStatement(tx: Writer, statement: Hash): bigint {
  tx.charge(APPEND_UNITS)
  const before = headOf(tx)
  const after = appendToLog(before, [statementLeaf(statement)])
  log.put(
    tx,
    {},
    {
      size: after.size,
      root: hashOf(logRoot(after)),
      peaks: after.peaks.map((peak) => hashOf(peak)),
    },
  )
  return before.size
}
