/** The ECDSA equation over P-256 with SHA-256 (FIPS 186-5 section 6.4.2), by noble. */
import { p256 } from "@noble/curves/nist.js"
import { concat } from "../bytes.ts"

/** SEC 1 section 2.3.3: an uncompressed point begins with 04. */
const UNCOMPRESSED = Uint8Array.of(4)

/** x ‖ y as noble takes it. */
function uncompressed(key: Uint8Array): Uint8Array {
  return concat(UNCOMPRESSED, key)
}

/** Whether x ‖ y (64 bytes) is a point of the curve; the neutral one has no such form. */
export function isP256Point(key: Uint8Array): boolean {
  try {
    p256.Point.fromBytes(uncompressed(key))
    return true
  } catch {
    return false
  }
}

/** Whether r ‖ s is a signature of `message` under x ‖ y, whichever half s lies in. */
export function es256Equation(
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    return p256.verify(signature, message, uncompressed(key), { lowS: false, prehash: true })
  } catch {
    return false
  }
}
