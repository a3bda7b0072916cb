/**
 * A key pair that signs: Ed25519 (RFC 8032) through OpenSSL, which gives the only possible bytes
 * some ten times faster; ES256 (RFC 9053) through the kernel, which keeps s low.
 */
import { createPrivateKey, type KeyObject, sign } from "node:crypto"
import type { Random } from "@concordat/engines/seams"
import {
  coseKey,
  ed25519PublicKey,
  es256PublicKey,
  type Hash,
  signEs256,
  thumbprint,
} from "@concordat/kernel"

export type SigningAlgorithm = "ed25519" | "es256"

/** PKCS #8 (RFC 8410 section 7) of an Ed25519 seed, up to the seed. */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex")
const SECRET_BYTES = 32

/** Signs and shows its public half; the secret stays inside. */
export type KeyPair = {
  readonly algorithm: SigningAlgorithm
  /** Canonical COSE_Key. */
  readonly public: Uint8Array
  /** COSE key thumbprint, the kid. */
  readonly id: Hash
  /** 64 bytes: R ‖ S, or r ‖ s. */
  sign(message: Uint8Array): Uint8Array
}

function privateKey(seed: Uint8Array): KeyObject {
  const der = Buffer.concat([PKCS8_HEAD, seed])
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" })
}

/** The pair of a secret: an Ed25519 seed or a P-256 scalar, 32 bytes. */
export function keyPair(algorithm: SigningAlgorithm, secret: Uint8Array): KeyPair {
  if (algorithm === "ed25519") {
    const key = privateKey(secret)
    const cose = coseKey({ algorithm, x: ed25519PublicKey(secret) })
    const signed = (message: Uint8Array) => new Uint8Array(sign(null, message, key))
    return { algorithm, public: cose, id: thumbprint(cose) as Hash, sign: signed }
  }
  const point = es256PublicKey(secret)
  const cose = coseKey({ algorithm, x: point.subarray(0, 32), y: point.subarray(32) })
  const signed = (message: Uint8Array) => signEs256(secret, message)
  return { algorithm, public: cose, id: thumbprint(cose) as Hash, sign: signed }
}

/**
 * A fresh secret: any 32 bytes are an Ed25519 seed; a scalar is drawn again where it is out of
 * range.
 */
export function freshSecret(algorithm: SigningAlgorithm, random: Random): Uint8Array {
  for (;;) {
    const secret = random.bytes(SECRET_BYTES)
    try {
      keyPair(algorithm, secret)
      return secret
    } catch (failure) {
      if (algorithm === "ed25519") throw failure
    }
  }
}
