/** Rows of table N, numbers and amounts: what the scenarios of money provoke. */
import type { ElsewhereRow } from "./row.ts"

const FOLDER = "services/money"

function row(
  number: string,
  what: string,
  code: string,
  status: 403 | 404 | 409,
  name: string,
): ElsewhereRow {
  return { row: number, what, code, status, tested: `${FOLDER}/${name}.test.ts` }
}

function message(number: string, what: string, code: string, name: string): ElsewhereRow {
  return { row: number, what, code, status: 400, tested: `sdk/iso20022/${name}.test.ts` }
}

export const MONEY: readonly ElsewhereRow[] = [
  row("N01a", "an entry of last month", "id_too_old", 409, "transfer"),
  row("N01b", "an entry of tomorrow", "id_in_future", 409, "transfer"),
  row("N02a", "an entry again", "entry_exists", 409, "transfer"),
  row("N02b", "an entry again, of another amount", "entry_mismatch", 409, "transfer"),
  row("N03", "a UETR again", "uetr_exists", 409, "transfer"),
  row("N04a", "debit and credit are one", "same_account", 409, "transfer"),
  row("N04b", "no such account", "unknown_account", 404, "transfer"),
  row("N04c", "euros to an account of dollars", "asset_mismatch", 409, "transfer"),
  row("N05a", "a paused asset", "asset_paused", 409, "transfer"),
  row("N05b", "a closed account", "account_closed", 409, "accounts"),
  row("N05c", "a blocked account", "account_blocked", 409, "control"),
  row("N06a", "a wallet without its person", "consent_invalid", 403, "transfer"),
  row("N06b", "more than an allowance", "allowance_exceeded", 403, "transfer"),
  row("N06c", "a denied pair of tiers", "counterparty_not_allowed", 403, "transfer"),
  row("N07a", "what is frozen", "frozen_amount", 409, "control"),
  row("N07b", "line 57 of 100 lacks funds", "insufficient_funds", 409, "transfer"),
  row("N07c", "more than may be held", "holding_limit", 409, "accounts"),
  row("N07d", "too much in too short a time", "flow_limit", 409, "accounts"),
  row("N08a", "60 of a hold of 50", "hold_exceeds", 409, "hold"),
  row("N08b", "a hold that has ended", "hold_expired", 409, "hold"),
  row("N08c", "a preimage of 31 bytes", "condition_unmet", 409, "hold"),
  row("N08d", "a hold before its time", "hold_too_early", 409, "hold"),
  row("N08e", "a hold that was posted", "hold_not_open", 409, "hold"),
  row("N08f", "no such hold", "unknown_hold", 404, "hold"),
  row("N08g", "a hold again", "hold_exists", 409, "hold"),
  row("N08h", "a hold of 401 days", "expiry_out_of_range", 409, "hold"),
  row("N09", "a leg that differs by one unit", "terms_mismatch", 409, "settle"),
  row("N10", "two signatures of one person", "approvals_insufficient", 403, "issue"),
  row("N11a", "no order", "order_missing", 409, "control"),
  row("N11b", "an order that has ended", "order_expired", 409, "control"),
  row("N11c", "more than an order covers", "order_exceeded", 409, "control"),
  row("N12a", "all was returned", "already_returned", 409, "quote"),
  row("N12b", "more returned than paid", "return_exceeds", 409, "quote"),
  row("N12c", "a line that was refused, returned", "unknown_entry", 404, "quote"),
  row("N13a", "a quote that has ended", "quote_expired", 409, "quote"),
  row("N13b", "a rate below what was asked", "price_moved", 409, "quote"),
  row("N13c", "no such quote", "unknown_quote", 404, "quote"),
  row("N14a", "owing more than the cap", "net_debit_cap", 409, "netting"),
  row("N14b", "settled unfunded", "not_funded", 409, "netting"),
  row("N14c", "funded with another amount", "position_mismatch", 409, "netting"),
  row("N14d", "a default before the deadline", "deadline_open", 409, "netting"),
  row("N14e", "a fourth recomputation", "round_limit", 409, "netting"),
  row("N14f", "a stranger owes", "not_the_participant", 403, "netting"),
  row("N14g", "a cycle settled twice", "cycle_state", 409, "netting"),
  row("N14h", "no such cycle", "unknown_cycle", 404, "netting"),
  row("N15a", "an item made twice", "item_exists", 409, "settle"),
  row("N15b", "an item that is frozen", "item_frozen", 409, "settle"),
  row("N15c", "no such item", "unknown_item", 404, "settle"),
  row("N16a", "an asset registered twice", "asset_exists", 409, "issue"),
  row("N16b", "no such asset", "unknown_asset", 404, "issue"),
  row("N16c", "a policy that contradicts itself", "policy_invalid", 409, "issue"),
  row("N17a", "an account opened twice", "account_exists", 409, "accounts"),
  row("N17b", "an account closed with money", "account_not_empty", 409, "accounts"),
  row("N17c", "a limit below its use", "limit_in_use", 409, "accounts"),
  message("N18a", "a message that is not read here", "message_unsupported", "plan"),
  message("N18b", "an address of free lines alone", "address_unstructured", "plan"),
  message("N18c", "an account with a wrong check digit", "account_malformed", "account-number"),
]
