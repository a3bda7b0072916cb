/**
 * @concordat/sdk/document: the contract of this part of the room. Documents are committed, sealed,
 * registered, given their evidence, and verified offline; browser and Node. The PDF library is
 * loaded on first use only.
 */

// A document before it is registered

export {
  type CommittedDocument,
  commitDocument,
  type DocumentDraft,
  type FieldValue,
  fieldValue,
  fileDigest,
} from "./draft.ts"
export { checkFile, type FileType, fileTypeOf } from "./file-type.ts"
export { DOCUMENT_BYTES_MAX, FIELD_BYTES_MAX, FIELDS_MAX } from "./limits.ts"

// Its statement, or one for many

export { BatchBuilder, type BatchDocument, type BatchPlan } from "./batch.ts"
export { JOURNAL_HEAD_BYTES, JOURNAL_RECORD_BYTES } from "./journal.ts"
export { type Occasion, type Period, type Seal, sealBatch, sealDocument } from "./statement.ts"

// Its evidence, inside the file or beside it

export {
  type DocumentEvidence,
  decodeEvidence,
  documentEvidence,
  EVIDENCE_VERSION,
  encodeEvidence,
  kindOfEvidence,
} from "./evidence.ts"
export {
  ALONE,
  type FinishedDocument,
  finishDocument,
  type PlaceInBatch,
  type RegisteredAnswer,
} from "./finish.ts"
export { attachEvidence, EVIDENCE_NAME, WRITER } from "./pdf/attach.ts"
export { type Attached, EVIDENCE_TYPE, findEvidence } from "./pdf/find.ts"
export { type BesideReason, inspectPdf, type PdfInspection } from "./pdf/inspect.ts"
export { BESIDE, checkRevision, type Registered, type Revision } from "./revision.ts"

// The verdict

export { STANDING_AGE_MS_MAX } from "./standing-answers.ts"
export {
  type Answer,
  type Answers,
  OVERALL,
  type Overall,
  QUESTIONS,
  type QuestionName,
  type ShownField,
  type ShownRecord,
} from "./verdict.ts"
export { type DocumentToVerify, type DocumentVerdict, verifyDocument } from "./verify.ts"
export { timeWords } from "./words.ts"
