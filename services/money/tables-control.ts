/** What the engine of money keeps of limits in use, orders, quotes, items and allowances. */
import { bool, enumeration, hash, party, table, time, u64, u128 } from "@concordat/kernel"
import { accountId, assetName, condition, id, side } from "./kinds.ts"

/** What flowed out of an account and has not leaked away yet: an integer leaky bucket. */
export const flows = table("flows", {
  key: { account: accountId },
  value: { level: u128, since: time },
  absent: "unknown_account",
})

/** Money reserved for a payment that may come. */
export const holds = table("holds", {
  key: { hold: id },
  value: {
    from: accountId,
    to: accountId,
    amount: u128,
    posted: u128,
    condition,
    notBefore: time,
    expires: time,
    state: enumeration("open", "posted", "voided", "expired"),
  },
  indexes: ["from", "to"],
  absent: "unknown_hold",
})

/** What the sweep looks at, and when. */
export const expiries = table("expiries", {
  key: { at: time, kind: enumeration("hold", "quote"), of: id },
  value: {},
  absent: "unknown_hold",
})

/** What an authority ordered: the ledger has the digest of its document. */
export const orders = table("orders", {
  key: { order: id },
  value: {
    authority: party,
    kind: enumeration("freeze", "transfer", "recovery"),
    digest: hash,
    account: accountId,
    cap: u128,
    used: u128,
    expires: time,
    lifted: bool,
  },
  indexes: ["account"],
})

/** Which order blocks a side of an account: the side is free when none does. */
export const blockedSides = table("blockedSides", {
  key: { account: accountId, side, order: id },
  value: {},
})

/** Offers to change one asset into another: `takes` receives, `pays` pays num ÷ den of it. */
export const quotes = table("quotes", {
  key: { quote: id },
  value: {
    provider: party,
    pays: accountId,
    takes: accountId,
    num: u64,
    den: u64,
    left: u128,
    expires: time,
  },
  indexes: ["provider"],
  absent: "unknown_quote",
})

/** Things of which there is one. */
export const items = table("items", {
  key: { asset: assetName, item: hash },
  value: { holder: accountId, document: hash, frozen: bool },
  indexes: ["holder"],
  absent: "unknown_item",
})

/** Which order has frozen an item: it is free when none has. */
export const frozenItems = table("frozenItems", {
  key: { asset: assetName, item: hash, order: id },
  value: {},
})

/** What somebody else may debit. */
export const allowances = table("allowances", {
  key: { account: accountId, spender: party },
  value: { left: u128, expires: time },
  indexes: ["spender"],
})
