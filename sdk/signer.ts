/** Who signs: a key with its name and its algorithm. How it signs is its keeper's business. */
import {
  coseKey,
  ed25519PublicKey,
  es256PublicKey,
  type Hash,
  signEd25519,
  signEs256,
  thumbprint,
} from "@concordat/kernel"

/** A signing key: a token, a keystore, a test seed. `sign` answers 64 bytes. */
export interface Signer {
  readonly algorithm: "ed25519" | "es256"
  /** COSE key thumbprint (RFC 9679), hex. */
  readonly kid: Hash
  /** Canonical COSE_Key. */
  readonly public: Uint8Array
  sign(message: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/** A signer over an Ed25519 seed of 32 bytes. */
export function ed25519Signer(seed: Uint8Array): Signer {
  const key = coseKey({ algorithm: "ed25519", x: ed25519PublicKey(seed) })
  const kid = thumbprint(key) as Hash
  return { algorithm: "ed25519", kid, public: key, sign: (message) => signEd25519(seed, message) }
}

/** A signer over a P-256 scalar of 32 bytes; signatures have a low s. */
export function es256Signer(scalar: Uint8Array): Signer {
  const point = es256PublicKey(scalar)
  const key = coseKey({ algorithm: "es256", x: point.slice(0, 32), y: point.slice(32) })
  const kid = thumbprint(key) as Hash
  return { algorithm: "es256", kid, public: key, sign: (message) => signEs256(scalar, message) }
}
