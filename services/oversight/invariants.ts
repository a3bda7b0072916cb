/**
 * What holds after every block, whatever was sent. Statements about single rows are judged for the
 * rows that a block touched; that nothing is left out, by `concordat verify state` and in tests.
 */
import { invariant, organisationOf, type Party, type View } from "@concordat/kernel"
import { covers, nameOfPlace, placesOf } from "./places.ts"
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

/** Whether what a look-up names allows it. */
function isFounded(view: View, subject: Party, row: AccessRow): boolean {
  const { under, persons } = PURPOSES[row.purpose]
  const { second } = row
  const two = second !== null && second !== row.by && organisationOf(second) === row.authority
  if (persons > 1 ? !two : second !== null) return false
  if (row.order === null) return under.length === 0
  const order = orders.get(view, { subject, order: row.order })
  const own = order !== undefined && order.authority === row.authority
  return own && under.includes(order.kind) && covers(order.scope, row.scope)
}

function isAnswered({ state, answered, answeredBy, digest, reason, asked, until }: AccessRow) {
  const [disclosed, refused] = [digest !== null, reason !== null]
  if (state === "requested") return !disclosed && !refused && answered === null
  if (answered === null || answeredBy === null || answered <= asked || answered >= until) {
    return false
  }
  return state === "disclosed" ? disclosed && !refused : refused && !disclosed
}

/** Whether there is a row for every number up to the count, by counting them. */
function isWhole(view: View): boolean {
  const rows = registers.scan(view, {}, { limit: PAGE })
  return rows.every(({ key: { subject }, value }) => {
    const all = (table: typeof orders | typeof accesses) => rowsOf(view, table, subject)
    return all(orders) === value.orders && all(accesses) === value.accesses
  })
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
  invariant("an order has its number in the register, and lasts two years at most", {
    rows: orders,
    holds(view, { subject, order }, { from, until }) {
      const numbered = isNumbered(order, registers.get(view, { subject })?.orders)
      return numbered && from < until && until - from <= ORDER_MS_MAX
    },
  }),
  invariant("an order to preserve is found by what it preserves until it is lifted", {
    rows: orders,
    holds(view, { subject, order }, { kind, scope, lifted, until }) {
      const places = placesOf(scope)
      const found = places.filter((place) => preserved.has(view, { subject, ...place, order }))
      if (kind !== "preservation" || lifted !== null) return found.length === 0
      return until <= view.time || found.length === places.length
    },
  }),
  invariant("what is preserved is so by an order that says it", {
    rows: preserved,
    holds(view, { subject, order, ...place }, { from, until }) {
      const row = orders.get(view, { subject, order })
      const named =
        row !== undefined && placesOf(row.scope).map(nameOfPlace).includes(nameOfPlace(place))
      const counts = row?.kind === "preservation" && row.lifted === null
      return named && counts && row.from === from && row.until === until
    },
  }),
  invariant("a look-up has its number, and is open for thirty days at most", {
    rows: accesses,
    holds(view, { subject, access }, { asked, until }) {
      const numbered = isNumbered(access, registers.get(view, { subject })?.accesses)
      return numbered && asked < until && until - asked <= ACCESS_MS_MAX
    },
  }),
  invariant("a look-up has an order that covers it, or two persons behind it", {
    rows: accesses,
    holds: (view, { subject }, row) => isFounded(view, subject, row),
  }),
  invariant("a look-up was answered once, later than it was asked", {
    rows: accesses,
    holds: (_view, _key, row) => isAnswered(row),
  }),
  invariant("no order and no look-up is missing from a register", { holds: isWhole }),
]
