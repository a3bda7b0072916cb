/**
 * The COSE_Sign around a payload, taken apart in one pass: tag 98 over `[h'', {}, payload,
 * [1*32 [{1: alg, 4: kid}, {}, signature]]]`. Only this form is a transaction; what RFC 9052 allows
 * besides (detached payloads, further headers) is refused by name.
 */

import { toHex } from "../bytes.ts"
import { MAJOR } from "../cbor/writer.ts"
import { type CoseMap, CoseReader } from "../crypto/cose-value.ts"
import {
  ALGORITHMS_OFFERED,
  type Algorithm,
  algorithmOfCose,
  SIGNATURE_BYTES,
} from "../crypto/signature.ts"
import { Invalid } from "../failures.ts"
import { SIGNATURES_MAX } from "../limits.ts"
import type { Hash } from "../schema/fixed.ts"
import { algorithmOfHeader } from "./structure.ts"

/** One signature as sent. */
export type WrappedSignature = {
  readonly algorithm: Algorithm
  /** Thumbprint of the signer's key. */
  readonly kid: Hash
  readonly signature: Uint8Array
}

/** A COSE_Sign taken apart; byte strings are views. */
export type Wrapper = {
  readonly payload: Uint8Array
  /** Offset of the payload in the whole. */
  readonly payloadAt: number
  readonly signatures: readonly WrappedSignature[]
}

/** The parts of one COSE_Signature before its headers are judged. */
type RawSignature = {
  readonly offset: number
  readonly header: Uint8Array
  readonly unprotected: number
  readonly signature: Uint8Array
}

const TAG_SIGN = 98
const MALFORMED = "transaction_malformed"
const TAG_HEAD = Uint8Array.of(0xd8, TAG_SIGN)
const KID_BYTES = 32
const ALG = 1
const KID = 4

/** Whether the bytes begin as a COSE_Sign. */
export function isWrapped(bytes: Uint8Array): boolean {
  return bytes[0] === TAG_HEAD[0] && bytes[1] === TAG_HEAD[1]
}

/**
 * Takes a COSE_Sign apart. Throws `Invalid` with the first fault: structure, number of signatures,
 * headers of the body, then of each signature in order.
 */
export function readWrapper(bytes: Uint8Array): Wrapper {
  const reader = new CoseReader(bytes)
  reader.at = TAG_HEAD.length
  reader.expect(MALFORMED, "a list of 4", MAJOR.array, 4)
  reader.expect(MALFORMED, "the body's protected headers as bytes", MAJOR.bytes)
  const bodyHeader = reader.content()
  const bodyUnprotected = readMap(reader)
  const detached = reader.head() !== MAJOR.bytes
  if (detached && !reader.isNull) throw reader.mismatch(MALFORMED, "the payload as bytes")
  const payloadAt = reader.at
  const payload = detached ? reader.input.subarray(0, 0) : reader.content()
  reader.expect(MALFORMED, "a list of signatures", MAJOR.array)
  const raw: RawSignature[] = []
  for (let left = Number(reader.argument); left > 0; left--) raw.push(readSignature(reader))
  reader.end()

  if (raw.length < 1 || raw.length > SIGNATURES_MAX) throw countOutOfRange(raw.length)
  if (bodyHeader.length > 0) throw headerInvalid("", "protected", "the body has none")
  if (bodyUnprotected > 0) throw headerInvalid("", "unprotected", "the body has none")
  if (detached) throw headerInvalid("", "payload", "a detached payload is not accepted")
  return { payload, payloadAt, signatures: raw.map(judgeSignature) }
}

/** One COSE_Signature alone, as signers send it to be assembled. Throws as `readWrapper` does. */
export function readCoseSignature(bytes: Uint8Array, index: number): WrappedSignature {
  const reader = new CoseReader(bytes)
  const raw = readSignature(reader)
  reader.end()
  return judgeSignature(raw, index)
}

function readSignature(reader: CoseReader): RawSignature {
  const offset = reader.at
  reader.expect(MALFORMED, "a signature as a list of 3", MAJOR.array, 3)
  reader.expect(MALFORMED, "protected headers as bytes", MAJOR.bytes)
  const header = reader.content()
  const unprotected = readMap(reader)
  reader.expect(MALFORMED, "a signature as bytes", MAJOR.bytes)
  return { offset, header, unprotected, signature: reader.content() }
}

/** Steps over a map of headers and answers how many it holds. */
function readMap(reader: CoseReader): number {
  const { at } = reader
  reader.expect(MALFORMED, "unprotected headers as a map", MAJOR.map)
  if (reader.argument === 0) return 0
  const count = Number(reader.argument)
  reader.at = at
  reader.value()
  return count
}

function judgeSignature(raw: RawSignature, index: number): WrappedSignature {
  const path = `/signatures/${index}`
  const { header, signature } = raw
  const signer = signerOf(header, path)
  if (raw.unprotected > 0) throw headerInvalid(path, "unprotected", "a signature has none")
  if (signature.length !== SIGNATURE_BYTES) {
    const found = `${signature.length} bytes`
    const expected = `a signature of ${SIGNATURE_BYTES} bytes`
    const details = { offset: raw.offset, found, expected, index }
    throw new Invalid(MALFORMED, path, `Expected ${expected}, found ${found}.`, details)
  }
  return { ...signer, signature }
}

/** The signer of protected headers: exactly `{1: alg, 4: kid}`, 38 bytes. */
function signerOf(header: Uint8Array, path: string): { algorithm: Algorithm; kid: Hash } {
  const algorithm = algorithmOfHeader(header)
  if (algorithm === null) throw headerFault(header, path)
  return { algorithm, kid: toHex(header.subarray(-KID_BYTES)) as Hash }
}

/** Why these are not the headers of a signer. */
function headerFault(header: Uint8Array, path: string): Invalid {
  let headers: CoseMap
  try {
    const reader = new CoseReader(header)
    const value = reader.value()
    reader.end()
    if (!(value instanceof Map)) return headerInvalid(path, "protected", "must be a map")
    headers = value
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    return headerInvalid(path, "protected", failure.message)
  }
  const other = [...headers.keys()].find((label) => label !== ALG && label !== KID)
  if (other !== undefined) return headerInvalid(path, String(other), "is not accepted here")
  const alg = headers.get(ALG)
  const kid = headers.get(KID)
  if (alg === undefined) return headerInvalid(path, "1", "the algorithm is missing")
  if (kid === undefined) return headerInvalid(path, "4", "the key's thumbprint (kid) is missing")
  if (typeof alg !== "number" && typeof alg !== "string") {
    return headerInvalid(path, "1", "the algorithm is an integer")
  }
  if (algorithmOfCose(alg) === null) {
    const found = String(alg).slice(0, 64)
    const reason = `Algorithm ${found} is not offered: ${ALGORITHMS_OFFERED}.`
    return new Invalid("algorithm_unsupported", path, reason, {
      found,
      allowed: ALGORITHMS_OFFERED,
    })
  }
  const isThumbprint = kid instanceof Uint8Array && kid.length === KID_BYTES
  if (!isThumbprint) return headerInvalid(path, "4", "the kid is a thumbprint of 32 bytes")
  return headerInvalid(path, "protected", "must be in canonical form, labels 1 and 4 in this order")
}

function headerInvalid(path: string, header: string, fault: string): Invalid {
  const name = header.slice(0, 64)
  return new Invalid("cose_header_invalid", path, `Header ${name}: ${fault}.`, { header: name })
}

function countOutOfRange(actual: number): Invalid {
  const reason = `${actual} signatures, where 1 to ${SIGNATURES_MAX} are allowed.`
  const details = { actual, min: 1, limit: SIGNATURES_MAX }
  return new Invalid("signatures_out_of_range", "/signatures", reason, details)
}
