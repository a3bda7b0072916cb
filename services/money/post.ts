/**
 * Posting: lines under one entry, all or none (`linked`) or each for itself. A transfer is one line
 * with what belongs to it: fees, what a mandate brings, what goes out over a holding limit.
 */
import { command, divFloor, enumeration, list, type Writer } from "@concordat/kernel"
import { type Authority, signersOf } from "./authority.ts"
import { Book, type Held } from "./book.ts"
import { consentsAhead } from "./consent.ts"
import { begin, bookLine, finish } from "./entry.ts"
import { lineRefused } from "./events.ts"
import { excess, spendable } from "./funds.ts"
import { CODE, type Id, id, LINES_MAX, type Line, line, plainLine, type Side } from "./kinds.ts"
import { lineFault, MANNER, type Manner, move } from "./line.ts"
import { type Fault, refuse } from "./refusals.ts"

/** Declared units of a line: what it costs beyond its rows. */
const LINE_UNITS = 40
/** A transfer may move its fees, a pull and a sweep besides. */
const TRANSFER_UNITS = 4 * LINE_UNITS

/** All lines or none, or each for itself. */
const postMode = enumeration("linked", "each")

/** What an entry asks for. */
export type Posting = {
  readonly entry: Id
  readonly mode: "linked" | "each"
  readonly lines: readonly Line[]
}

/** A line that was not booked. */
export type RefusedLine = {
  readonly line: number
  readonly code: string
  /** Which account it was refused for; null where it was not for one of the two. */
  readonly side: Side | null
}

/** Books lines by those who act; answers which of mode `each` were refused. */
export function postLines(tx: Writer, authority: Authority, posting: Posting): RefusedLine[] {
  const { entry, mode, lines } = posting
  const book = new Book(tx, authority)
  const digest = begin(book, entry, mode, lines)
  const refused = mode === "each" ? bookEach(book, posting) : bookLinked(book, posting)
  finish(tx, book, entry, { digest, lines: lines.length, refused: refused.map((one) => one.line) })
  for (const one of refused) tx.emit(lineRefused, { entry, ...one })
  return refused
}

function bookLinked(book: Book, { entry, lines }: Posting): RefusedLine[] {
  for (let index = 0; index < lines.length; index++) {
    bookLine(book, lines[index]!, entry, index, MANNER.ordinary)
  }
  return []
}

function sideOf({ details }: Fault): Side | null {
  return (details["side"] as Side | undefined) ?? null
}

function bookEach(book: Book, { entry, lines }: Posting): RefusedLine[] {
  const refused: RefusedLine[] = []
  for (let index = 0; index < lines.length; index++) {
    const place = { entry, index }
    const wrong = lineFault(book, lines[index]!, place, MANNER.ordinary)
    if (wrong === null) move(book, lines[index]!, place, MANNER.ordinary)
    else refused.push({ line: index, code: wrong.refusal.code, side: sideOf(wrong) })
  }
  return refused
}

/** One line with the lines that follow from it, all or none; the given one has number 0. */
function transferLine(tx: Writer, authority: Authority, entry: Id, given: Line): void {
  const book = new Book(tx, authority)
  const digest = begin(book, entry, "transfer", [given])
  const transfer = new Transfer(book, entry, given)
  transfer.book()
  finish(tx, book, entry, { digest, lines: 1, refused: [] })
}

/** A transfer under way. */
class Transfer {
  private readonly ledger: Book
  private readonly entry: Id
  private readonly given: Line
  private next = 1

  constructor(book: Book, entry: Id, given: Line) {
    this.ledger = book
    this.entry = entry
    this.given = given
  }

  book(): void {
    const { ledger, entry, given } = this
    const place = { entry, index: 0 }
    const debit = ledger.account(given.debit)
    const over = (ledger.account(given.credit)?.row.sweepTo ?? null) !== null
    const manner = over ? MANNER.overflowing : MANNER.ordinary
    const fees = debit === null ? [] : feesOf(debit, given)
    const wrong = lineFault(ledger, given, place, manner)
    const mayLack = wrong === null || wrong.refusal === refuse.insufficient_funds
    if (debit !== null && mayLack) this.pull(debit, given.amount + sum(fees))
    bookLine(ledger, given, entry, 0, manner)
    for (const fee of fees) this.follow(fee, MANNER.due)
    if (over) this.push(ledger.account(given.credit)!)
  }

  /** Brings what is missing under the account's mandate, where that brings all of it. */
  private pull(debit: Held, needed: bigint): void {
    const { fundFrom } = debit.row
    const missing = needed - spendable(debit)
    if (fundFrom === null || missing <= 0n || fundFrom.left < missing) return
    const line = plainLine(fundFrom.account, debit.account, missing, CODE.pulled)
    const place = { entry: this.entry, index: this.next }
    if (lineFault(this.ledger, line, place, MANNER.pulled) !== null) return
    this.follow(line, MANNER.pulled)
    debit.row = { ...debit.row, fundFrom: { ...fundFrom, left: fundFrom.left - missing } }
  }

  /** Moves on what an account may not hold. */
  private push(credit: Held): void {
    const above = excess(credit, 0n)
    if (above === 0n) return
    const line = plainLine(credit.account, credit.row.sweepTo!, above, CODE.swept)
    this.follow(line, MANNER.swept)
  }

  private follow(line: Line, manner: Manner): void {
    bookLine(this.ledger, line, this.entry, this.next++, manner)
  }
}

/** The fees on a line by the policy of its asset; none to the payer itself. */
function feesOf({ asset, account }: Held, { amount, code }: Line): Line[] {
  const { fees } = asset.policy
  return fees.flatMap((fee) => {
    if (fee.code !== code || fee.to === account) return []
    const due = fee.fixed + divFloor(amount * BigInt(fee.num), BigInt(fee.den))
    return due === 0n ? [] : [plainLine(account, fee.to, due, CODE.fee)]
  })
}

function sum(lines: readonly Line[]): bigint {
  return lines.reduce((total, { amount }) => total + amount, 0n)
}

export const transfer = command({
  about: "Pay: one line, with its fees and what a mandate brings.",
  role: null,
  input: { entry: id, line },
  cost: () => TRANSFER_UNITS,
  ahead: (view, { entry, line: given }) => consentsAhead(view, entry, [given]),
  run(tx, { entry, line: given }) {
    transferLine(tx, signersOf(tx), entry, given)
  },
})

export const post = command({
  about: "Book up to 1,000 lines under one id: all or none, or each for itself.",
  role: null,
  input: { entry: id, mode: postMode, lines: list(line, LINES_MAX, 1) },
  cost: ({ lines }) => LINE_UNITS * lines.length,
  ahead: (view, { entry, lines }) => consentsAhead(view, entry, lines),
  run(tx, posting) {
    postLines(tx, signersOf(tx), posting)
  },
})
