/**
 * COSE_Key (RFC 9052 section 7, RFC 9053 section 7) in the one form that a thumbprint is taken of
 * (RFC 9679 section 4): only the required members, deterministic CBOR. So kid = SHA-256(bytes).
 */
import { concat, equalBytes } from "../bytes.ts"
import { Invalid } from "../failures.ts"
import type { Hash } from "../schema/fixed.ts"
import { isEd25519Key, verifyEd25519 } from "./ed25519.ts"
import { isEs256Key, verifyEs256 } from "./es256.ts"
import { sha256Hex } from "./hash.ts"
import type { Algorithm, SignatureVerdict } from "./signature.ts"
import { isX25519Key } from "./x25519.ts"

/** Algorithms of keys: two that sign, one that agrees on secrets (HPKE). */
export type KeyAlgorithm = Algorithm | "x25519"

/** A public key taken apart. Coordinates have 32 bytes; only P-256 has y. */
export type CoseKey =
  | { readonly algorithm: "ed25519" | "x25519"; readonly x: Uint8Array }
  | { readonly algorithm: "es256"; readonly x: Uint8Array; readonly y: Uint8Array }

const COORDINATE_BYTES = 32

/** `{1: 1, -1: 6, -2: x}`, kty OKP, crv Ed25519: all that stands before x. */
const ED25519_HEAD = Uint8Array.of(0xa3, 0x01, 0x01, 0x20, 0x06, 0x21, 0x58, COORDINATE_BYTES)
/** `{1: 1, -1: 4, -2: x}`, crv X25519. */
const X25519_HEAD = Uint8Array.of(0xa3, 0x01, 0x01, 0x20, 0x04, 0x21, 0x58, COORDINATE_BYTES)
/** `{1: 2, -1: 1, -2: x, -3: y}`, kty EC2, crv P-256; y as bytes, never as a sign. */
const ES256_HEAD = Uint8Array.of(0xa4, 0x01, 0x02, 0x20, 0x01, 0x21, 0x58, COORDINATE_BYTES)
/** What stands between x and y. */
const ES256_Y_HEAD = Uint8Array.of(0x22, 0x58, COORDINATE_BYTES)

const X_AT = ES256_HEAD.length
const Y_HEAD_AT = X_AT + COORDINATE_BYTES
const Y_AT = Y_HEAD_AT + ES256_Y_HEAD.length
const OKP_BYTES = Y_HEAD_AT
const EC2_BYTES = Y_AT + COORDINATE_BYTES

/** Bytes of the longest COSE_Key of an algorithm that is offered. */
export const COSE_KEY_BYTES_MAX = EC2_BYTES

/** The canonical COSE_Key. Throws `Invalid` `key_malformed` for coordinates of another length. */
export function coseKey(key: CoseKey): Uint8Array {
  const coordinates = key.algorithm === "es256" ? [key.x, key.y] : [key.x]
  if (coordinates.some((coordinate) => coordinate.length !== COORDINATE_BYTES)) {
    throw new Invalid("key_malformed", "", "A coordinate of a public key has 32 bytes.")
  }
  if (key.algorithm === "es256") return concat(ES256_HEAD, key.x, ES256_Y_HEAD, key.y)
  return concat(key.algorithm === "ed25519" ? ED25519_HEAD : X25519_HEAD, key.x)
}

/**
 * A canonical COSE_Key taken apart; the parts are copies. Throws `Invalid` `key_malformed` for any
 * other bytes: another type, curve, order or length, further members. Whether the point is sound is
 * `isSoundKey`'s question.
 */
export function parseCoseKey(bytes: Uint8Array, path = ""): CoseKey {
  const head = bytes.subarray(0, X_AT)
  const x = bytes.slice(X_AT, Y_HEAD_AT)
  if (bytes.length === OKP_BYTES) {
    if (equalBytes(head, ED25519_HEAD)) return { algorithm: "ed25519", x }
    if (equalBytes(head, X25519_HEAD)) return { algorithm: "x25519", x }
  }
  const isEc2 = bytes.length === EC2_BYTES && equalBytes(head, ES256_HEAD)
  if (isEc2 && equalBytes(bytes.subarray(Y_HEAD_AT, Y_AT), ES256_Y_HEAD)) {
    return { algorithm: "es256", x, y: bytes.slice(Y_AT) }
  }
  const expected = "a canonical COSE_Key of Ed25519, X25519 (40 bytes) or P-256 (75 bytes)"
  throw new Invalid("key_malformed", path, `This is not ${expected}.`, { actual: bytes.length })
}

/**
 * The COSE key thumbprint (RFC 9679, SHA-256) of a canonical COSE_Key, in hex: its name, its kid.
 */
export function thumbprint(coseKeyBytes: Uint8Array): Hash {
  return sha256Hex(coseKeyBytes)
}

/** Whether the key may be relied on: a point of its curve, canonical, not of small order. */
export function isSoundKey(key: CoseKey): boolean {
  if (key.algorithm === "es256") return isEs256Key(concat(key.x, key.y))
  return key.algorithm === "ed25519" ? isEd25519Key(key.x) : isX25519Key(key.x)
}

/**
 * The verdict of `key`'s own rule. A key that cannot sign (x25519) and a signature of another
 * length than 64 bytes are `signature_invalid`.
 */
export function verifyByKey(
  key: CoseKey,
  message: Uint8Array,
  signature: Uint8Array,
): SignatureVerdict {
  if (signature.length !== 2 * COORDINATE_BYTES) return "signature_invalid"
  if (key.algorithm === "es256") {
    return verifyEs256({ key: concat(key.x, key.y), message, signature })
  }
  if (key.algorithm === "x25519") return "signature_invalid"
  return verifyEd25519({ key: key.x, message, signature })
}
