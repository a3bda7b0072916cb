/**
 * SHA-256 faster than JavaScript: OpenSSL for single inputs (0.5 µs at 33 bytes against 1.6, 1.2 µs
 * at 1,200 bytes against 7.3), @chainsafe/hashtree for rows of 64-byte pairs (38 ns a pair in
 * batches of 1,000). CPU time on one core of the reference machine.
 */
import { hash } from "node:crypto"
import type { Accelerators } from "@concordat/kernel"

const HASH_BYTES = 32

/**
 * Takes the digest as a string of one character a byte: a small array that C++ writes into, or a
 * Buffer that it makes, gets memory of its own outside the heap, which costs two to three times
 * as much as the hash itself.
 */
export const sha256Openssl: Accelerators["sha256Into"] = (bytes, output, at) => {
  const text = hash("sha256", bytes, "binary")
  for (let i = 0; i < HASH_BYTES; i++) output[at + i] = text.charCodeAt(i)
}

/** The batch hash of @chainsafe/hashtree, or null where it is not installed for this machine. */
export async function hashtreePairs(): Promise<Accelerators["sha256Pairs"] | null> {
  try {
    const { hashInto } = await import("@chainsafe/hashtree")
    return hashInto
  } catch {
    return null
  }
}
