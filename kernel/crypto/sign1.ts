/**
 * COSE_Sign1 (RFC 9052 sections 3 and 4.2), taken apart and made: signed statements, receipts,
 * proofs of possession. Stricter than the RFC: tag 18 is due, the algorithm stands in the protected
 * headers, no label stands twice in both buckets together, and a critical header that nobody asked
 * for ends it.
 */
import { CborWriter, MAJOR } from "../cbor/writer.ts"
import { assert, Invalid } from "../failures.ts"
import { type CoseKey, verifyByKey } from "./cose-key.ts"
import {
  type CoseLabel,
  type CoseMap,
  CoseReader,
  type CoseValue,
  coseBytes,
  writeCoseValue,
} from "./cose-value.ts"
import { sign1Structure } from "./sig-structure.ts"
import { type Algorithm, algorithmOfCose, type SignatureVerdict } from "./signature.ts"

/** Labels of RFC 9052 section 3.1. */
export const COSE_HEADER = { alg: 1, crit: 2, contentType: 3, kid: 4 } as const
/** Labels that everybody understands, critical or not: those of RFC 9052 itself. */
const COMMON_LABEL_MAX = 7
const TAG_SIGN1 = 18
const EMPTY = new Uint8Array(0)
const MALFORMED = "record_malformed"

/** A COSE_Sign1 taken apart. Its byte strings are views of the bytes given. */
export type Sign1 = {
  readonly protected: { readonly bytes: Uint8Array; readonly map: CoseMap }
  readonly unprotected: CoseMap
  /** Null: detached. */
  readonly payload: Uint8Array | null
  readonly signature: Uint8Array
  /** Null where the protected headers name one that we do not offer. */
  readonly algorithm: Algorithm | null
  /** Protected header 4, else the unprotected one, else null. */
  readonly kid: Uint8Array | null
  /**
   * The Sig_structure that the signature is over. A detached payload is due exactly where `payload`
   * is null, else a `Bug`.
   */
  toBeSigned(externalAad?: Uint8Array, detachedPayload?: Uint8Array): Uint8Array
}

/**
 * Takes a COSE_Sign1 apart. `understood` lists what the caller handles if it is marked critical.
 * Throws `Invalid`: `cose_header_invalid`, `record_malformed` (another structure),
 * `trailing_bytes`, and what `CoseReader` throws. The signature is not checked: `verifySign1`.
 */
export function sign1(bytes: Uint8Array, understood: readonly CoseLabel[] = []): Sign1 {
  const reader = new CoseReader(bytes)
  reader.expect(MALFORMED, "tag 18 of a COSE_Sign1", MAJOR.tag, TAG_SIGN1)
  reader.expect(MALFORMED, "a list of 4", MAJOR.array, 4)
  reader.expect(MALFORMED, "protected headers as bytes", MAJOR.bytes)
  const protectedBytes = reader.content()
  const unprotected = readHeaders(reader)
  const payload = readPayload(reader)
  reader.expect(MALFORMED, "a signature as bytes", MAJOR.bytes)
  const signature = reader.content()
  reader.end()

  const headers = protectedHeaders(protectedBytes)
  for (const label of unprotected.keys()) {
    if (headers.has(label)) throw headerInvalid(label, "stands in both buckets")
  }
  checkCritical(headers, unprotected, understood)
  const kid = headers.get(COSE_HEADER.kid) ?? unprotected.get(COSE_HEADER.kid) ?? null
  if (kid !== null && !(kid instanceof Uint8Array)) throw headerInvalid(4, "must be bytes")
  return {
    protected: { bytes: protectedBytes, map: headers },
    unprotected,
    payload,
    signature,
    algorithm: protectedAlgorithm(headers),
    kid,
    toBeSigned(externalAad = EMPTY, detachedPayload) {
      const content = payload ?? detachedPayload
      assert(content !== undefined, "a detached payload must be handed in")
      assert(payload === null || detachedPayload === undefined, "the payload is not detached")
      return sign1Structure(headers.size === 0 ? EMPTY : protectedBytes, externalAad, content)
    },
  }
}

function readPayload(reader: CoseReader): Uint8Array | null {
  if (reader.head() === MAJOR.bytes) return reader.content()
  if (reader.isNull) return null
  throw reader.mismatch(MALFORMED, "a payload as bytes, or null")
}

function headerInvalid(label: CoseLabel, fault: string): Invalid {
  const header = String(label).slice(0, 64)
  return new Invalid("cose_header_invalid", "", `Header ${header} ${fault}.`, { header })
}

/** A map of headers; a label twice is a fault of headers, not of a record. */
function readHeaders(reader: CoseReader): CoseMap {
  try {
    const headers = reader.value()
    if (headers instanceof Map) return headers
  } catch (failure) {
    if (!(failure instanceof Invalid && failure.code === "duplicate_key")) throw failure
    throw new Invalid("cose_header_invalid", "", failure.message, failure.details)
  }
  throw reader.mismatch(MALFORMED, "headers as a map")
}

/** RFC 9052 section 3: the map in a byte string; no headers may be no bytes. */
function protectedHeaders(bytes: Uint8Array): CoseMap {
  if (bytes.length === 0) return new Map()
  const reader = new CoseReader(bytes)
  const headers = readHeaders(reader)
  reader.end()
  return headers
}

function protectedAlgorithm(headers: CoseMap): Algorithm | null {
  const alg = headers.get(COSE_HEADER.alg)
  if (alg === undefined)
    throw headerInvalid(1, "(the algorithm) is missing among the protected ones")
  if (typeof alg !== "number" && typeof alg !== "string") {
    throw headerInvalid(1, "must be an integer or text")
  }
  return algorithmOfCose(alg)
}

/** RFC 9052 section 3.1, crit: protected, not empty, each label present and understood. */
function checkCritical(
  headers: CoseMap,
  unprotected: CoseMap,
  understood: readonly CoseLabel[],
): void {
  if (unprotected.has(COSE_HEADER.crit)) throw headerInvalid(2, "must be protected")
  const critical = headers.get(COSE_HEADER.crit)
  if (critical === undefined) return
  if (!Array.isArray(critical) || critical.length === 0) {
    throw headerInvalid(2, "must list at least one label")
  }
  for (const label of critical as readonly CoseValue[]) {
    if (typeof label !== "number" && typeof label !== "string") {
      throw headerInvalid(2, "lists what is no label")
    }
    if (!headers.has(label)) throw headerInvalid(label, "is critical, but not among the protected")
    const common = typeof label === "number" && label >= 1 && label <= COMMON_LABEL_MAX
    if (!common && !understood.includes(label)) {
      throw headerInvalid(label, "is critical and not known here")
    }
  }
}

/**
 * The verdict on a COSE_Sign1 by a key: `algorithm_unsupported` for another algorithm,
 * `signature_invalid` where the key is of another algorithm than the headers say.
 */
export function verifySign1(
  message: Sign1,
  key: CoseKey,
  { externalAad, payload }: { externalAad?: Uint8Array; payload?: Uint8Array } = {},
): SignatureVerdict | "algorithm_unsupported" {
  if (message.algorithm === null) return "algorithm_unsupported"
  if (message.algorithm !== key.algorithm) return "signature_invalid"
  return verifyByKey(key, message.toBeSigned(externalAad, payload), message.signature)
}

/** What a COSE_Sign1 is made of. */
export type Sign1Parts = {
  /** Holds the algorithm, header 1; the caller puts in what `sign` signs with. */
  readonly protectedHeader: CoseMap
  readonly unprotected?: CoseMap
  readonly payload: Uint8Array
  /** Whether to leave the payload out of the message. */
  readonly detached?: boolean
  readonly externalAad?: Uint8Array
  /** Signs the Sig_structure. */
  readonly sign: (toBeSigned: Uint8Array) => Uint8Array
}

/** A COSE_Sign1 with tag 18, all of it deterministic but the signature itself. */
export function createSign1(parts: Sign1Parts): Uint8Array {
  const { protectedHeader, unprotected = new Map(), payload, externalAad = EMPTY } = parts
  assert(protectedHeader.has(COSE_HEADER.alg), "the protected headers name the algorithm")
  const protectedBytes = coseBytes(protectedHeader)
  const signature = parts.sign(sign1Structure(protectedBytes, externalAad, payload))
  const writer = new CborWriter().tag(TAG_SIGN1).array(4).bytes(protectedBytes)
  writeCoseValue(writer, unprotected)
  if (parts.detached) writer.null()
  else writer.bytes(payload)
  return writer.bytes(signature).finish()
}
