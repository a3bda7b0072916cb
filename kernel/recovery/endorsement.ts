/**
 * A member's signature under a recovery manifest: a COSE_Sign1 (RFC 9052, section 4.2) by its key
 * of purpose recovery over the manifest's canonical bytes, which are not enclosed.
 */
import { fromHex, toHex, utf8 } from "../bytes.ts"
import { parseCoseKey, thumbprint } from "../crypto/cose-key.ts"
import { createSign1, sign1, verifySign1 } from "../crypto/sign1.ts"
import { Invalid } from "../failures.ts"
import { encode } from "../schema/codec.ts"
import type { Hash } from "../schema/fixed.ts"
import { type RecoveryManifest, recoveryManifest } from "./manifest.ts"

/** Bytes of an endorsement, at most. */
export const ENDORSEMENT_BYTES_MAX = 256
/** Endorsements of a manifest, at most: as many as there are members. */
export const ENDORSEMENTS_MAX = 256

/** Binds the signature to this kind of message. */
const CONTEXT = utf8("concordat/recovery/v1")
const ALGORITHMS = { ed25519: -8, es256: -7, x25519: null } as const

/** Signs a manifest by the key of a canonical COSE_Key. */
export function endorse(
  manifest: RecoveryManifest,
  key: Uint8Array,
  sign: (message: Uint8Array) => Uint8Array,
): Uint8Array {
  const algorithm = ALGORITHMS[parseCoseKey(key).algorithm]
  if (algorithm === null) throw new Invalid("key_purpose_mismatch", "", "This key signs nothing.")
  return createSign1({
    protectedHeader: new Map<number, number | Uint8Array>([
      [1, algorithm],
      [4, fromHex(thumbprint(key))],
    ]),
    payload: encode(recoveryManifest, manifest),
    detached: true,
    externalAad: CONTEXT,
    sign,
  })
}

/** The key that an endorsement says it is by; null for bytes that are none. */
export function endorserOf(endorsement: Uint8Array): Hash | null {
  try {
    const { kid, payload } = sign1(endorsement)
    return kid === null || kid.length !== 32 || payload !== null ? null : (toHex(kid) as Hash)
  } catch (failure) {
    if (failure instanceof Invalid) return null
    throw failure
  }
}

/** Whether an endorsement is of this manifest, by the key of a canonical COSE_Key. */
export function isEndorsedBy(
  endorsement: Uint8Array,
  manifest: RecoveryManifest,
  key: Uint8Array,
): boolean {
  if (endorserOf(endorsement) !== thumbprint(key)) return false
  const payload = encode(recoveryManifest, manifest)
  const message = sign1(endorsement)
  return verifySign1(message, parseCoseKey(key), { externalAad: CONTEXT, payload }) === "ok"
}
