/** The system's random number generator behind the seam of `engines/seams.ts`. */
import { randomBytes } from "node:crypto"
import type { Random } from "@concordat/engines/seams"

/** The machine's generator. */
export const systemRandom: Random = {
  bytes: (length) => new Uint8Array(randomBytes(length)),
}
