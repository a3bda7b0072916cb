/** Issuing: money comes into being by a debit of the issuance account, and goes by its credit. */
import { command, ensure, hash, option, type Tx, u128 } from "@concordat/kernel"
import { accountOf } from "./accounts.ts"
import { assetOf, ensureApproved, ensureIssuer } from "./assets.ts"
import { signersOf } from "./authority.ts"
import { Book } from "./book.ts"
import { begin, bookLine, finish } from "./entry.ts"
import { accountId, assetName, CODE, type Id, id, plainLine } from "./kinds.ts"
import { MANNER } from "./line.ts"
import { refuse } from "./refusals.ts"

/** What minting and burning take. `backing` is the digest of what stands behind the money. */
const input = {
  entry: id,
  asset: assetName,
  treasury: accountId,
  amount: u128,
  backing: option(hash),
}

type Issue = {
  readonly entry: Id
  readonly asset: string
  readonly treasury: Id
  readonly amount: bigint
  readonly backing: Parameters<typeof mint.run>[1]["backing"]
}

/** One line between the issuance account and an account of the issuer's own. */
function issueLine(tx: Tx, way: "mint" | "burn", given: Issue): void {
  const { entry, asset, treasury, amount, backing } = given
  const row = assetOf(tx, asset)
  ensureIssuer(tx, row)
  ensureApproved(tx, asset, row)
  const { owner } = accountOf(tx, treasury)
  const own = "party" in owner && owner.party === row.issuer
  ensure(own, refuse.not_the_owner, { account: treasury, issuer: row.issuer })
  const [debit, credit] = way === "mint" ? [row.issuance, treasury] : [treasury, row.issuance]
  const line = { ...plainLine(debit, credit, amount, CODE[way]), memo: backing }
  const book = new Book(tx, signersOf(tx))
  const digest = begin(book, entry, way, [line])
  bookLine(book, line, entry, 0, MANNER[way])
  finish(tx, book, entry, { digest, lines: 1, refused: [] })
}

export const mint = command({
  about: "Issue money into a treasury of the issuer.",
  role: "money.issue",
  input,
  scope: ({ asset }) => asset,
  amount: ({ amount }) => amount,
  run: (tx, given) => void issueLine(tx, "mint", given),
})

export const burn = command({
  about: "Take money of the issuer's treasury out of the world.",
  role: "money.issue",
  input,
  scope: ({ asset }) => asset,
  amount: ({ amount }) => amount,
  run: (tx, given) => void issueLine(tx, "burn", given),
})
