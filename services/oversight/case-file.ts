/**
 * What stands on the ledger for the number of a case: a commitment under a salt of 32 random bytes.
 * Without the salt nothing can be guessed; the opening that holds it stays with the authority, who
 * shows it to whom it wants.
 */
import {
  assert,
  bytes,
  type Hash,
  hashOf,
  type Infer,
  joined,
  record,
  sha256,
  text,
  utf8,
} from "@concordat/kernel"

/** Bytes of a salt. */
export const CASE_SALT_BYTES = 32
const LABEL = utf8("cdat/case/v1")

/** What opens a commitment: its salt, and what was committed to. Never on the ledger. */
export const caseOpening = record({ salt: bytes(CASE_SALT_BYTES), case: text(200, 1) })
export type CaseOpening = Infer<typeof caseOpening>

declare const salted: unique symbol
/** A commitment to a case. Made by `commitCase` alone, so never without a salt. */
export type CaseCommitment = Hash & { readonly [salted]: true }

/** SHA-256("cdat/case/v1" ‖ salt ‖ UTF-8 of the case): label and salt have fixed lengths. */
export function commitCase({ salt, case: number }: CaseOpening): CaseCommitment {
  assert(salt.length === CASE_SALT_BYTES, `the salt of a case has ${CASE_SALT_BYTES} bytes`)
  return hashOf(sha256(joined([LABEL, salt, utf8(number)]))) as CaseCommitment
}
