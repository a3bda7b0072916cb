/** Check 10: the signatures of a transaction, in order, each by its key's one rule. */
import { type CoseKey, parseCoseKey, verifyByKey } from "../crypto/cose-key.ts"
import { coseName, type SignatureVerdict } from "../crypto/signature.ts"
import { assert, Invalid } from "../failures.ts"
import type { Transaction, TransactionSignature } from "./transaction.ts"

const REASONS = {
  key_weak: "its key is not a sound point of the curve",
  signature_not_canonical: "it is not in canonical form",
  signature_invalid: "it does not hold for this content, chain and list of signers",
} as const

/**
 * The verdict on one signature by the key whose thumbprint it names. A key of another algorithm
 * than the headers say is `signature_invalid`.
 */
export function signatureVerdict(one: TransactionSignature, key: CoseKey): SignatureVerdict {
  if (one.algorithm !== key.algorithm) return "signature_invalid"
  return verifyByKey(key, one.toBeSigned, one.signature)
}

/** The failure that a verdict other than `ok` is. */
export function signatureFault(
  verdict: Exclude<SignatureVerdict, "ok">,
  one: TransactionSignature,
  index: number,
): Invalid {
  const name = coseName(one.algorithm)
  const reason = `Signature ${index} (${name}, key ${one.kid}) is refused: ${REASONS[verdict]}.`
  return new Invalid(verdict, `/signatures/${index}`, reason, { index, key: one.kid })
}

/**
 * Verifies all signatures in order. `publicKeys` are the canonical COSE_Keys of the same length and
 * order. Throws `Invalid`: `key_weak`, `signature_not_canonical` or `signature_invalid`, with index
 * and key.
 */
export function verifySignatures(
  transaction: Transaction,
  publicKeys: readonly Uint8Array[],
): void {
  const { signatures } = transaction
  assert(publicKeys.length === signatures.length, "one public key for each signature")
  signatures.forEach((one, index) => {
    const verdict = signatureVerdict(one, parseCoseKey(publicKeys[index]!))
    if (verdict !== "ok") throw signatureFault(verdict, one, index)
  })
}
