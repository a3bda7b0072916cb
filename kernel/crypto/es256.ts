/**
 * ES256: ECDSA over P-256 with SHA-256 (FIPS 186-5, RFC 9053 section 2.1), signature r ‖ s, with
 * the lower of s and n - s only, so that nobody can make a second signature out of a first.
 */
import { p256 } from "@noble/curves/nist.js"
import { compareBytes, fromHex } from "../bytes.ts"
import { assert } from "../failures.ts"
import { accelerators } from "./accelerators.ts"
import { isP256Point } from "./es256-equation.ts"
import { SIGNATURE_BYTES, type SignatureVerdict, type Signed } from "./signature.ts"

/** Bytes of a public key, x ‖ y. */
const ES256_KEY_BYTES = 64

/** The order n of P-256, and (n - 1) / 2, big-endian. */
const N = fromHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
const HALF_N = fromHex("7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8")

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)

/** Whether x ‖ y may serve as a public key: coordinates below p, on the curve. */
export function isEs256Key(key: Uint8Array): boolean {
  return key.length === ES256_KEY_BYTES && isP256Point(key)
}

/** 1 <= r < n and 1 <= s <= (n - 1) / 2. */
function isCanonical(signature: Uint8Array): boolean {
  const r = signature.subarray(0, 32)
  const s = signature.subarray(32)
  if (isZero(r) || isZero(s)) return false
  return compareBytes(r, N) < 0 && compareBytes(s, HALF_N) <= 0
}

/**
 * The strict verdict, faults in this order: `key_weak` (no point of the curve),
 * `signature_not_canonical` (r or s out of range, s in the upper half), `signature_invalid`.
 * `key` is x ‖ y, 64 bytes; `signature` 64 bytes; else a `Bug`.
 */
export function verifyEs256({ key, message, signature }: Signed): SignatureVerdict {
  assert(key.length === ES256_KEY_BYTES, "a P-256 key has 64 bytes, x and y")
  assert(signature.length === SIGNATURE_BYTES, "an ES256 signature has 64 bytes")
  const canonical = isCanonical(signature)
  if (canonical && accelerators.es256(key, message, signature)) return "ok"
  if (!isP256Point(key)) return "key_weak"
  return canonical ? "signature_invalid" : "signature_not_canonical"
}

/** The signature, r ‖ s, by the 32-byte scalar: nonce by RFC 6979, low s. */
export function signEs256(scalar: Uint8Array, message: Uint8Array): Uint8Array {
  return p256.sign(message, scalar, { lowS: true, prehash: true, extraEntropy: false })
}

/** The public key x ‖ y of a 32-byte scalar. */
export function es256PublicKey(scalar: Uint8Array): Uint8Array {
  return p256.getPublicKey(scalar, false).subarray(1)
}

/**
 * r ‖ s with the lower s. For signatures of devices that do not choose it (WebCrypto, PKCS#11):
 * the sum s + (n - s) is n, taken byte by byte.
 */
export function withLowS(signature: Uint8Array): Uint8Array {
  assert(signature.length === SIGNATURE_BYTES, "an ES256 signature has 64 bytes")
  const low = signature.slice()
  if (compareBytes(signature.subarray(32), HALF_N) <= 0) return low
  let borrow = 0
  for (let i = 31; i >= 0; i--) {
    const digit = N[i]! - signature[32 + i]! - borrow
    borrow = digit < 0 ? 1 : 0
    low[32 + i] = digit & 0xff
  }
  return low
}
