/**
 * What refusals are called in ISO 20022: codes of the external sets of status and return reasons.
 * Money's own codes are mapped as its README.md lists them; a code that no reason fits is NARR, and
 * the code itself stands in the additional information of every answer.
 */

/** Reason of a refusal that has none of its own: told in words. */
export const NARRATIVE = "NARR"

/** The count of payments is not the one that is said: the code of sums, with its own reason. */
export const WRONG_COUNT = "AM18"

/** Reasons by code. */
export const REASONS: Readonly<Record<string, string>> = {
  // Of the message
  schema_invalid: "FF01",
  batch_total_mismatch: "AM10",
  batch_duplicate: "AM05",
  not_due: "CH03",

  // Of one payment, before the ledger sees it
  account_malformed: "AC01",
  amount_precision: "AM12",
  amount_ambiguous: "AM12",
  integer_malformed: "AM12",
  number_out_of_range: "AM12",

  // Of the ledger
  id_too_old: "CH04",
  id_in_future: "CH03",
  entry_exists: "AM05",
  entry_mismatch: "AM05",
  uetr_exists: "DUPL",
  zero_amount: "AM01",
  amount_overflow: "AM12",
  same_account: "AG01",
  unknown_account: "AC01",
  asset_mismatch: "AM11",
  asset_paused: "AG01",
  account_closed: "AC05",
  account_blocked: "AC06",
  not_the_owner: "AG08",
  grant_limit_exceeded: "AM14",
  consent_invalid: "MD01",
  allowance_exceeded: "MD01",
  counterparty_not_allowed: "RR04",
  frozen_amount: "AM07",
  insufficient_funds: "AM04",
  holding_limit: "AM14",
  flow_limit: "AM21",
  hold_expired: "AB03",
  hold_exceeds: "AM09",
  unknown_asset: "AM03",
  unknown_entry: "NOOR",
  approvals_insufficient: "AG08",
  already_returned: "ARDT",
  return_exceeds: "AM09",
  net_debit_cap: "AM23",
  not_funded: "AM04",
}

/** The same where the account to credit is meant. */
const OF_CREDIT: Readonly<Record<string, string>> = {
  unknown_account: "AC03",
  account_closed: "AC07",
}

/** The reason of a code. */
export function reasonOf(code: string, side: "debit" | "credit" = "debit"): string {
  const own = side === "credit" ? OF_CREDIT[code] : undefined
  return own ?? REASONS[code] ?? NARRATIVE
}

/** Why a payment, or a whole message, is refused. */
export type Fault = {
  /** A code of the platform or of money. */
  readonly code: string
  /** ISO 20022's for it. */
  readonly reason: string
  /** One sentence. */
  readonly text: string
  /** The element, or the row and column, at fault. */
  readonly path: string
}

/** A fault at an element. */
export function faultAt(path: string, code: string, text: string, side?: "debit" | "credit") {
  return { code, reason: reasonOf(code, side), text, path } satisfies Fault
}
