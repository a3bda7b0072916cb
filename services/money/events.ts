/** What money announces: each event is a leaf of the ledger's log, provable for ever. */
import {
  ascii,
  bool,
  enumeration,
  event,
  hash,
  list,
  option,
  party,
  time,
  u8,
  u16,
  u32,
  u128,
} from "@concordat/kernel"
import { accountId, accountKind, assetName, id, owner, side } from "./kinds.ts"
import { PARTICIPANTS_MAX } from "./tables-netting.ts"

/** An asset was registered, its policy changed, or it was paused or resumed. */
export const assetChanged = event("asset_changed", {
  asset: assetName,
  issuer: party,
  policy: u32,
  paused: bool,
})

/** An account was opened or closed. */
export const accountStatus = event("account_status", {
  account: accountId,
  asset: assetName,
  owner,
  operator: party,
  kind: accountKind,
  closed: bool,
})

/** Limits, tier or links of an account changed. */
export const limitsSet = event("limits_set", {
  account: accountId,
  tier: u8,
  creditLimit: u128,
  holdingLimit: option(u128),
})

/** One line was booked: this is final. */
export const moved = event("moved", {
  entry: id,
  line: u16,
  asset: assetName,
  debit: accountId,
  credit: accountId,
  amount: u128,
  code: u16,
  uetr: option(id),
  memo: option(hash),
})

/** A line of an entry of independent lines was not booked; by one of its accounts, or not. */
export const lineRefused = event("line_refused", {
  entry: id,
  line: u16,
  code: ascii(48),
  side: option(side),
})

/** Something of an earlier line was returned; the money moved in `entry`. */
export const returned = event("returned", {
  entry: id,
  original: id,
  line: u16,
  amount: u128,
  reason: ascii(4),
})

/** Money was reserved. */
export const held = event("held", {
  hold: id,
  asset: assetName,
  from: accountId,
  to: accountId,
  amount: u128,
  expires: time,
})

/** What was reserved and not posted is free again, and why the hold is over. */
export const released = event("released", {
  hold: id,
  amount: u128,
  state: enumeration("posted", "voided", "expired"),
})

/** All legs of a settlement were booked. */
export const settled = event("settled", { settlement: id, terms: hash, legs: u16 })

/** An item was made, moved or unmade: null is nobody. */
export const itemMoved = event("item_moved", {
  asset: assetName,
  item: hash,
  from: option(accountId),
  to: option(accountId),
})

/** A quote was offered, taken or withdrawn; `left` is what it still pays. */
export const quoteChanged = event("quote_changed", { quote: id, provider: party, left: u128 })

/** An order was recorded or lifted. */
export const orderChanged = event("order_changed", {
  order: id,
  authority: party,
  kind: enumeration("freeze", "transfer", "recovery"),
  account: accountId,
  digest: hash,
  cap: u128,
  lifted: bool,
})

/** What is frozen of an account now, under which order. */
export const frozen = event("frozen", {
  account: accountId,
  order: id,
  amount: u128,
  noDebits: bool,
  noCredits: bool,
})

/** An item was frozen or is free again. */
export const itemFrozen = event("item_frozen", {
  asset: assetName,
  item: hash,
  order: id,
  frozen: bool,
})

const underOrder = { entry: id, order: id, from: accountId, to: accountId, amount: u128 }

/** Money was moved under an order, against the will of its owner. */
export const forced = event("forced", underOrder)

/** Money of a lost wallet was moved under an order to its owner's new account. */
export const recovered = event("recovered", underOrder)

/** A cap was set; what a participant owes in unsettled cycles is its exposure. */
export const capSet = event("cap_set", {
  asset: assetName,
  participant: party,
  cap: u128,
  exposure: u128,
})

/** A cycle was opened, closed, recomputed or abandoned. */
export const cycleChanged = event("cycle_changed", {
  cycle: id,
  asset: assetName,
  state: enumeration("open", "funding", "settled", "abandoned"),
  round: u8,
  fundBy: time,
})

/** Somebody owes somebody this much in a cycle. */
export const obligationSubmitted = event("obligation_submitted", {
  cycle: id,
  from: party,
  to: party,
  amount: u128,
})

/** What somebody owes in a cycle is reserved. */
export const positionFunded = event("position_funded", {
  cycle: id,
  participant: party,
  hold: id,
  amount: u128,
})

/** All of a cycle was paid: this is final. */
export const cycleSettled = event("cycle_settled", { cycle: id, asset: assetName, amount: u128 })

/** Who had not funded in time: its obligations go back to the pairs. */
export const excluded = event("excluded", {
  cycle: id,
  participants: list(party, PARTICIPANTS_MAX),
  round: u8,
})

/** What somebody else may debit. */
export const allowanceSet = event("allowance_set", {
  account: accountId,
  spender: party,
  left: u128,
  expires: time,
})
