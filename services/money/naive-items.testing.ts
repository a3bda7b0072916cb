/** For tests: items as a plain array, beside the naive ledger and as naive. */
import type { NaiveMove } from "./naive-kinds.testing.ts"
import type { NaiveLedger } from "./naive-ledger.testing.ts"

/** What an account must be to take an item: there, of the asset, open, not blocked. */
function takes(ledger: NaiveLedger, asset: string, name: string): string | null {
  const one = ledger.of(name)
  if (one === undefined) return "unknown_account"
  if (one.asset !== asset) return "asset_mismatch"
  if (ledger.paused.includes(asset)) return "asset_paused"
  if (one.closed) return "account_closed"
  return one.noCredits.length > 0 || one.kind === "issuance" ? "account_blocked" : null
}

function gives(ledger: NaiveLedger, name: string): string | null {
  const one = ledger.of(name)!
  if (one.noDebits.length > 0) return "account_blocked"
  return ledger.signers.includes(one.owner) ? null : "not_the_owner"
}

const find = (ledger: NaiveLedger, asset: string, item: string) =>
  ledger.items.find((one) => one.asset === asset && one.name === item)

/** The issuer makes it. */
export function mintItem(
  ledger: NaiveLedger,
  asset: string,
  name: string,
  holder: string,
): string | null {
  if (find(ledger, asset, name) !== undefined) return "item_exists"
  const wrong = takes(ledger, asset, holder)
  if (wrong === null) ledger.items.push({ name, asset, holder, frozen: [] })
  return wrong
}

/** Its holder's owner gives it away. */
export function moveItem(ledger: NaiveLedger, { asset, item, from, to }: NaiveMove): string | null {
  if (from === to) return "same_account"
  const one = find(ledger, asset, item)
  if (one === undefined) return "unknown_item"
  if (one.holder !== from) return "not_the_owner"
  const wrong = takes(ledger, asset, to) ?? gives(ledger, from)
  if (wrong !== null) return wrong
  if (one.frozen.length > 0) return "item_frozen"
  one.holder = to
  return null
}

/** Its holder's owner takes it out of the world. */
export function burnItem(ledger: NaiveLedger, asset: string, item: string): string | null {
  const one = find(ledger, asset, item)
  if (one === undefined) return "unknown_item"
  if (ledger.paused.includes(asset)) return "asset_paused"
  const wrong = gives(ledger, one.holder)
  if (wrong !== null) return wrong
  if (one.frozen.length > 0) return "item_frozen"
  ledger.items = ledger.items.filter((other) => other !== one)
  return null
}

/** Writes down that an order freezes something, or that it no longer does. */
function mark(orders: string[], order: string, on: boolean): string | null {
  const at = orders.indexOf(order)
  if (on && at < 0) orders.push(order)
  if (!on && at < 0) return "order_exceeded"
  if (!on) orders.splice(at, 1)
  return null
}

/** Freezes an item under an order over its holder, or frees it. */
export function freezeItem(
  ledger: NaiveLedger,
  order: string,
  [asset, item, account]: readonly [string, string, string],
  frozen: boolean,
): string | null {
  return ledger.whole(() => {
    const wrong = frozen
      ? ledger.useOrder(order, "freeze", account, 0n)
      : ledger.orderFor(order, "freeze", account)
    if (wrong !== null) return wrong
    const one = find(ledger, asset, item)
    if (one === undefined || one.holder !== account) return "unknown_item"
    return mark(one.frozen, order, frozen)
  })
}

/** Blocks a side of an account under an order, or frees it. */
export function freezeSide(
  ledger: NaiveLedger,
  order: string,
  [account, side]: readonly [string, "debits" | "credits" | "both"],
  on: boolean,
): string | null {
  return ledger.whole(() => {
    const wrong = on
      ? ledger.useOrder(order, "freeze", account, 0n)
      : ledger.orderFor(order, "freeze", account)
    if (wrong !== null) return wrong
    const { noDebits, noCredits } = ledger.of(account)!
    const out = side === "credits" ? null : mark(noDebits, order, on)
    return out ?? (side === "debits" ? null : mark(noCredits, order, on))
  })
}
