/**
 * Hashes as services use them: the functions of `crypto/`, paid for by the operation or hook that
 * calls them, 1 unit for 256 bytes. Elsewhere (sdk, tools) they cost nothing.
 */
import {
  hkdf as plainHkdf,
  hmac as plainHmac,
  keccak256 as plainKeccak256,
  sha256 as plainSha256,
  sha256Hex as plainSha256Hex,
} from "../crypto/hash.ts"
import { Sha256Stream as Stream } from "../crypto/sha256-stream.ts"
import type { Hash } from "../schema/fixed.ts"
import { chargeHash } from "./charging.ts"

/** SHA-256: 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  chargeHash(bytes.length)
  return plainSha256(bytes)
}

/** SHA-256 as lower-case hex, the form of a `Hash`. */
export function sha256Hex(bytes: Uint8Array): Hash {
  chargeHash(bytes.length)
  return plainSha256Hex(bytes) as Hash
}

/** Keccak-256 as Ethereum uses it: 32 bytes. */
export function keccak256(bytes: Uint8Array): Uint8Array {
  chargeHash(bytes.length)
  return plainKeccak256(bytes)
}

/** HMAC with SHA-256: 32 bytes. */
export function hmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  chargeHash(key.length + message.length)
  return plainHmac(key, message)
}

/** HKDF with SHA-256: `length` bytes, 0 to 8,160 (else a `Bug`). An empty salt means 32 zeros. */
export function hkdf(
  secret: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  length: number,
): Uint8Array {
  chargeHash(secret.length + salt.length + info.length + length)
  return plainHkdf(secret, salt, info, length)
}

/** SHA-256 that can stop and go on from a midstate of 40 to 103 bytes. */
export class Sha256Stream {
  readonly #stream: Stream

  private constructor(stream: Stream) {
    this.#stream = stream
  }

  /** A stream that has taken in nothing yet. */
  static start(): Sha256Stream {
    return new Sha256Stream(Stream.start())
  }

  /** The stream that `midstate` was taken from. Anything else than a midstate is a `Bug`. */
  static resume(midstate: Uint8Array): Sha256Stream {
    return new Sha256Stream(Stream.resume(midstate))
  }

  /** Takes in more bytes. */
  update(bytes: Uint8Array): this {
    chargeHash(bytes.length)
    this.#stream.update(bytes)
    return this
  }

  /** What is needed to go on later: the same for the same bytes taken in. */
  midstate(): Uint8Array {
    return this.#stream.midstate()
  }

  /** The digest of all bytes so far, 32 bytes; the stream may go on. */
  digest(): Uint8Array {
    return this.#stream.digest()
  }
}
