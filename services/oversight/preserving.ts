/** What must not be destroyed: places under orders of preservation, asked by the narrowest name. */
import { ensure, type Party, type View, type Writer } from "@concordat/kernel"
import type { Scope, Thing } from "./kinds.ts"
import { placeOf, placesOf, widening } from "./places.ts"
import { refuse } from "./refusals.ts"
import { PRESERVING_MAX, preserved } from "./tables.ts"

const LIMIT = { limit: PRESERVING_MAX }

/** Writes down what an order preserves; what has ended at the same places makes room for it. */
export function preserve(
  tx: Writer,
  { subject, order }: { readonly subject: Party; readonly order: number },
  { scope, from, until }: { readonly scope: Scope; readonly from: number; readonly until: number },
): void {
  for (const place of placesOf(scope)) {
    let standing = 0
    for (const { key, value } of preserved.scan(tx, { subject, ...place }, LIMIT)) {
      if (value.until > tx.time) standing += 1
      else preserved.delete(tx, key)
    }
    ensure(standing < PRESERVING_MAX, refuse.limit_reached, { limit: PRESERVING_MAX })
    preserved.put(tx, { subject, ...place, order }, { from, until })
  }
}

/** Takes away what an order preserved. */
export function setFree(
  tx: Writer,
  { subject, order }: { readonly subject: Party; readonly order: number },
  scope: Scope,
): void {
  for (const place of placesOf(scope)) preserved.delete(tx, { subject, ...place, order })
}

/** The order by which an organisation must keep a thing now; null: nobody's. */
export function preservingOrder(view: View, subject: Party, thing: Thing): number | null {
  for (const place of widening(placeOf(thing))) {
    for (const { key, value } of preserved.scan(view, { subject, ...place }, LIMIT)) {
      if (value.from <= view.time && view.time < value.until) return key.order
    }
  }
  return null
}
