/**
 * Freezing: an amount, which catches what comes in where the balance is smaller; a side of an
 * account; an item. Always under an order, and never more than it covers. What several orders froze
 * is free when each of them let go.
 */
import {
  command,
  ensure,
  enumeration,
  hash,
  type Infer,
  record,
  type Tx,
  u128,
  union,
} from "@concordat/kernel"
import { accountOf } from "./accounts.ts"
import { frozen, itemFrozen } from "./events.ts"
import { AMOUNT_MAX, accountId, assetName, type Id, id, type Side } from "./kinds.ts"
import { ensureControl, orderOf, useOrder } from "./order.ts"
import { refuse } from "./refusals.ts"
import { accounts } from "./tables.ts"
import { blockedSides, frozenItems, items, orders } from "./tables-control.ts"

const ONE = { limit: 1 }
const SIDES = { debits: ["debit"], credits: ["credit"], both: ["debit", "credit"] } as const

/** What is frozen. */
const measure = union({
  amount: u128,
  side: enumeration("debits", "credits", "both"),
  item: record({ asset: assetName, item: hash }),
})
type Measure = Infer<typeof measure>

const input = { account: accountId, order: id, measure }

type Freeze = { readonly account: Id; readonly order: Id; readonly measure: Measure }

function announce(tx: Tx, account: Id, order: Id): void {
  const { frozen: amount, noDebits, noCredits } = accountOf(tx, account)
  tx.emit(frozen, { account, order, amount, noDebits, noCredits })
}

/** Freezes an item under an order, or takes that back; under another one it stays frozen. */
function setItem(
  tx: Tx,
  { account, order }: Freeze,
  { item: key }: Extract<Measure, { item: unknown }>,
  on: boolean,
): void {
  const row = items.get(tx, key)
  ensure(row && row.holder === account, refuse.unknown_item, key)
  if (on) frozenItems.put(tx, { ...key, order }, {})
  else ensure(frozenItems.delete(tx, { ...key, order }), refuse.order_exceeded, { order, ...key })

  const isFrozen = frozenItems.scan(tx, key, ONE).length > 0
  items.patch(tx, key, { frozen: isFrozen })
  tx.emit(itemFrozen, { ...key, order, frozen: isFrozen })
}

/** Blocks sides under an order, or takes that back; under another one they stay blocked. */
function setSides(
  tx: Tx,
  { account, order }: Freeze,
  { side: sides }: Extract<Measure, { side: unknown }>,
  on: boolean,
): void {
  for (const side of SIDES[sides]) {
    const key = { account, side, order }
    if (on) blockedSides.put(tx, key, {})
    else ensure(blockedSides.delete(tx, key), refuse.order_exceeded, { order, side })
  }
  const isBlocked = (side: Side) => blockedSides.scan(tx, { account, side }, ONE).length > 0
  const now = { noDebits: isBlocked("debit"), noCredits: isBlocked("credit") }
  accounts.patch(tx, { account }, now)
}

export const freeze = command({
  about: "Freeze an amount, a side of an account or an item, under an order.",
  role: null,
  input,
  run(tx, given) {
    const { account, order, measure: what } = given
    const row = accountOf(tx, account)
    ensureControl(tx, row.asset)
    const amount = "amount" in what ? what.amount : 0n
    useOrder(tx, order, "freeze", account, amount)
    ensure(!("amount" in what) || amount > 0n, refuse.zero_amount, { account })
    const whole = row.frozen + amount
    ensure(whole <= AMOUNT_MAX, refuse.amount_overflow, { amount: whole, limit: AMOUNT_MAX })

    if ("item" in what) setItem(tx, given, what, true)
    else if ("side" in what) setSides(tx, given, what, true)
    else accounts.patch(tx, { account }, { frozen: whole })
    if (!("item" in what)) announce(tx, account, order)
  },
})

export const unfreeze = command({
  about: "Free what was frozen under an order, even after its end; other orders go on.",
  role: null,
  input,
  run(tx, given) {
    const { account, order, measure: what } = given
    const row = accountOf(tx, account)
    ensureControl(tx, row.asset)
    const { used } = orderOf(tx, order, "freeze", account)
    if ("item" in what) setItem(tx, given, what, false)
    else if ("side" in what) setSides(tx, given, what, false)
    else {
      const { amount } = what
      ensure(amount > 0n, refuse.zero_amount, { account })
      ensure(amount <= used, refuse.order_exceeded, { frozen: used, amount })
      orders.patch(tx, { order }, { used: used - amount })
      accounts.patch(tx, { account }, { frozen: row.frozen - amount })
    }
    if (!("item" in what)) announce(tx, account, order)
  },
})
