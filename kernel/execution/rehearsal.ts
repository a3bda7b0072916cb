/** What a rehearsal changed: the difference between two states of the overlay. */
import { equalBytes, joined } from "../bytes.ts"
import { sha256, sha256Hex } from "../crypto/hash.ts"
import type { Refusal } from "../failures.ts"
import type { Hash } from "../schema/fixed.ts"
import type { Rehearsal, StoredRow } from "../service/view.ts"
import { type Cell, UNTOUCHED } from "./cell.ts"
import type { Overlay } from "./overlay.ts"
import { rowBytes } from "./row-bytes.ts"

const DELETED = new Uint8Array(32)

/** The rows that differ from those at a savepoint, by key, and their digest. */
export function rehearsalOf(overlay: Overlay, mark: number, refusal: Refusal | null): Rehearsal {
  const changed: { cell: Cell; value: Uint8Array | null }[] = []
  for (const [cell, before] of overlay.changedSince(mark)) {
    const former = stored(cell, before === UNTOUCHED ? overlay.committed(cell) : before)
    const value = stored(cell, cell.row === UNTOUCHED ? overlay.committed(cell) : cell.row)
    if (!sameBytes(former, value)) changed.push({ cell, value })
  }
  changed.sort((a, b) => (a.cell.order < b.cell.order ? -1 : 1))
  const parts = changed.flatMap(({ cell: { bytes }, value }) => {
    const length = Uint8Array.of(bytes.length >> 8, bytes.length & 0xff)
    return [length, bytes, value === null ? DELETED : sha256(value)]
  })
  const digest = sha256Hex(joined(parts)) as Hash
  return { refusal, changes: changed.map(({ cell }) => cell.bytes), digest }
}

function stored(cell: Cell, row: StoredRow | undefined): Uint8Array | null {
  return row === undefined ? null : rowBytes(cell.table, row)
}

function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : equalBytes(a, b)
}
