/**
 * Signatures of a simulated world. Real ones in some seeds; in the others a keyed hash stands for
 * them behind the kernel's own seam, so that a simulated hour is not spent on curves. What was
 * signed for real is still verified for real.
 */
import { accelerate, accelerators, concat, parseCoseKey, sha256, utf8 } from "@concordat/kernel"
import type { testSigner } from "@concordat/kernel/testing"
import { useAccelerators } from "../../../node/accelerators/index.ts"
import { keyPair } from "../../../node/keystore/key-pair.ts"

type TestSigner = ReturnType<typeof testSigner>

const SIGNATURE_BYTES = 64
const HALF = 32
const TAG = utf8("a signature of the simulated world")

/** 64 bytes in the canonical form that the kernel demands before it asks anybody. */
function keyedHash(key: Uint8Array, message: Uint8Array): Uint8Array {
  const first = sha256(concat(TAG, key, message))
  const bytes = new Uint8Array(SIGNATURE_BYTES)
  bytes.set(first)
  bytes.set(sha256(concat(first, key)), HALF)
  bytes[HALF - 1]! &= 0x3f // y below p
  bytes[SIGNATURE_BYTES - 1]! &= 0x0f // S below L
  return bytes
}

const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

/** How a world signs, and how to put the kernel's twins back. */
export type Crypto = {
  /** The same signer, signing as this world does. */
  readonly of: (signer: TestSigner) => TestSigner
  readonly restore: () => void
}

const known = new Map<string, TestSigner>()

/** Test signers through OpenSSL, which gives the same bytes. */
function quick(signer: TestSigner, purpose: string): TestSigner {
  const { principal, algorithm, kid } = signer
  const found = known.get(kid)
  if (found !== undefined) return found
  const pair = keyPair("ed25519", sha256(utf8(`test signer, ${algorithm} ${purpose} ${principal}`)))
  const quicker = pair.id === kid ? { ...signer, sign: pair.sign } : signer
  known.set(kid, quicker)
  return quicker
}

/** Puts the twins in place. `real`: every signature is one. */
export async function useCrypto(real: boolean): Promise<Crypto> {
  const former = accelerate({})
  await useAccelerators()
  if (real) {
    return { of: (signer) => quick(signer, "sign"), restore: former }
  }
  const { ed25519 } = accelerators
  accelerate({
    ed25519: (key, message, signature) =>
      isSame(signature, keyedHash(key, message)) || ed25519(key, message, signature),
  })
  const of = (signer: TestSigner): TestSigner => {
    if (signer.algorithm !== "ed25519") return signer
    const { x } = parseCoseKey(signer.public)
    return { ...signer, sign: (message) => keyedHash(x, message) }
  }
  return { of, restore: former }
}
