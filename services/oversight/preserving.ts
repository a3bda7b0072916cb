/** What must not be destroyed: places under orders of preservation, asked by the narrowest name. */
import { ensure, type Party, type View, type Writer } from "@concordat/kernel"
import { organisations } from "../organisations/service.ts"
import type { Scope, Thing } from "./kinds.ts"
import { askedPlaces, placeOf, widening } from "./places.ts"
import { refuse } from "./refusals.ts"
import { type OrderRow, PRESERVING_MAX, PRESERVING_SHARE, preserved } from "./tables.ts"

const LIMIT = { limit: PRESERVING_MAX }

/** An order by its number over whom it concerns. */
type Key = { readonly subject: Party; readonly order: number }

/**
 * Whether an authority was removed, for good: nobody could lift its orders any more, so with it the
 * members end what it preserved. One that is suspended may come back, and what it preserved stays.
 */
export function isRemoved(view: View, authority: Party): boolean {
  return organisations.get(view, { organisation: authority })?.status === "removed"
}

/** Writes down what an order preserves; what keeps nothing any more makes room for it. */
export function preserve(tx: Writer, { subject, order }: Key, row: Preserving): void {
  const { authority, scope, from, until } = row
  for (const place of askedPlaces(scope)) {
    let [all, own] = [0, 0]
    for (const { key, value } of preserved.scan(tx, { subject, ...place }, LIMIT)) {
      if (value.until <= tx.time || isRemoved(tx, value.authority)) preserved.delete(tx, key)
      else {
        all += 1
        if (value.authority === authority) own += 1
      }
    }
    ensure(own < PRESERVING_SHARE, refuse.limit_reached, { limit: PRESERVING_SHARE })
    ensure(all < PRESERVING_MAX, refuse.limit_reached, { limit: PRESERVING_MAX })
    preserved.put(tx, { subject, ...place, order }, { authority, from, until })
  }
}

type Preserving = Pick<OrderRow, "authority" | "scope" | "from" | "until">

/** Takes away what an order preserved. */
export function setFree(tx: Writer, { subject, order }: Key, scope: Scope): void {
  for (const place of askedPlaces(scope)) preserved.delete(tx, { subject, ...place, order })
}

/** The order by which an organisation must keep a thing now; null: nobody's. */
export function preservingOrder(view: View, subject: Party, thing: Thing): number | null {
  for (const place of widening(placeOf(thing))) {
    for (const { key, value } of preserved.scan(view, { subject, ...place }, LIMIT)) {
      const counts = value.from <= view.time && view.time < value.until
      if (counts && !isRemoved(view, value.authority)) return key.order
    }
  }
  return null
}
