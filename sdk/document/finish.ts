/**
 * The last step of the issuer: what the ledger answers about a registered document, put together
 * into its evidence, and the evidence put into the file or beside it.
 */
import { decodeBundle, type Hash, type Hex, toHex } from "@concordat/kernel"
import type { CommittedDocument } from "./draft.ts"
import { EVIDENCE_VERSION, encodeEvidence } from "./evidence.ts"
import { fileTypeOf } from "./file-type.ts"
import { attachEvidence, WRITER } from "./pdf/attach.ts"
import { inspectPdf } from "./pdf/inspect.ts"
import { BESIDE } from "./revision.ts"

/** What a gateway answers about a registered document. */
export type RegisteredAnswer = {
  /** The kernel's bundle, CBOR. */
  readonly bundle: Uint8Array
  readonly statement: Uint8Array
  /** Receipts over the statement log. */
  readonly receipts: readonly Uint8Array[]
}

/** Where a document stands in its statement: the first and only one, if it was registered alone. */
export type PlaceInBatch = { readonly index: number; readonly path: readonly Hash[] }

/** The place of a document that was registered alone. */
export const ALONE: PlaceInBatch = { index: 0, path: [] }

/** A document as its bearer gets it. */
export type FinishedDocument = {
  /** The file: with the evidence inside, or as it was. */
  readonly file: Uint8Array
  readonly evidence: Uint8Array
  /** Whether the evidence is a file of its own, to be kept beside the document. */
  readonly beside: boolean
}

/** The evidence of a document, for a file of `length` bytes written by `writer`. */
function evidenceOf(
  document: CommittedDocument,
  answer: RegisteredAnswer,
  { index, path }: PlaceInBatch,
  written: { readonly length: number; readonly writer: string },
): Uint8Array {
  const secret = toHex(document.secret) as Hex
  const { fields, leaf } = document
  return encodeEvidence({
    v: EVIDENCE_VERSION,
    bundle: decodeBundle(answer.bundle),
    statement: answer.statement,
    receipts: answer.receipts,
    document: { secret, fields, until: leaf.until, index, path, ...written },
  })
}

/**
 * Gives a registered file its evidence: inside a PDF that takes it, else beside it. Throws
 * `Invalid` `document_encrypted`, and what `decodeBundle` throws.
 */
export async function finishDocument(
  file: Uint8Array,
  document: CommittedDocument,
  answer: RegisteredAnswer,
  place: PlaceInBatch = ALONE,
): Promise<FinishedDocument> {
  const inside = fileTypeOf(file) === "pdf" && (await inspectPdf(file)).because === null
  const written = { length: file.length, writer: inside ? WRITER : BESIDE }
  const evidence = evidenceOf(document, answer, place, written)
  if (!inside) return { file, evidence, beside: true }
  return { file: await attachEvidence(file, evidence), evidence, beside: false }
}
