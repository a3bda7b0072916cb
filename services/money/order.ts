/**
 * Control under an order: an authority's order is recorded by its digest, and what is done under it
 * never exceeds it. The order of checks: missing, expired, exceeded.
 */
import {
  command,
  ensure,
  enumeration,
  hash,
  type Party,
  type Row,
  type Tx,
  time,
  u128,
} from "@concordat/kernel"
import { accountOf } from "./accounts.ts"
import { holdersOf, signersOf } from "./authority.ts"
import { orderChanged } from "./events.ts"
import { accountId, type Id, id } from "./kinds.ts"
import { refuse } from "./refusals.ts"
import { orders } from "./tables-control.ts"

const CONTROL = "money.control"

type OrderRow = Row<typeof orders>
export type OrderKind = OrderRow["kind"]

/** Signers that have control over an asset; there is at least one. */
export function ensureControl(tx: Tx, asset: string): readonly Party[] {
  const { signers } = signersOf(tx)
  const found = holdersOf(tx, signers, CONTROL, asset, null)
  ensure(found.length > 0, refuse.permission_missing, { role: CONTROL, scope: asset })
  return found
}

/** The order of a kind for an account. */
export function orderOf(tx: Tx, order: Id, kind: OrderKind, account: Id): OrderRow {
  const row = orders.get(tx, { order })
  const fits = row !== undefined && row.kind === kind && row.account === account
  ensure(fits, refuse.order_missing, { order, account })
  return row
}

/** Uses so much more of an order that is in force. */
export function useOrder(tx: Tx, order: Id, kind: OrderKind, account: Id, amount: bigint): void {
  const row = orderOf(tx, order, kind, account)
  ensure(!row.lifted, refuse.order_missing, { order, account })
  ensure(row.expires > tx.time, refuse.order_expired, { order, expires: row.expires })
  const used = row.used + amount
  ensure(used <= row.cap, refuse.order_exceeded, { cap: row.cap, used: row.used, amount })
  orders.patch(tx, { order }, { used })
}

function announce(tx: Tx, order: Id): void {
  const { authority, kind, account, digest, cap, lifted } = orders.get(tx, { order })!
  tx.emit(orderChanged, { order, authority, kind, account, digest, cap, lifted })
}

export const recordOrder = command({
  about: "Record an order of the own authority over an account: its kind, its cap, its document.",
  role: null,
  input: {
    order: id,
    kind: enumeration("freeze", "transfer", "recovery"),
    digest: hash,
    account: accountId,
    cap: u128,
    expires: time,
  },
  run(tx, { order, ...given }) {
    ensureControl(tx, accountOf(tx, given.account).asset)
    ensure(!orders.has(tx, { order }), refuse.already_exists, { order })
    ensure(given.expires > tx.time, refuse.order_expired, { order, expires: given.expires })

    const authority = tx.organisation
    orders.put(tx, { order }, { authority, ...given, used: 0n, lifted: false })
    announce(tx, order)
  },
})

export const liftOrder = command({
  about: "Lift an order: nothing more is done under it; what was frozen stays frozen.",
  role: null,
  input: { order: id },
  run(tx, { order }) {
    const row = orders.get(tx, { order })
    ensure(row && !row.lifted, refuse.order_missing, { order })
    ensure(row.authority === tx.organisation, refuse.not_the_owner, { owner: row.authority })
    ensureControl(tx, accountOf(tx, row.account).asset)

    orders.patch(tx, { order }, { lifted: true })
    announce(tx, order)
  },
})
