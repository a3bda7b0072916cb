/**
 * Codes of the platform that nothing of this release answers with, each with the reason. A code
 * leaves this list with the row that provokes it.
 */
const REASONS: Readonly<Record<string, readonly string[]>> = {
  "a bad time is the engine's rule, and a node that catches up answers reads": [
    ...["node_syncing", "time_out_of_range"],
  ],
  "passkeys and their approvals are not there yet": [
    ...["approval_mismatch", "passkey_challenge_invalid", "passkey_counter_invalid"],
    ...["passkey_origin_mismatch", "passkey_unverified"],
  ],
  "tokens of the gateway are no JWTs; those of an issuer are judged as one sign-in": [
    ...["token_issuer_untrusted", "token_not_yet_valid", "token_signature_invalid"],
  ],
  "credentials and accreditations come with identity": [
    ...["accreditation_exceeds_parent", "accreditation_too_deep", "claim_not_registered"],
    ...["credential_expired", "credential_revoked", "credential_suspended"],
    ...["did_document_invalid", "disclosure_invalid", "key_binding_invalid"],
    ...["remote_context_refused", "status_unavailable", "unknown_accreditation"],
  ],
  "records kept off the ledger come with the vault": [
    ...["already_acknowledged", "ciphertext_mismatch"],
    ...["commitment_mismatch", "envelope_context_mismatch", "envelope_not_for_you"],
    ...["proof_context_mismatch", "record_erased"],
  ],
  "no service takes archives, signed XML, images or QR codes yet": [
    ...["archive_entry_refused", "archive_too_large", "document_changed"],
    ...["image_invalid", "image_too_large", "image_type_refused", "qr_parts_mixed", "qr_too_long"],
    ...["qr_unsupported", "signature_reference_invalid"],
  ],
  "the gateway calls nobody": ["url_not_allowed"],
}

/** Each reserved code with why nothing answers with it. */
export const RESERVED: ReadonlyMap<string, string> = new Map(
  Object.entries(REASONS).flatMap(([reason, codes]) => codes.map((code) => [code, reason])),
)
