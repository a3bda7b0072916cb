/** Hashes and their derivations: SHA-256 (FIPS 180-4), HMAC (RFC 2104), HKDF (RFC 5869), Keccak. */
import { hkdf as nobleHkdf } from "@noble/hashes/hkdf.js"
import { hmac as nobleHmac } from "@noble/hashes/hmac.js"
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js"
import { keccak_256 } from "@noble/hashes/sha3.js"
import { toHex } from "../bytes.ts"
import { assert } from "../failures.ts"
import type { Hash } from "../schema/fixed.ts"
import { accelerators } from "./accelerators.ts"

/** Bytes of a SHA-256 or Keccak-256 digest. */
const HASH_BYTES = 32
/** RFC 5869 section 2.3: 255 blocks. */
export const HKDF_BYTES_MAX = 255 * HASH_BYTES

/** SHA-256: 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const digest = new Uint8Array(HASH_BYTES)
  accelerators.sha256Into(bytes, digest, 0)
  return digest
}

/** The same into `output` from `at` on: of many, a digest each would be most of the memory. */
export function sha256Into(bytes: Uint8Array, output: Uint8Array, at: number): void {
  accelerators.sha256Into(bytes, output, at)
}

/** SHA-256 as lower-case hex, the form of a `Hash`. */
export function sha256Hex(bytes: Uint8Array): Hash {
  return toHex(sha256(bytes)) as Hash
}

/** HMAC with SHA-256: 32 bytes. */
export function hmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  return nobleHmac(nobleSha256, key, message)
}

/** HKDF with SHA-256: `length` bytes, 0 to 8,160 (else a `Bug`). An empty salt means 32 zeros. */
export function hkdf(
  secret: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  length: number,
): Uint8Array {
  assert(length >= 0 && length <= HKDF_BYTES_MAX, `HKDF gives up to ${HKDF_BYTES_MAX} bytes`)
  return nobleHkdf(nobleSha256, secret, salt, info, length)
}

/** Keccak-256 as Ethereum uses it, with the padding of before FIPS 202: 32 bytes. */
export function keccak256(bytes: Uint8Array): Uint8Array {
  return keccak_256(bytes)
}
