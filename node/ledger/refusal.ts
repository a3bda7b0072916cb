/** Refusals of the node itself, by the platform's table of codes. */
import { type Code, codeRow, type Details, Refusal } from "@concordat/kernel"

const STATUS_DEFAULT = 409

/** A refusal with the status that its code always has. */
export function nodeRefusal(code: Code, message: string, details: Details = {}): Refusal {
  const refusal = new Refusal(code, message, details, codeRow(code).status ?? STATUS_DEFAULT)
  refusal.service = "kernel"
  return refusal
}

const detailsOf = (height: bigint, from: bigint, tip: bigint) => {
  return { height: String(height), earliest: String(from), tip: String(tip) }
}

function notReached(height: bigint, from: bigint, tip: bigint): Refusal {
  const message = `The ledger stands at height ${tip}; ${height} is not reached.`
  return nodeRefusal("height_not_reached", message, detailsOf(height, from, tip))
}

/**
 * What lies before the snapshot that this node began with. `what` begins the sentence; `earliest`
 * is the lowest height, or position in the event log, that is here.
 */
export function beforeSnapshot(what: string, earliest: bigint): Refusal {
  const message = `${what}: this node began with a snapshot and holds what came after it.`
  return nodeRefusal("height_pruned", message, { earliest: String(earliest) })
}

/** A height above the tip, or one whose values are gone. */
export function heightRefusal(height: bigint, from: bigint, tip: bigint): Refusal | null {
  const details = detailsOf(height, from, tip)
  if (height > tip) return notReached(height, from, tip)
  if (tip < from) {
    const message = "The ledger has no block yet: nothing can be proved before its first one."
    return nodeRefusal("height_not_reached", message, details)
  }
  if (height >= from) return null
  const message = `Values are kept from height ${from} on; ${height} is pruned.`
  return nodeRefusal("height_pruned", message, details)
}

/** A height whose changes the journal does not hold: above the tip, or below its beginning. */
export function changesRefusal(height: bigint, from: bigint, tip: bigint): Refusal {
  if (height > tip) return notReached(height, from, tip)
  const message = `Changes are kept from height ${from} on; ${height} is pruned.`
  return nodeRefusal("height_pruned", message, detailsOf(height, from, tip))
}
