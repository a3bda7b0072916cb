/**
 * What a proposal may hold of what waits: bytes by the engine's limit, three quarters of a block's
 * cost by what `check` saw, and of that at most half for open transactions.
 */
import { BLOCK_UNITS_MAX, type CheckOutcome } from "@concordat/kernel"

const UNITS_MAX = (BLOCK_UNITS_MAX * 3) / 4
const OPEN_UNITS_MAX = BLOCK_UNITS_MAX / 2

/** What a proposer must know of a transaction that was admitted. */
export type Admission = {
  readonly units: number
  /** Declared units of an open transaction; 0 where it is signed. */
  readonly open: number
}

/** What a check's outcome tells the proposer. */
export function admissionOf({ units, declared, transaction }: CheckOutcome): Admission {
  return { units, open: transaction?.signatures.length === 0 ? declared : 0 }
}

/** Bytes of a transaction inside a block: a varint length before it. */
function sizeInBlock(bytes: Uint8Array): number {
  let head = 1
  for (let rest = bytes.length; rest > 0; rest = Math.floor(rest / 128)) head++
  return head + bytes.length
}

/** The transactions that fit, order kept; the first one always fits where its bytes do. */
export function pack(
  waiting: readonly Uint8Array[],
  maxBytes: number,
  admissionOf: (bytes: Uint8Array) => Admission | null,
): Uint8Array[] {
  const chosen: Uint8Array[] = []
  let size = 0
  let units = 0
  let open = 0
  for (const bytes of waiting) {
    const admission = admissionOf(bytes)
    if (admission === null || size + sizeInBlock(bytes) > maxBytes) continue
    const tooMuch = units + admission.units > UNITS_MAX || open + admission.open > OPEN_UNITS_MAX
    if (tooMuch && chosen.length > 0) continue
    size += sizeInBlock(bytes)
    units += admission.units
    open += admission.open
    chosen.push(bytes)
  }
  return chosen
}
