/**
 * Evidence of a document: everything that its bearer needs to prove it, in one canonical CBOR
 * record (media type application/vnd.concordat.evidence+cbor): the kernel's bundle, the signed
 * statement, receipts, the document's secret and fields, its place in the batch, and how the file
 * was written.
 * It has `bundle` where a bare bundle has `claims`: so the two are told apart.
 */
import {
  ascii,
  bundleKind,
  bytes,
  decode,
  decodeValue,
  EVIDENCE_BYTES_MAX,
  EVIDENCE_ITEMS_MAX,
  encode,
  fixed,
  hash,
  type Infer,
  Invalid,
  list,
  option,
  record,
  time,
  u8,
  u32,
} from "@concordat/kernel"
import { PATH_HASHES_MAX, SECRET_BYTES, STATEMENT_BYTES_MAX } from "@concordat/services/provenance"
import { FIELD_BYTES_MAX, FIELDS_MAX, PATH_CHARACTERS_MAX, RECEIPTS_MAX } from "./limits.ts"

/** The version that this program writes and understands. */
export const EVIDENCE_VERSION = 1

const RECEIPT_BYTES_MAX = 4_096
const EVIDENCE_DEPTH_MAX = 20
const LIMITS = { depth: EVIDENCE_DEPTH_MAX, items: EVIDENCE_ITEMS_MAX }

/** What only the bearer and the issuer have. `length` is of the registered bytes. */
const evidencedDocument = record({
  secret: fixed(SECRET_BYTES),
  fields: list(
    record({ path: ascii(PATH_CHARACTERS_MAX), value: bytes(FIELD_BYTES_MAX, 1) }),
    FIELDS_MAX,
    1,
  ),
  until: option(time),
  index: u32,
  path: list(hash, PATH_HASHES_MAX),
  length: u32,
  writer: ascii(64),
})

/** The record in an `.evidence` file or an attachment. */
export const documentEvidence = record({
  v: u8,
  bundle: bundleKind,
  statement: bytes(STATEMENT_BYTES_MAX, 1),
  receipts: list(bytes(RECEIPT_BYTES_MAX, 1), RECEIPTS_MAX),
  document: evidencedDocument,
})
export type DocumentEvidence = Infer<typeof documentEvidence>

/** The bytes of a document's evidence. Throws `Invalid` with the pointer of the first fault. */
export function encodeEvidence(evidence: DocumentEvidence): Uint8Array {
  return encode(documentEvidence, evidence)
}

/** What an `.evidence` file is: of a document, or a bare bundle; null where it is neither. */
export function kindOfEvidence(input: Uint8Array): "document" | "bundle" | null {
  try {
    const value = decodeValue(input, LIMITS)
    if (typeof value !== "object" || value === null) return null
    if (Object.hasOwn(value, "bundle")) return "document"
    return Object.hasOwn(value, "claims") ? "bundle" : null
  } catch (error) {
    if (error instanceof Invalid) return null
    throw error
  }
}

/**
 * The evidence in the given bytes. Throws `Invalid` `bundle_too_large` above 16 MiB,
 * `bundle_unsupported` for another version, `bundle_malformed` for all else.
 */
export function decodeEvidence(input: Uint8Array): DocumentEvidence {
  if (input.length > EVIDENCE_BYTES_MAX) {
    const details = { limit: EVIDENCE_BYTES_MAX, actual: input.length }
    throw new Invalid("bundle_too_large", "", "Evidence has at most 16 MiB.", details)
  }
  let evidence: DocumentEvidence
  try {
    evidence = decode(documentEvidence, input, LIMITS)
    for (const { value } of evidence.document.fields) decodeValue(value)
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    const details = { ...error.details, cause: error.code }
    throw new Invalid("bundle_malformed", error.path, error.message, details)
  }
  if (evidence.v !== EVIDENCE_VERSION) {
    const details = { expected: EVIDENCE_VERSION, found: evidence.v }
    throw new Invalid("bundle_unsupported", "/v", "This evidence is of another version.", details)
  }
  return evidence
}
