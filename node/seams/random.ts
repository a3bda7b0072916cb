/** The system's random number generator behind the seam of `engines/seams.ts`. */
import { randomFillSync } from "node:crypto"
import type { Random } from "@concordat/engines/seams"

/** Names and salts are short and many, and every call of the system costs what 4 KiB cost. */
const POOL_BYTES = 4_096
const SHORT_BYTES_MAX = 16

const pool = new Uint8Array(POOL_BYTES)
let at = POOL_BYTES

/** Each byte is handed out once and wiped from the pool. */
function fromPool(length: number): Uint8Array {
  if (at + length > POOL_BYTES) {
    randomFillSync(pool)
    at = 0
  }
  const bytes = pool.slice(at, at + length)
  pool.fill(0, at, at + length)
  at += length
  return bytes
}

/** The machine's generator. */
export const systemRandom: Random = {
  bytes: (length) =>
    length <= SHORT_BYTES_MAX ? fromPool(length) : randomFillSync(new Uint8Array(length)),
}
