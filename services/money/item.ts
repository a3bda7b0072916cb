/** Items: things of which there is one. An account of the item's asset holds it. */
import { command, ensure, type Hash, hash, type Row, type Tx, type Writer } from "@concordat/kernel"
import { assetOf, ensureApproved, ensureIssuer } from "./assets.ts"
import { signersOf } from "./authority.ts"
import { Book } from "./book.ts"
import { itemMoved } from "./events.ts"
import { accountId, assetName, type Id } from "./kinds.ts"
import { refuse } from "./refusals.ts"
import { items } from "./tables-control.ts"

/** An item that goes from one account to another. */
export type ItemMove = {
  readonly asset: string
  readonly item: Hash
  readonly from: Id
  readonly to: Id
}

type ItemRow = Row<typeof items>

function itemOf(tx: Writer, asset: string, item: Hash): ItemRow {
  const row = items.get(tx, { asset, item })
  ensure(row, refuse.unknown_item, { asset, item })
  return row
}

/** The account may take an item of the asset: there, of it, open, not blocked. */
function ensureTakes(book: Book, asset: string, account: Id): void {
  const held = book.account(account)
  ensure(held, refuse.unknown_account, { account })
  const same = held.asset.asset === asset
  ensure(same, refuse.asset_mismatch, { debit: asset, credit: held.asset.asset })
  ensure(!held.asset.row.paused, refuse.asset_paused, { asset })
  ensure(!held.row.closed, refuse.account_closed, { account })
  // A wallet's person signs lines; items are moved by the owner alone, so they stay out of it.
  const { noCredits, kind, wallet } = held.row
  const open = !noCredits && kind !== "issuance" && wallet === null
  ensure(open, refuse.account_blocked, { account })
}

/** Those who act may give away what an account holds. */
function ensureGives(book: Book, account: Id): void {
  const held = book.account(account)!
  ensure(!held.row.noDebits, refuse.account_blocked, { account })
  ensure(book.reach(held) !== undefined, refuse.not_the_owner, { account })
}

/** Moves an item; `index` is the leg's in a settlement. */
export function moveItem(tx: Writer, book: Book, given: ItemMove, index = 0): void {
  const { asset, item, from, to } = given
  ensure(from !== to, refuse.same_account, { account: to, line: index })
  const row = itemOf(tx, asset, item)
  ensure(row.holder === from, refuse.not_the_owner, { account: from, line: index })
  ensureTakes(book, asset, to)
  ensureGives(book, from)
  ensure(!row.frozen, refuse.item_frozen, { asset, item, line: index })

  items.put(tx, { asset, item }, { ...row, holder: to })
  tx.emit(itemMoved, { asset, item, from, to })
}

export const mintItem = command({
  about: "Make an item of an asset, for an account that holds it from here on.",
  role: "money.issue",
  input: { asset: assetName, item: hash, holder: accountId, document: hash },
  scope: ({ asset }) => asset,
  run(tx, { asset, item, holder, document }) {
    const row = assetOf(tx, asset)
    ensureIssuer(tx, row)
    ensureApproved(tx, asset, row)
    ensure(!items.has(tx, { asset, item }), refuse.item_exists, { asset, item })
    ensureTakes(new Book(tx, signersOf(tx)), asset, holder)

    items.put(tx, { asset, item }, { holder, document, frozen: false })
    tx.emit(itemMoved, { asset, item, from: null, to: holder })
  },
})

export const transferItem = command({
  about: "Give an item to another account.",
  role: null,
  input: { asset: assetName, item: hash, from: accountId, to: accountId },
  run(tx, given) {
    moveItem(tx, new Book(tx, signersOf(tx)), given)
  },
})

function unmake(tx: Tx, asset: string, item: Hash): void {
  const row = itemOf(tx, asset, item)
  const book = new Book(tx, signersOf(tx))
  ensure(!assetOf(tx, asset).paused, refuse.asset_paused, { asset })
  ensureGives(book, row.holder)
  ensure(!row.frozen, refuse.item_frozen, { asset, item })
  items.delete(tx, { asset, item })
  tx.emit(itemMoved, { asset, item, from: row.holder, to: null })
}

export const burnItem = command({
  about: "Take an item out of the world: its holder does.",
  role: null,
  input: { asset: assetName, item: hash },
  run: (tx, { asset, item }) => void unmake(tx, asset, item),
})
