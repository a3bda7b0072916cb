/**
 * The one seam through which a node hands the kernel faster twins. A twin has equal bytes and equal
 * verdicts for every input that its line below allows, or it forks the chain; the vectors and the
 * differential tests show it. The defaults are whole and run in a browser.
 */
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js"
import { ed25519Equation } from "./ed25519-equation.ts"
import { es256Equation } from "./es256-equation.ts"
import { hashPairs } from "./sha256-block.ts"

/** What may be replaced. */
export type Accelerators = {
  /** SHA-256 of any bytes: 32 bytes into `output` from `at` on, where no array is made for them. */
  sha256Into: (bytes: Uint8Array, output: Uint8Array, at: number) => void
  /** SHA-256 of each 64 bytes of `input`, 32 bytes each into `output`: n×64 -> n×32. */
  sha256Pairs: (input: Uint8Array, output: Uint8Array) => void
  /**
   * Whether [S]B = R + [k]A without cofactor (RFC 8032 section 5.1.7). Asked only for canonical
   * encodings of A and R that are not of small order, and S < L; A and R may be off the curve:
   * false. So libsodium's and OpenSSL's verify are both twins.
   */
  ed25519: (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean
  /**
   * ECDSA over P-256 and SHA-256 (FIPS 186-5). `key` is x ‖ y, `signature` r ‖ s; asked only for r
   * and s in range; a key that is no point of the curve: false.
   */
  es256: (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean
}

/** The functions in use. Read by this folder and by those who hash in batches. */
export const accelerators: Accelerators = {
  sha256Into: (bytes, output, at) => output.set(nobleSha256(bytes), at),
  sha256Pairs: hashPairs,
  ed25519: ed25519Equation,
  es256: es256Equation,
}

/**
 * Puts the given twins in place, once at start; answers a function that puts the former ones back.
 */
export function accelerate(twins: Partial<Accelerators>): () => void {
  const former = { ...accelerators }
  Object.assign(accelerators, twins)
  return () => {
    Object.assign(accelerators, former)
  }
}
