/**
 * Ed25519 (RFC 8032) by one rule, so that no two validators ever disagree: A and R canonical and
 * not of small order, S < L, cofactorless equation. It is libsodium's verdict, with a reason. Votes
 * of the engine follow ZIP-215 instead, as CometBFT does.
 */
import { ed25519 } from "@noble/curves/ed25519.js"
import { fromHex } from "../bytes.ts"
import { assert } from "../failures.ts"
import { accelerators } from "./accelerators.ts"
import { isEd25519Point } from "./ed25519-equation.ts"
import { SIGNATURE_BYTES, type SignatureVerdict, type Signed } from "./signature.ts"

/** Bytes of a seed and of a public key. */
const ED25519_KEY_BYTES = 32

/** L = 2^252 + 27742317777372353535851937790883648493, little-endian. */
const L = fromHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")

/** p = 2^255 - 19, little-endian. */
const P = fromHex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")

/**
 * The y of the eight points whose order divides 8, little-endian: 0, 1, -1 and those of order 8.
 */
const SMALL_ORDER: readonly Uint8Array[] = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
].map((hex) => fromHex(hex))

/**
 * Whether 32 little-endian bytes at `offset`, their top bit masked by `mask`, are below `bound`.
 */
function isBelow(bytes: Uint8Array, offset: number, mask: number, bound: Uint8Array): boolean {
  for (let i = 31; i >= 0; i--) {
    const byte = i === 31 ? bytes[offset + i]! & mask : bytes[offset + i]!
    if (byte !== bound[i]!) return byte < bound[i]!
  }
  return false
}

function isSmallOrder(bytes: Uint8Array, y: Uint8Array): boolean {
  for (let i = 0; i < 31; i++) if (bytes[i] !== y[i]) return false
  return (bytes[31]! & 0x7f) === y[31]
}

/**
 * Whether the first 32 bytes encode a point canonically and not of small order, as far as can be
 * seen without arithmetic: y < p, and none of the eight small points in either sign (those with
 * x = 0 and a sign bit are among them). Whether y lies on the curve is left open.
 */
function isWellEncoded(bytes: Uint8Array): boolean {
  return isBelow(bytes, 0, 0x7f, P) && !SMALL_ORDER.some((y) => isSmallOrder(bytes, y))
}

/** Whether 32 bytes may serve as a public key: a canonical point, not of small order. */
export function isEd25519Key(key: Uint8Array): boolean {
  return key.length === ED25519_KEY_BYTES && isWellEncoded(key) && isEd25519Point(key)
}

/**
 * The strict verdict, faults in this order: `key_weak` (A, also off the curve),
 * `signature_not_canonical` (S, R), `signature_invalid` (the equation; R off the curve is one
 * case). `key` 32 bytes, `signature` 64 bytes, else a `Bug`.
 */
export function verifyEd25519({ key, message, signature }: Signed): SignatureVerdict {
  assert(key.length === ED25519_KEY_BYTES, "an Ed25519 key has 32 bytes")
  assert(signature.length === SIGNATURE_BYTES, "an Ed25519 signature has 64 bytes")
  if (!isWellEncoded(key)) return "key_weak"
  const formed = isBelow(signature, 32, 0xff, L) && isWellEncoded(signature)
  if (formed && accelerators.ed25519(key, message, signature)) return "ok"
  if (!isEd25519Point(key)) return "key_weak"
  return formed ? "signature_invalid" : "signature_not_canonical"
}

/**
 * The verdict of ZIP-215 on an engine's vote: any encoding of A and R, S < L, cofactored equation.
 * What the strict rule accepts, this one accepts, so the fast twin is asked first.
 */
export function verifyEd25519Zip215(
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (key.length !== ED25519_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false
  if (!isBelow(signature, 32, 0xff, L)) return false
  const strict = isWellEncoded(key) && isWellEncoded(signature)
  if (strict && accelerators.ed25519(key, message, signature)) return true
  return ed25519.verify(signature, message, key, { zip215: true })
}

/** The signature, R ‖ S, by the 32-byte seed (RFC 8032 section 5.1.6: deterministic). */
export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, seed)
}

/** The public key of a 32-byte seed. */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed)
}
