/**
 * Every way in which money says no. Three lists are checked in their order, the first failure
 * answers: lines, holds, orders. ISO 20022 reason codes stand in README.md beside this file.
 */
import { ensure, type RefusalDetails, type RefusalKind, refusals } from "@concordat/kernel"

export const refuse = refusals({
  // Lines
  id_too_old: "The id is older than seven days: nothing may come under it any more.",
  id_in_future: "The id is of a time that has not come.",
  entry_exists: "This entry was booked.",
  entry_mismatch: "Another entry was booked under this id.",
  uetr_exists: "A payment with this UETR was booked.",
  same_account: "Debit and credit are one account.",
  unknown_account: ["There is no such account.", 404],
  asset_mismatch: "The accounts are of different assets.",
  asset_paused: "The asset is paused by its issuer or by control.",
  account_closed: "The account is closed.",
  account_blocked: "The account is blocked.",
  consent_invalid: ["The person whose wallet this is has not signed this line.", 403],
  allowance_exceeded: ["The allowance does not reach.", 403],
  counterparty_not_allowed: ["The policy of the asset denies payments between these tiers.", 403],
  frozen_amount: "Too much of the balance is frozen.",
  insufficient_funds: "The account has not enough to spend.",
  holding_limit: "The account may not hold so much.",
  flow_limit: "The account may not spend so much in so short a time.",

  // Holds
  unknown_hold: ["There is no such hold.", 404],
  hold_not_open: "The hold is not open.",
  hold_expired: "The hold has expired.",
  hold_too_early: "The hold may not be posted yet.",
  hold_exceeds: "The amount is above what is held.",
  condition_unmet: "The condition of the hold is not met.",
  hold_exists: "There is a hold under this id.",
  expiry_out_of_range: "A hold ends after its beginning and within 400 days from now.",
  terms_mismatch: "The settlement is not the one that was agreed.",

  // Orders
  order_missing: "There is no such order in force for this account.",
  order_expired: "The order has expired.",
  order_exceeded: "The order does not cover so much.",

  // Assets and accounts
  unknown_asset: ["There is no such asset.", 404],
  asset_exists: "There is an asset of this name.",
  policy_invalid: "The policy contradicts itself.",
  account_exists: "There is an account of this number.",
  account_not_empty: "The account has a balance, something is pending, or a cycle is not over.",
  limit_in_use: "The limit is below what is in use.",
  approvals_insufficient: ["Too few different persons signed.", 403],

  // Returns and quotes
  unknown_entry: ["There is no such line of an entry of the last seven days.", 404],
  already_returned: "All of this line was returned.",
  return_exceeds: "The line has less left to return.",
  unknown_quote: ["There is no such quote.", 404],
  quote_expired: "The quote has expired.",
  price_moved: "The quote gives less than was asked.",

  // Netting
  unknown_cycle: ["There is no such cycle.", 404],
  cycle_state: "The cycle is not in the state for this.",
  not_the_participant: ["Only a participant of the cycle may do this.", 403],
  net_debit_cap: "The participant would owe more than it may.",
  not_funded: "Not everybody who owes has funded its position.",
  position_mismatch: "The amount is not what the position owes.",
  deadline_open: "The time to fund is not over.",
  round_limit: "A cycle is recomputed three times at most.",

  // Items
  unknown_item: ["There is no such item.", 404],
  item_exists: "There is an item of this name.",
  item_frozen: "The item is frozen.",
})

/** A refusal that is not thrown yet: in mode `each` it concerns one line alone. */
export type Fault = { readonly refusal: RefusalKind; readonly details: RefusalDetails }

/** What is wrong, with the facts of the case. */
export function fault(refusal: RefusalKind, details: RefusalDetails): Fault {
  return { refusal, details }
}

/** Refuses what has a fault. */
export function refuseFault(wrong: Fault | null): void {
  if (wrong !== null) ensure(false, wrong.refusal, wrong.details)
}
