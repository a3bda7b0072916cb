/**
 * Signing apart: a draft (`.draft`) travels to the signers, each answers with one COSE_Signature,
 * and the transaction is put together of them. The list of signers is fixed before the first one
 * signs.
 */
import { equalBytes } from "../bytes.ts"
import type { Algorithm } from "../crypto/signature.ts"
import { Invalid } from "../failures.ts"
import { SIGNATURES_MAX, TRANSACTION_BYTES_MAX } from "../limits.ts"
import { bytes } from "../schema/bytes.ts"
import { decode, encode } from "../schema/codec.ts"
import { type Hash, hash } from "../schema/fixed.ts"
import { list } from "../schema/list.ts"
import { record } from "../schema/record.ts"
import { chainOf } from "./payload.ts"
import { bytesToSign, coseSign, coseSignature, externalAadOf, transactionId } from "./structure.ts"
import { readCoseSignature } from "./wrapper.ts"

/** A payload and those who are to sign it, in order. */
export type Draft = {
  /** Canonical bytes of the payload. */
  readonly payload: Uint8Array
  /** Thumbprints of the signers' keys, 1 to 32, none twice. */
  readonly signers: readonly Hash[]
  /** Id of the transaction to come. */
  readonly id: Hash
  /** What signer `index` signs; the algorithm is that of the signer's own key. */
  toBeSigned(index: number, algorithm: Algorithm): Uint8Array
}

/** One signer: what is needed to answer a draft. */
export type DraftSigner = {
  readonly algorithm: Algorithm
  readonly kid: Hash
  /** Signs the bytes given: 64 bytes. */
  readonly sign: (message: Uint8Array) => Uint8Array
}

const draftKind = record({
  payload: bytes(TRANSACTION_BYTES_MAX, 1),
  signers: list(hash, SIGNATURES_MAX, 1),
})

/**
 * A draft of canonical payload bytes. Throws `Invalid`: `signatures_out_of_range`,
 * `signature_duplicate`, and what the scan of the payload finds. Commands are not looked up here.
 */
export function draft(payload: Uint8Array, signers: readonly Hash[]): Draft {
  checkSigners(signers)
  const externalAad = externalAadOf(chainOf(payload), signers)
  return {
    payload,
    signers,
    id: transactionId(externalAad, payload),
    toBeSigned: (index, algorithm) => {
      return bytesToSign(algorithm, signerAt(signers, index), externalAad, payload)
    },
  }
}

/** The bytes of a `.draft`. */
export function encodeDraft({ payload, signers }: Draft): Uint8Array {
  return encode(draftKind, { payload, signers })
}

/** The draft of `.draft` bytes. Throws `Invalid` as `decode` and `draft` do. */
export function decodeDraft(fileBytes: Uint8Array): Draft {
  const { payload, signers } = decode(draftKind, fileBytes)
  return draft(payload, signers)
}

/** A signer's answer: one COSE_Signature. Throws `Invalid` `unknown_signer` if it is not listed. */
export function signDraft(one: Draft, { algorithm, kid, sign }: DraftSigner): Uint8Array {
  const index = one.signers.indexOf(kid)
  if (index < 0) throw notListed(kid, "")
  return coseSignature(algorithm, kid, sign(one.toBeSigned(index, algorithm)))
}

/**
 * The transaction: the signers' answers in any order, put into the draft's. Throws `Invalid`:
 * `unknown_signer`, `signature_duplicate`, `signature_missing`, and what a COSE_Signature may show.
 */
export function assemble(one: Draft, answers: readonly Uint8Array[]): Uint8Array {
  const inOrder = new Map<Hash, Uint8Array>()
  answers.forEach((answer, index) => {
    const { kid } = readCoseSignature(answer, index)
    if (!one.signers.includes(kid)) throw notListed(kid, `/signatures/${index}`)
    const former = inOrder.get(kid)
    if (former !== undefined && !equalBytes(former, answer)) throw twice(kid, index)
    inOrder.set(kid, answer)
  })
  return coseSign(
    one.payload,
    one.signers.map((kid, index) => {
      const answer = inOrder.get(kid)
      if (answer !== undefined) return answer
      const reason = `Signer ${index}, key ${kid}, has not signed yet.`
      throw new Invalid("signature_missing", `/signers/${index}`, reason, { index, key: kid })
    }),
  )
}

function checkSigners(signers: readonly Hash[]): void {
  if (signers.length < 1 || signers.length > SIGNATURES_MAX) {
    const reason = `${signers.length} signers, where 1 to ${SIGNATURES_MAX} are allowed.`
    const details = { actual: signers.length, min: 1, limit: SIGNATURES_MAX }
    throw new Invalid("signatures_out_of_range", "/signers", reason, details)
  }
  const again = signers.findIndex((kid, index) => signers.indexOf(kid) < index)
  if (again >= 0) throw twice(signers[again]!, again)
}

function twice(kid: Hash, index: number): Invalid {
  const reason = `Key ${kid} stands twice among the signers.`
  return new Invalid("signature_duplicate", `/signers/${index}`, reason, { index, key: kid })
}

function notListed(kid: Hash, path: string): Invalid {
  const reason = `Key ${kid} is not among the signers of this draft.`
  return new Invalid("unknown_signer", path, reason, { key: kid })
}

function signerAt(signers: readonly Hash[], index: number): Hash {
  const kid = signers[index]
  if (kid !== undefined) return kid
  throw new Invalid("unknown_signer", "", `There is no signer ${index}.`, { index })
}
