/**
 * Settlement: up to 256 legs, all at once or none. A leg is a line, a hold that was agreed on, or
 * an item. Terms are what legs come to, so that money can be held for just this settlement.
 */
import {
  command,
  encode,
  ensure,
  type Hash,
  hash,
  type Infer,
  list,
  record,
  sha256Hex,
  type Tx,
  u128,
  union,
  type Writer,
} from "@concordat/kernel"
import { type Authority, signersOf } from "./authority.ts"
import { Book } from "./book.ts"
import { consentsAhead } from "./consent.ts"
import { bookLine, finish } from "./entry.ts"
import { settled } from "./events.ts"
import { finishHold, postFault } from "./hold.ts"
import { entryFault } from "./ids.ts"
import { moveItem } from "./item.ts"
import { accountId, assetName, type Id, id, line } from "./kinds.ts"
import { MANNER } from "./line.ts"
import { refuse, refuseFault } from "./refusals.ts"
import { holds } from "./tables-control.ts"

/** Legs of one settlement. */
const LEGS_MAX = 256
const LEG_UNITS = 60

/** One leg. */
const leg = union({
  line,
  hold: record({ hold: id, from: accountId, to: accountId, amount: u128 }),
  item: record({ asset: assetName, item: hash, from: accountId, to: accountId }),
})
export type Leg = Infer<typeof leg>

/** What a leg comes to, whichever way it is paid. */
const term = union({
  money: record({ from: accountId, to: accountId, amount: u128 }),
  item: record({ asset: assetName, item: hash, from: accountId, to: accountId }),
})
const termsKind = list(term, LEGS_MAX)

function termOf(given: Leg): Infer<typeof term> {
  if ("item" in given) return { item: given.item }
  if ("hold" in given) {
    const { from, to, amount } = given.hold
    return { money: { from, to, amount } }
  }
  const { debit: from, credit: to, amount } = given.line
  return { money: { from, to, amount } }
}

/** The terms of a settlement: SHA-256 over what its legs come to, in order. */
export function termsOf(legs: readonly Leg[]): Hash {
  return sha256Hex(encode(termsKind, legs.map(termOf)))
}

/** Legs under one id. */
export type Settlement = { readonly settlement: Id; readonly legs: readonly Leg[] }

/** Settles by those who act. */
export function settleLegs(tx: Writer, authority: Authority, given: Settlement): void {
  const { settlement, legs } = given
  const terms = termsOf(legs)
  refuseFault(entryFault(tx, settlement, terms))
  const book = new Book(tx, authority)
  for (let index = 0; index < legs.length; index++) {
    settleLeg(tx, book, legs[index]!, { settlement, index, terms })
  }
  finish(tx, book, settlement, { digest: terms, lines: legs.length, refused: [] })
  tx.emit(settled, { settlement, terms, legs: legs.length })
}

type Standing = { readonly settlement: Id; readonly index: number; readonly terms: Hash }

function settleLeg(tx: Writer, book: Book, given: Leg, standing: Standing): void {
  const { settlement, index } = standing
  if ("line" in given) bookLine(book, given.line, settlement, index, MANNER.ordinary)
  else if ("hold" in given) settleHold(tx, book, given.hold, standing)
  else moveItem(tx, book, given.item, index)
}

/** The leg is what is held, and the settlement what it is held for. */
function settleHold(
  tx: Writer,
  book: Book,
  given: Extract<Leg, { hold: unknown }>["hold"],
  { settlement, index, terms }: Standing,
): void {
  const { hold, from, to, amount } = given
  const row = holds.get(tx, { hold })
  ensure(row, refuse.unknown_hold, { hold, leg: index })
  const same = row.from === from && row.to === to && row.amount === amount
  const values = { leg: index, held: row.amount, asked: amount, from, to }
  ensure(same, refuse.terms_mismatch, values)
  const { condition } = row
  const agreed = !("settlement" in condition) || condition.settlement === terms
  const hashes = "settlement" in condition ? condition.settlement : null
  ensure(agreed, refuse.terms_mismatch, { leg: index, held: hashes, asked: terms })
  refuseFault(postFault(book, hold, row, amount, { release: null, terms }))
  finishHold(tx, book, hold, row, { state: "posted", amount, entry: settlement, index })
}

function linesOf(legs: readonly Leg[]) {
  return legs.map((one) => ("line" in one ? one.line : null))
}

export const settle = command({
  about: "Settle up to 256 legs of money and items, all at once or none.",
  role: null,
  input: { settlement: id, legs: list(leg, LEGS_MAX, 1) },
  cost: ({ legs }) => LEG_UNITS * legs.length,
  ahead: (view, { settlement, legs }) => consentsAhead(view, settlement, linesOf(legs)),
  run(tx: Tx, given) {
    settleLegs(tx, signersOf(tx), given)
  },
})
