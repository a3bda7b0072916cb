/**
 * What holds after every block, whatever was sent. Statements about single rows are judged for the
 * rows that a block touched; that nothing is left out, by `concordat verify state` and in tests.
 */
import { invariant, organisationOf, type Party, type View } from "@concordat/kernel"
import { isPerson } from "../organisations/service.ts"
import { askedPlaces, covers, nameOfPlace } from "./places.ts"
import { isRemoved } from "./preserving.ts"
import { PURPOSES } from "./purposes.ts"
import {
  ACCESS_MS_MAX,
  type AccessRow,
  accesses,
  ORDER_MS_MAX,
  orders,
  preserved,
  registers,
} from "./tables.ts"

/** Rows read at once. */
const PAGE = 1_000

function isNumbered(number: number, count: number | undefined): boolean {
  return number >= 1 && count !== undefined && number <= count
}

/** Whether as many different persons of its authority asked as its purpose needs. */
function isByPersons(view: View, { purpose, authority, by, second }: AccessRow): boolean {
  const persons = second === null ? [by] : [by, second]
  const own = persons.every((who) => organisationOf(who) === authority && isPerson(view, who))
  return own && second !== by && persons.length === PURPOSES[purpose].persons
}

/** Whether the order of a look-up allowed it when it was asked, and what it disclosed. */
function isFounded(view: View, subject: Party, row: AccessRow): boolean {
  const { under } = PURPOSES[row.purpose]
  if (row.order === null) return under.length === 0
  const order = orders.get(view, { subject, order: row.order })
  if (order === undefined || order.authority !== row.authority) return false
  const { from, until, lifted } = order
  const counted = from <= row.asked && row.until <= until
  // When it was refused does not matter: a refusal needs no order.
  const last = row.state === "disclosed" ? row.answered : null
  const stood = lifted === null || (last ?? row.asked) <= lifted
  return counted && stood && under.includes(order.kind) && covers(order.scope, row.scope)
}

/** Whether a look-up waits without any answer, or has one that is whole and in time. */
function isAnswered({ state, answered, answeredBy, digest, reason, asked, until }: AccessRow) {
  const [disclosed, refused] = [digest !== null, reason !== null]
  if (state === "requested") {
    return !disclosed && !refused && answered === null && answeredBy === null
  }
  if (answered === null || answeredBy === null) return false
  // In a later block, which may have the time of the one before.
  if (answered < asked || answered >= until) return false
  return state === "disclosed" ? disclosed && !refused : refused && !disclosed
}

/** Whether there is a row for every number up to the count, by counting them. */
function isWhole(view: View): boolean {
  let after: { subject: Party } | undefined
  for (;;) {
    const page = registers.scan(view, {}, { limit: PAGE, ...(after && { after }) })
    for (const { key, value } of page) {
      const { subject } = key
      if (rowsOf(view, orders, subject) !== value.orders) return false
      if (rowsOf(view, accesses, subject) !== value.accesses) return false
      after = key
    }
    if (page.length < PAGE) return true
  }
}

function rowsOf(view: View, table: typeof orders | typeof accesses, subject: Party): number {
  const read = table as typeof orders
  let page = read.scan(view, { subject }, { limit: PAGE })
  let found = page.length
  while (page.length === PAGE) {
    page = read.scan(view, { subject }, { limit: PAGE, after: page.at(-1)!.key })
    found += page.length
  }
  return found
}

/** All of them. */
export const invariants = [
  invariant("an order has its number in the register, and ends two years later at most", {
    rows: orders,
    holds(view, { subject, order }, { recorded, from, until, lifted }) {
      const numbered = isNumbered(order, registers.get(view, { subject })?.orders)
      const bounded = recorded <= from && from < until && until - recorded <= ORDER_MS_MAX
      return numbered && bounded && (lifted === null || recorded <= lifted)
    },
  }),
  invariant("an order to preserve is found by what it preserves until it is lifted", {
    rows: orders,
    holds(view, { subject, order }, { authority, kind, scope, lifted, until }) {
      const places = askedPlaces(scope)
      const found = places.filter((place) => preserved.has(view, { subject, ...place, order }))
      if (kind !== "preservation" || lifted !== null) return found.length === 0
      // What keeps nothing any more made room for others.
      const ended = until <= view.time || isRemoved(view, authority)
      return ended || found.length === places.length
    },
  }),
  invariant("what is preserved is so by an order that says it", {
    rows: preserved,
    holds(view, { subject, order, ...place }, { authority, from, until }) {
      const row = orders.get(view, { subject, order })
      const named =
        row !== undefined && askedPlaces(row.scope).map(nameOfPlace).includes(nameOfPlace(place))
      const counts = row?.kind === "preservation" && row.lifted === null
      const same = row?.authority === authority && row.from === from && row.until === until
      return named && counts && same
    },
  }),
  invariant("a look-up has its number, and is open for thirty days at most", {
    rows: accesses,
    holds(view, { subject, access }, { asked, until }) {
      const numbered = isNumbered(access, registers.get(view, { subject })?.accesses)
      return numbered && asked < until && until - asked <= ACCESS_MS_MAX
    },
  }),
  invariant("a look-up has persons behind it, and an order in force that covers it or none", {
    rows: accesses,
    holds: (view, { subject }, row) => isByPersons(view, row) && isFounded(view, subject, row),
  }),
  invariant("a look-up was answered once, not before it was asked", {
    rows: accesses,
    holds: (_view, _key, row) => isAnswered(row),
  }),
  invariant("no order and no look-up is missing from a register", { holds: isWhole }),
]
