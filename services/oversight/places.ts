/**
 * Scopes taken apart. A place is what one row can speak of: everything, a service, or one thing. A
 * wider place covers the narrower ones in it.
 */
import { ensure, enumeration } from "@concordat/kernel"
import type { Scope, Thing } from "./kinds.ts"
import { refuse } from "./refusals.ts"

/** What a place is; `id` beside it is "" for everything. */
export const placeKind = enumeration(
  "everything",
  "service",
  "document",
  "statement",
  "account",
  "record",
)

/** One place within an organisation. */
export type Place = {
  readonly place: "everything" | "service" | "document" | "statement" | "account" | "record"
  readonly id: string
}

/** The service that keeps a kind of thing. */
const SERVICE_OF = {
  document: "provenance",
  statement: "provenance",
  account: "money",
  record: null,
} as const

const EVERYTHING: Place = { place: "everything", id: "" }

/** The place of one thing. */
export function placeOf(thing: Thing): Place {
  if ("document" in thing) return { place: "document", id: thing.document }
  if ("statement" in thing) return { place: "statement", id: thing.statement }
  if ("account" in thing) return { place: "account", id: thing.account }
  return { place: "record", id: thing.record }
}

/** The places that a scope names. */
function placesOf(scope: Scope): readonly Place[] {
  if (scope === null) return [EVERYTHING]
  if ("service" in scope) return [{ place: "service", id: scope.service }]
  return scope.things.map(placeOf)
}

/** A place as one text, so that places can be compared. */
export function nameOfPlace({ place, id }: Place): string {
  return `${place} ${id}`
}

/** A place and every wider one: what covers any of them covers it. */
export function widening(narrow: Place): readonly Place[] {
  const { place } = narrow
  if (place === "everything") return [narrow]
  const service = place === "service" ? null : SERVICE_OF[place]
  const whole: readonly Place[] = service === null ? [] : [{ place: "service", id: service }]
  return [narrow, ...whole, EVERYTHING]
}

/** The service with a rule that asks before it destroys: `provenance.dispose`. */
const ASKING: Place = { place: "service", id: "provenance" }

/** The places of a scope that some rule asks about; of others an order is a record only. */
export function askedPlaces(scope: Scope): readonly Place[] {
  const asking = nameOfPlace(ASKING)
  return placesOf(scope).filter((named) => {
    const within = widening(named).map(nameOfPlace).includes(asking)
    return within || named.place === "everything"
  })
}

/** Refuses a scope that names a thing twice. */
export function ensureDistinct(scope: Scope): void {
  const names = placesOf(scope).map(nameOfPlace)
  const twice = names.find((name, at) => names.indexOf(name) < at) ?? null
  ensure(twice === null, refuse.already_exists, { thing: twice })
}

/** Whether everything that `asked` names lies within `given`. */
export function covers(given: Scope, asked: Scope): boolean {
  const named = new Set(placesOf(given).map(nameOfPlace))
  return placesOf(asked).every((place) =>
    widening(place).some((wider) => named.has(nameOfPlace(wider))),
  )
}
