/** What amounts, accounts and lines are made of, and how large they may be. */
import {
  ascii,
  enumeration,
  fixed,
  type Hex,
  hash,
  hint,
  type Infer,
  list,
  option,
  party,
  record,
  u8,
  u16,
  u128,
  union,
} from "@concordat/kernel"

/** The greatest amount, counter or limit, in minor units. */
export const AMOUNT_MAX = 2n ** 128n - 1n
/** Lines of one entry, at least one. */
export const LINES_MAX = 1_000
/** Hashes from a line to the root of the largest entry. */
export const PATH_HASHES_MAX = 10
/** Parties that may approve one hold. */
const APPROVERS_MAX = 16
/** Signatures of persons: Ed25519. */
const CONSENT_BYTES = 64

/** Accounts, entries, holds, settlements, quotes, orders and cycles: 16 bytes. */
export const id = fixed(16)
export type Id = Hex

/** An asset by name: `eur`, `bond-2031`; what a grant's scope covers. */
export const assetName = hint(ascii(48), { label: "Asset", refersTo: "money.assets" })
/** An account by its number. */
export const accountId = hint(id, { refersTo: "money.accounts" })

/** Where an account's owner stands: a party, or a service that keeps it in process. */
export const owner = union({ party, service: ascii(24) })
export type Owner = Infer<typeof owner>

/** What an asset is. */
export const assetClass = enumeration(
  "reserve",
  "cbdc",
  "deposit",
  "stablecoin",
  "security",
  "unit",
  "collectible",
)

/** What an account is for. `issuance` is the asset's own: its debits are the money issued. */
export const accountKind = enumeration(
  "issuance",
  "treasury",
  "omnibus",
  "wallet",
  "settlement",
  "escrow",
  "fee",
  "suspense",
)

/** One debit, one credit, one amount. `consent` is the person's signature over this very line. */
export const lineFields = {
  debit: hint(accountId, { label: "Account to debit" }),
  credit: hint(accountId, { label: "Account to credit" }),
  amount: hint(u128, { label: "Amount in smallest units" }),
  code: u16,
  uetr: hint(option(id), { label: "UETR" }),
  memo: option(hash),
  consent: option(fixed(CONSENT_BYTES)),
}
export const line = record(lineFields)
export type Line = Infer<typeof line>

/** The two accounts of a line. */
export const side = enumeration("debit", "credit")
export type Side = Infer<typeof side>

/** How an entry came to be: it belongs to what its digest covers. */
export const form = enumeration(
  "linked",
  "each",
  "transfer",
  "mint",
  "burn",
  "return",
  "quote",
  "forced",
  "recovery",
)
export type Form = Infer<typeof form>

/** Line codes of money itself (1 to 99); other services take 100 and more. */
export const CODE = {
  mint: 1,
  burn: 2,
  return: 3,
  fee: 4,
  pulled: 5,
  swept: 6,
  hold: 7,
  quote: 8,
  netting: 9,
  forced: 10,
  recovered: 11,
} as const

/** A line of money's own making. */
export function plainLine(debit: Id, credit: Id, amount: bigint, code: number): Line {
  return { debit, credit, amount, code, uetr: null, memo: null, consent: null }
}

/** Who may post a hold. */
export const condition = union({
  by: party,
  preimage: hash,
  approvals: record({ k: u8, of: list(party, APPROVERS_MAX, 1) }),
  settlement: hash,
  service: ascii(24),
  cycle: id,
})
export type Condition = Infer<typeof condition>
