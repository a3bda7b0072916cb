/**
 * SHA-256 faster than JavaScript: libsodium for short inputs (0.4 µs at 33 bytes against 1.6),
 * OpenSSL for long ones (1.8 µs at 1,200 bytes against 7.3), @chainsafe/hashtree for rows of
 * 64-byte pairs (38 ns a pair in batches of 1,000). CPU time on one core of the reference machine.
 */
import { hash } from "node:crypto"
import type { Accelerators } from "@concordat/kernel"
import type { Sodium } from "./sodium.ts"

const HASH_BYTES = 32
/** From here on OpenSSL's instructions outweigh the cost of calling it. */
const OPENSSL_FROM_BYTES = 250

function openssl(bytes: Uint8Array): Uint8Array {
  const digest = new Uint8Array(HASH_BYTES)
  digest.set(hash("sha256", bytes, "buffer"))
  return digest
}

/** SHA-256 with libsodium's native build where there is one. */
export function sha256With(sodium: Sodium | null): Accelerators["sha256"] {
  if (sodium?.crypto_hash_sha256 === undefined) return openssl
  const short = sodium.crypto_hash_sha256
  return (bytes) => {
    if (bytes.length >= OPENSSL_FROM_BYTES) return openssl(bytes)
    const digest = new Uint8Array(HASH_BYTES)
    short(digest, bytes)
    return digest
  }
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
