/**
 * What questions over the read model answer, as fields: `queries.ts` builds statements for them,
 * screens read them. Amounts are in smallest units.
 */
import {
  bool,
  enumeration,
  hash,
  option,
  party,
  time,
  u8,
  u16,
  u32,
  u64,
  u128,
} from "@concordat/kernel"
import { accountId, accountKind, assetName, id, owner } from "./kinds.ts"

/** A line as it was booked. */
export const lineAnswer = {
  ...{ position: u64, at: time, entry: id, line: u16, asset: assetName, amount: u128, code: u16 },
  ...{ uetr: option(id), memo: option(hash) },
}

const ends = { debit: accountId, credit: accountId }
const endOwners = { debitOwner: owner, creditOwner: owner }

/** A line with both its accounts, and what of it was returned. */
export const paymentAnswer = { ...lineAnswer, ...ends, returned: option(u128) }

/** The same with whose the accounts are. */
export const bookedAnswer = { ...paymentAnswer, ...endOwners }

/** A line of one account, with what was posted on each side since the period began. */
export const movementAnswer = {
  ...lineAnswer,
  ...{ side: enumeration("debit", "credit"), other: accountId },
  ...{ otherOwner: owner, otherKind: accountKind, debited: u128, credited: u128 },
}

/** An account with its counters and what stops it. */
export const accountAnswer = {
  ...{ account: accountId, asset: assetName, owner, operator: party, kind: accountKind },
  ...{ debitsPosted: u128, debitsPending: u128, creditsPosted: u128, creditsPending: u128 },
  ...{ frozen: u128, creditLimit: u128, holdingLimit: option(u128), tier: u8 },
  ...{ noDebits: bool, noCredits: bool, closed: bool },
}

/** The counters of an account. */
export const balanceAnswer = {
  ...{ account: accountId, asset: assetName, debitsPosted: u128, debitsPending: u128 },
  ...{ creditsPosted: u128, creditsPending: u128, frozen: u128 },
}

/** A change of the supply: the issuance account's debit is money issued. */
export const issueAnswer = { ...lineAnswer, ...ends }

/** States of a hold. */
export const holdState = enumeration("open", "posted", "voided", "expired")

/** A hold with whose accounts it is between. */
export const holdAnswer = {
  ...{ hold: id, asset: assetName, from: accountId, to: accountId, fromOwner: owner },
  ...{ toOwner: owner, amount: u128, posted: u128, notBefore: time, expires: time },
  state: holdState,
}

/** An order with how its account stands. */
export const orderAnswer = {
  ...{ order: id, authority: party, kind: enumeration("freeze", "transfer", "recovery") },
  ...{ digest: hash, account: accountId, cap: u128, used: u128, expires: time, lifted: bool },
  ...{ asset: assetName, owner, frozen: u128, noDebits: bool, noCredits: bool },
}

/** A cycle, with what was given in it, what is owed net, and who has not funded. */
export const cycleAnswer = {
  ...{ cycle: id, asset: assetName, operator: owner },
  state: enumeration("open", "funding", "settled", "abandoned"),
  ...{ round: u8, fundBy: time, members: u32, gross: u128, net: u128, unfunded: u32 },
}

/** Who may owe in cycles of an asset, and one of its accounts in which it can be paid. */
export const memberAnswer = {
  ...{ participant: party, account: accountId, kind: accountKind, cap: u128, exposure: u128 },
}

/** An offer: who takes it pays `sells` and gets `num` ÷ `den` of it in `buys`. */
export const quoteAnswer = {
  ...{ quote: id, provider: party, pays: accountId, takes: accountId, sells: assetName },
  ...{ buys: assetName, num: u64, den: u64, left: u128, expires: time },
}
