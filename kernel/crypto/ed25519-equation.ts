/**
 * The group equation of Ed25519 (RFC 8032 section 5.1.7), cofactorless, over noble's points.
 * noble's own `verify` multiplies by the cofactor in both its modes, so it accepts more than this
 * rule does.
 */
import { ed25519 } from "@noble/curves/ed25519.js"
import { sha512 } from "@noble/hashes/sha2.js"
import { equalBytes } from "../bytes.ts"

const { Point } = ed25519
const { BASE, Fn } = Point

/** Little-endian bytes as a number. */
function littleEndian(bytes: Uint8Array): bigint {
  let number = 0n
  for (let i = bytes.length - 1; i >= 0; i--) number = (number << 8n) | BigInt(bytes[i]!)
  return number
}

function pointOf(encoding: Uint8Array) {
  try {
    return Point.fromBytes(encoding)
  } catch {
    return undefined
  }
}

/** Whether 32 bytes are the canonical encoding of a point of the curve. */
export function isEd25519Point(encoding: Uint8Array): boolean {
  return pointOf(encoding) !== undefined
}

/**
 * Whether [S]B - [k]A encodes to the very bytes of R, k = SHA-512(R ‖ A ‖ message) mod L. Expects
 * 32 and 64 bytes and S < L; false where A is no point.
 */
export function ed25519Equation(
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const a = pointOf(key)
  if (a === undefined) return false
  const r = signature.subarray(0, 32)
  const k = Fn.create(littleEndian(sha512.create().update(r).update(key).update(message).digest()))
  const sB = BASE.multiplyUnsafe(littleEndian(signature.subarray(32)))
  return equalBytes(sB.subtract(a.multiplyUnsafe(k)).toBytes(), r)
}
