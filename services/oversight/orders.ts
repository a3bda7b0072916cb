/** Orders of authorities: recorded with a commitment to their case, and lifted by who gave them. */
import {
  command,
  ensure,
  hash,
  type Party,
  party,
  type Tx,
  time,
  timeText,
  u32,
  type View,
} from "@concordat/kernel"
import { organisations } from "../organisations/service.ts"
import { orderLifted, orderRecorded } from "./events.ts"
import { orderKind, scope } from "./kinds.ts"
import { ensureDistinct } from "./places.ts"
import { preserve, setFree } from "./preserving.ts"
import { ORDERS } from "./purposes.ts"
import { refuse } from "./refusals.ts"
import { ORDER_MS_MAX, type OrderRow, orders, registers } from "./tables.ts"

/** Refuses an organisation that was never here. One that was removed may still hold records. */
export function ensureSubject(view: View, subject: Party): void {
  const known = organisations.has(view, { organisation: subject })
  ensure(known, refuse.unknown_organisation, { organisation: subject })
}

/** The class of whoever acts. */
export function classOf(tx: Tx): string {
  return organisations.get(tx, { organisation: tx.organisation })!.class
}

/** How many orders and look-ups concern an organisation so far. */
export function counted(view: View, subject: Party) {
  return registers.get(view, { subject }) ?? { orders: 0, accesses: 0 }
}

/** Whether an order counts now. */
export function isInForce({ from, until, lifted }: OrderRow, now: number): boolean {
  return lifted === null && from <= now && now < until
}

export const recordOrder = command({
  about: "Record an order over an organisation: its kind, what it is about, until when it counts.",
  role: "oversight.order",
  input: { subject: party, kind: orderKind, scope, caseFile: hash, from: time, until: time },
  run(tx, { subject, ...given }) {
    const { kind } = given
    ensureSubject(tx, subject)
    const of = classOf(tx)
    ensure(ORDERS[of]?.includes(kind), refuse.class_not_allowed, { kind, class: of })
    const from = given.from > tx.time ? given.from : tx.time
    const limit = tx.time + ORDER_MS_MAX
    const fits = from < given.until && given.until <= limit
    const told = { from: timeText(from), until: timeText(given.until), limit: timeText(limit) }
    ensure(fits, refuse.period_invalid, told)
    ensureDistinct(given.scope)

    const count = counted(tx, subject)
    const key = { subject, order: count.orders + 1 }
    const row = { ...given, from, authority: tx.organisation }
    registers.put(tx, { subject }, { ...count, orders: key.order })
    orders.put(tx, key, { ...row, by: tx.caller, recorded: tx.time, lifted: null })
    if (kind === "preservation") preserve(tx, key, row)
    tx.emit(orderRecorded, { ...key, ...row })
  },
})

export const liftOrder = command({
  about: "Lift an own order: nobody looks under it any more, and nothing is kept for it.",
  role: "oversight.order",
  input: { subject: party, order: u32 },
  run(tx, key) {
    const row = orders.get(tx, key)
    ensure(row, refuse.unknown_order, { ...key })
    const { authority } = row
    ensure(authority === tx.organisation, refuse.not_the_owner, { owner: authority })
    ensure(row.lifted === null, refuse.wrong_state, { actual: "lifted", expected: "in force" })

    orders.patch(tx, key, { lifted: tx.time })
    if (row.kind === "preservation") setFree(tx, key, row.scope)
    tx.emit(orderLifted, { ...key, authority })
  },
})
