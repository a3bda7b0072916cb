/** Why a header or a commit is not trusted: the answer of the light client's rules. */
import type { Details } from "../failures.ts"

/**
 * A broken rule. `rule` says which: form of header and commit, order of heights and times, hash of
 * the set, overlap with the trusted set, or signed power. `code` is what evidence answers by.
 */
export type LightFault = {
  readonly rule: "form" | "time" | "set" | "trust" | "power"
  readonly code:
    | "bundle_unsupported"
    | "chain_mismatch"
    | "validator_set_mismatch"
    | "trust_expired"
    | "commit_insufficient"
  /** One sentence, for people. */
  readonly reason: string
  readonly details: Details
}

/** A broken rule, in its parts. */
export function lightFault(
  rule: LightFault["rule"],
  code: LightFault["code"],
  reason: string,
  details: Details = {},
): LightFault {
  return { rule, code, reason, details }
}
