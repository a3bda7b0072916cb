/** What was changed and may be undone: the difference between two states of the overlay. */
import { equalBytes, joined } from "../bytes.ts"
import { sha256, sha256Hex } from "../crypto/hash.ts"
import type { Refusal } from "../failures.ts"
import type { Hash } from "../schema/fixed.ts"
import type { Rehearsal, StoredRow } from "../service/view.ts"
import type { Written } from "./cell.ts"
import type { Overlay } from "./overlay.ts"
import { rowBytes } from "./row-bytes.ts"

const DELETED = new Uint8Array(32)

/** A row that is another than before. */
export type Difference = {
  readonly cell: Written
  /** Undefined: there was none. */
  readonly before: StoredRow | undefined
  /** As it would be stored; null: deleted. */
  readonly value: Uint8Array | null
}

/** The rows that differ from those at a savepoint, in the order of their state keys. */
export function differenceSince(overlay: Overlay, mark: number): readonly Difference[] {
  const changed: Difference[] = []
  for (const [cell, before] of overlay.changedSince(mark)) {
    const value = stored(cell, cell.row)
    if (!sameBytes(stored(cell, before), value)) changed.push({ cell, before, value })
  }
  return changed.sort((a, b) => (a.cell.order < b.cell.order ? -1 : 1))
}

/** What `Writer.rehearse` answers of the work since a savepoint. */
export function rehearsalOf(overlay: Overlay, mark: number, refusal: Refusal | null): Rehearsal {
  const changed = differenceSince(overlay, mark)
  const parts = changed.flatMap(({ cell: { bytes }, value }) => {
    const length = Uint8Array.of(bytes.length >> 8, bytes.length & 0xff)
    return [length, bytes, value === null ? DELETED : sha256(value)]
  })
  const digest = sha256Hex(joined(parts)) as Hash
  return { refusal, changes: changed.map(({ cell }) => cell.bytes), digest }
}

function stored({ table }: Written, row: StoredRow | undefined): Uint8Array | null {
  return row === undefined ? null : rowBytes(table, row)
}

function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : equalBytes(a, b)
}
