/** Every way in which the register says no, beside the platform's own codes. A closed set. */
import { refusals } from "@concordat/kernel"

export const refuse = refusals({
  unknown_class: ["There is no such class of documents.", 404],
  class_closed: "This class takes no registrations.",
  stale_version: "The class has changed meanwhile; the next version is due.",

  statement_malformed: ["This is not a statement in the one form that is registered.", 400],
  statement_issuer_mismatch: ["The statement or its seal is not of the caller's office.", 403],
  already_registered: "This statement is registered.",
  handle_taken: "This office has registered a document under this handle.",

  unknown_statement: ["There is no such statement.", 404],
  unknown_item: ["The statement has no document of this number.", 404],
  not_the_issuer: ["Only the office that issued a document can change its standing.", 403],
  proof_missing: ["A document of a batch needs its path to the batch's root.", 400],
  already_revoked: "This is revoked.",
  reason_refused: "This class gives no reasons: only `unspecified` is taken.",
  suspension_too_long: "A suspension lasts two years at most.",
  replacement_invalid: "The new statement is not one document of the same issuer and class.",

  retention_running: "The document must still be kept.",
  erasure_missing: "The document's record has not been erased.",
})
