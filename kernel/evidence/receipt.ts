/**
 * COSE Receipts over an RFC 9162 log: one organisation's signature that an entry is in a log, for
 * any SCITT tool to check. One signature over a head serves every entry below it. Source of truth:
 * RFC 9942 (receipts, labels 395 and 396), RFC 9943 (SCITT), RFC 9597 (CWT claims in headers).
 */

import { fromHex } from "../bytes.ts"
import type { CoseKey } from "../crypto/cose-key.ts"
import { type CoseMap, CoseReader, type CoseValue, coseBytes } from "../crypto/cose-value.ts"
import { withLowS } from "../crypto/es256.ts"
import { COSE_HEADER, createSign1, type Sign1, sign1, verifySign1 } from "../crypto/sign1.ts"
import { type Algorithm, coseNumber, SIGNATURE_BYTES } from "../crypto/signature.ts"
import { Invalid } from "../failures.ts"
import { rootFromInclusion } from "../log/verify.ts"
import type { Hash } from "../schema/fixed.ts"

const CWT_CLAIMS = 15
const ISSUER = 1
const SUBJECT = 2
const VDS = 395
const VDP = 396
const INCLUSION = -1
/** RFC9162_SHA256 in the registry of verifiable data structures. */
const RFC9162_SHA256 = 1

/** Who signs heads of which log: header values of every receipt. */
export type ReceiptHeader = {
  readonly algorithm: Algorithm
  /** Thumbprint of the signing key. */
  readonly kid: Hash
  /** `urn:concordat:<chain>:<organisation>` */
  readonly issuer: string
  /** `urn:concordat:<chain>:log`, or the name of another log. */
  readonly subject: string
}

/** A head's root under one organisation's signature. */
export type SignedHead = {
  readonly header: ReceiptHeader
  readonly root: Uint8Array
  readonly signature: Uint8Array
}

/** Where an entry lies in a log: it is the `index`th, from 0, of `size`. */
export type LogPlace = {
  readonly size: bigint
  readonly index: bigint
  readonly path: readonly Uint8Array[]
}

/** The issuer of an organisation's receipts. */
export function receiptIssuer(chain: string, organisation: string): string {
  return `urn:concordat:${chain}:${organisation}`
}

/** The subject of receipts over one of a ledger's logs: `log` is that of its events. */
export function receiptSubject(chain: string, log = "log"): string {
  return `urn:concordat:${chain}:${log}`
}

function protectedMap({ algorithm, kid, issuer, subject }: ReceiptHeader): CoseMap {
  return new Map<number, CoseValue>([
    [COSE_HEADER.alg, coseNumber(algorithm)],
    [COSE_HEADER.kid, fromHex(kid)],
    [
      CWT_CLAIMS,
      new Map([
        [ISSUER, issuer],
        [SUBJECT, subject],
      ]),
    ],
    [VDS, RFC9162_SHA256],
  ])
}

/** Signs the root of a head, 32 bytes; `sign` gets the Sig_structure and answers 64 bytes. */
export function signHead(
  root: Uint8Array,
  header: ReceiptHeader,
  sign: (toBeSigned: Uint8Array) => Uint8Array,
): SignedHead {
  let signature = new Uint8Array()
  createSign1({
    protectedHeader: protectedMap(header),
    payload: root,
    detached: true,
    sign(toBeSigned) {
      signature = sign(toBeSigned).slice()
      return signature
    },
  })
  return { header, root, signature }
}

/** The receipt for one entry below a signed head: a COSE_Sign1 with detached payload. */
export function createReceipt(head: SignedHead, { size, index, path }: LogPlace): Uint8Array {
  const proof = coseBytes([size, index, path])
  return createSign1({
    protectedHeader: protectedMap(head.header),
    unprotected: new Map([[VDP, new Map([[INCLUSION, [proof]]])]]),
    payload: head.root,
    detached: true,
    sign: () => head.signature,
  })
}

/** A receipt taken apart, nothing verified. Issuer and subject are null where not named. */
export type Receipt = LogPlace & {
  readonly kid: Uint8Array | null
  readonly issuer: string | null
  readonly subject: string | null
  readonly message: Sign1
}

/**
 * Takes a receipt apart. Throws `Invalid`: `algorithm_unsupported` for another verifiable data
 * structure than RFC9162_SHA256 or another signature algorithm; `record_malformed` for what is no
 * receipt with one inclusion proof; and what `sign1` throws.
 */
export function readReceipt(bytes: Uint8Array): Receipt {
  const message = sign1(bytes, [VDS])
  const headers = message.protected.map
  const vds = headers.get(VDS)
  if (vds === undefined) throw malformed("names no verifiable data structure")
  if (vds !== RFC9162_SHA256) {
    const details = { found: String(vds), expected: RFC9162_SHA256 }
    const reason = `Verifiable data structure ${vds} is not supported; 1, RFC9162_SHA256, is.`
    throw new Invalid("algorithm_unsupported", "", reason, details)
  }
  if (message.algorithm === null) {
    const reason = "The signature algorithm of the receipt is not supported."
    throw new Invalid("algorithm_unsupported", "", reason)
  }
  if (message.payload !== null) throw malformed("has a payload that is not detached")
  const claims = headers.get(CWT_CLAIMS)
  const claim = (label: number) => {
    const value = claims instanceof Map ? claims.get(label) : null
    return typeof value === "string" ? value : null
  }
  const place = readPlace(message.unprotected)
  return { ...place, kid: message.kid, issuer: claim(ISSUER), subject: claim(SUBJECT), message }
}

function malformed(fault: string): Invalid {
  return new Invalid("record_malformed", "", `The receipt ${fault}.`)
}

const isList: (value: unknown) => value is readonly CoseValue[] = Array.isArray
const isCount = (value: CoseValue | undefined) =>
  (typeof value === "number" || typeof value === "bigint") && value >= 0

function readPlace(unprotected: CoseMap): LogPlace {
  const proofs = unprotected.get(VDP)
  const inclusions = proofs instanceof Map ? proofs.get(INCLUSION) : undefined
  if (!isList(inclusions) || inclusions.length !== 1 || !(inclusions[0] instanceof Uint8Array)) {
    throw malformed("has not exactly one inclusion proof")
  }
  const reader = new CoseReader(inclusions[0])
  const proof = reader.value()
  reader.end()
  if (!isList(proof) || proof.length !== 3) throw malformed("has a proof of another shape")
  const [size, index, path] = proof
  const hashes = isList(path) ? path.filter((hash) => hash instanceof Uint8Array) : []
  if (!isCount(size) || !isCount(index) || !isList(path) || hashes.length !== path.length) {
    throw malformed("has a proof of another shape")
  }
  return { size: BigInt(size as number), index: BigInt(index as number), path: hashes }
}

/** Whether a receipt holds, for which root; else the code and the reason. */
export type ReceiptVerdict =
  | { readonly ok: true; readonly root: Uint8Array }
  | { readonly ok: false; readonly code: string; readonly reason: string }

/**
 * Judges a receipt for the entry of leaf hash `leaf`, by the key of its signer: a path that fits no
 * such log is `proof_root_mismatch`; where the key did not sign the root that the path leads to, it
 * is `signature_invalid`, `signature_not_canonical` or `key_weak`.
 */
export function judgeReceipt(receipt: Receipt, leaf: Uint8Array, key: CoseKey): ReceiptVerdict {
  const root = rootFromInclusion({ ...receipt, leaf })
  if (root === null) {
    const reason = "Its path does not fit its place in the log."
    return { ok: false, code: "proof_root_mismatch", reason }
  }
  const code = verifySign1(inLowerHalf(receipt.message), key, { payload: root })
  if (code === "ok") return { ok: true, root }
  return { ok: false, code, reason: "Its signature is not over the root that its path leads to." }
}

/**
 * RFC 9053 takes either s of an ES256 signature, and logs of others send either; a receipt, unlike
 * a transaction, is not told from another by its signature.
 */
function inLowerHalf(message: Sign1): Sign1 {
  const { algorithm, signature } = message
  if (algorithm !== "es256" || signature.length !== SIGNATURE_BYTES) return message
  return { ...message, signature: withLowS(signature) }
}

/** Reads and judges a receipt in one go; a verdict for any bytes, never a throw. */
export function verifyReceipt(bytes: Uint8Array, leaf: Uint8Array, key: CoseKey): ReceiptVerdict {
  try {
    return judgeReceipt(readReceipt(bytes), leaf, key)
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    return { ok: false, code: failure.code, reason: failure.message }
  }
}
