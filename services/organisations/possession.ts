/**
 * Proof of possession: a COSE_Sign1 (RFC 9052 section 4.2) by the new key over what it is to be
 * used for, so that nobody registers a key that is not theirs, or another's for a purpose of their
 * own.
 */
import {
  ascii,
  type CoseKey,
  concat,
  decode,
  ed25519,
  ensure,
  equalBytes,
  es256,
  fromHex,
  type Hash,
  type Hex,
  hash,
  Invalid,
  party,
  record,
  sign1,
  thumbprint,
  time,
  timeText,
  toHex,
  utf8,
  type View,
} from "@concordat/kernel"
import { keyParts, type OfferedKey } from "./key-records.ts"
import { refuse } from "./refusals.ts"
import { keyPurpose } from "./tables.ts"

/** Binds the signature to this kind of message. */
export const POSSESSION_CONTEXT: Uint8Array = utf8("concordat/possession/v1")

/** What the new key signs. */
export const possessionClaim = record({
  chain: ascii(48),
  expires: time,
  holder: party,
  purpose: keyPurpose,
  thumbprint: hash,
})

/** A key as it is offered, with the proof that its holder has it. */
type Asked = OfferedKey & { readonly possession: Uint8Array }

/** The protected header that a proof by this key must carry: `{1: alg, 4: kid}`. */
function possessionHeader(algorithm: CoseKey["algorithm"], kid: Hash): Uint8Array {
  const alg = algorithm === "ed25519" ? 0x27 : 0x26
  return concat(Uint8Array.of(0xa2, 0x01, alg, 0x04, 0x58, 0x20), fromHex(kid))
}

const SIGNATURE_BYTES = 64

/** The claim and the signature check of a proof, or null where the bytes are no such proof. */
function presented(asked: Asked) {
  const key = keyParts(asked.public)
  if (key === null || key.algorithm === "x25519") return null
  try {
    const proof = sign1(asked.possession)
    const header = possessionHeader(key.algorithm, thumbprint(asked.public))
    const whole = proof.payload !== null && proof.signature.length === SIGNATURE_BYTES
    if (!whole || !equalBytes(proof.protected.bytes, header)) return null
    const claim = decode(possessionClaim, proof.payload)
    const message = proof.toBeSigned(POSSESSION_CONTEXT)
    const point = key.algorithm === "es256" ? concat(key.x, key.y) : key.x
    const signed = {
      key: toHex(point) as Hex,
      message,
      signature: toHex(proof.signature) as Hex,
    }
    const rule = key.algorithm === "es256" ? es256 : ed25519
    return { claim, question: [rule, signed] as const }
  } catch (error) {
    if (error instanceof Invalid) return null
    throw error
  }
}

/** The signature that `ensurePossession` will ask for, so that it is verified ahead. */
export function possessionAhead(_view: View, asked: Asked) {
  const proof = presented(asked)
  return proof === null ? [] : [proof.question]
}

/** Refuses a proof by another key, for another ledger, holder or purpose, or one that expired. */
export function ensurePossession(view: View, asked: Asked): void {
  if (asked.purpose === "encryption") {
    ensure(asked.possession.length === 0, refuse.possession_invalid, { expected: "no proof" })
    return
  }
  const proof = presented(asked)
  ensure(proof, refuse.possession_invalid, { expected: "COSE_Sign1 by the new key" })
  const { claim, question } = proof
  const matches =
    claim.chain === view.chain &&
    claim.holder === asked.holder &&
    claim.purpose === asked.purpose &&
    claim.thumbprint === thumbprint(asked.public)
  ensure(matches, refuse.possession_invalid, { holder: claim.holder, purpose: claim.purpose })
  ensure(claim.expires > view.time, refuse.possession_invalid, {
    expires: timeText(claim.expires),
  })
  ensure(view.verify(...question), refuse.possession_invalid, { expected: "its signature" })
}
