/**
 * What the engine of money keeps of assets, accounts and lines. Counters only grow, but for those
 * of what is pending: balances are differences. Rows of holds, control and netting stand beside.
 */
import {
  bool,
  fixed,
  hash,
  list,
  option,
  party,
  type Row,
  record,
  table,
  text,
  u8,
  u16,
  u32,
  u64,
  u128,
} from "@concordat/kernel"
import { accountId, accountKind, assetClass, assetName, id, LINES_MAX, owner } from "./kinds.ts"

/** Decimals of an asset, at most. */
export const DECIMALS_MAX = 18
/** Tiers, fees and pairs of denied tiers of one policy. */
const TIERS_MAX = 16
const FEES_MAX = 16
const DENIED_MAX = 64

/** What an issuer says of an asset when it is registered. */
export const assetTerms = {
  class: assetClass,
  decimals: u8,
  iso4217: option(text(3, 3)),
  isin: option(text(12, 12)),
  issuance: accountId,
  approvals: u8,
  document: hash,
}

/** Assets; `issuance` is the account whose debits are the money issued. */
export const assets = table("assets", {
  key: { asset: assetName },
  value: { issuer: party, ...assetTerms, policy: u32, paused: bool },
  indexes: ["issuer", "class"],
  absent: "unknown_asset",
})

/** From whom what is missing may be pulled, and how much yet. */
export const mandate = record({ account: accountId, left: u128 })

/**
 * Accounts, each of one asset. A service owns its accounts by its name. `cycles` counts those that
 * are not over and pay to it, or through it: while there is one, it cannot be closed.
 */
export const accounts = table("accounts", {
  key: { account: accountId },
  value: {
    asset: assetName,
    owner,
    operator: party,
    kind: accountKind,
    debitsPosted: u128,
    debitsPending: u128,
    creditsPosted: u128,
    creditsPending: u128,
    frozen: u128,
    creditLimit: u128,
    holdingLimit: option(u128),
    tier: u8,
    sweepTo: option(accountId),
    fundFrom: option(mandate),
    wallet: option(fixed(32)),
    noDebits: bool,
    noCredits: bool,
    cycles: u32,
    closed: bool,
  },
  indexes: ["owner", "operator", "asset"],
  absent: "unknown_account",
})
export type AccountRow = Row<typeof accounts>

/** The four counters of all accounts of an asset, summed. */
export const totals = table("totals", {
  key: { asset: assetName },
  value: { debitsPosted: u128, debitsPending: u128, creditsPosted: u128, creditsPending: u128 },
  absent: "unknown_asset",
})

/** Entries by the root over their lines; kept while their id is in the window. */
export const entries = table("entries", {
  key: { entry: id },
  value: { digest: hash, lines: u16, refused: list(u16, LINES_MAX), height: u64 },
  absent: "unknown_entry",
})

/** What was returned of a line so far. */
export const returns = table("returns", {
  key: { entry: id, line: u16 },
  value: { amount: u128 },
  absent: "unknown_entry",
})

/** Where a UETR was used. A generation is 31 days; this one and the one before are searched. */
export const uetrs = table("uetrs", {
  key: { generation: u16, uetr: id },
  value: { entry: id, line: u16 },
  absent: "unknown_entry",
})

/** What accounts of one tier may hold and spend. */
const tierTerms = record({
  tier: u8,
  holdingLimit: option(u128),
  flow: option(record({ limit: u128, seconds: u32 })),
})

/** A fee on transfers of one line code: fixed + amount × num ÷ den, rounded down. */
const feeTerms = record({ code: u16, fixed: u128, num: u32, den: u32, to: accountId })

/** What an issuer says of the use of its asset. */
export const policyTerms = {
  tiers: list(tierTerms, TIERS_MAX),
  deny: list(record({ from: u8, to: u8 }), DENIED_MAX),
  fees: list(feeTerms, FEES_MAX),
}

/** Policies by version; an asset names the one in force. */
export const policies = table("policies", {
  key: { asset: assetName, version: u32 },
  value: policyTerms,
  absent: "unknown_asset",
})
