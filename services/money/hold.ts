/**
 * Holds: money reserved for a payment that may come. The payer cannot take it back before its time;
 * who may post it is its condition; what is not posted is free again.
 */
import {
  bytes,
  command,
  ensure,
  fixed,
  option,
  type Row,
  time,
  u128,
  type Writer,
} from "@concordat/kernel"
import { type Authority, signersOf } from "./authority.ts"
import { Book, type Held } from "./book.ts"
import { type Claim, isMet, PREIMAGE_BYTES_MAX } from "./condition.ts"
import { consentsAhead } from "./consent.ts"
import { held, released } from "./events.ts"
import { flowOut } from "./funds.ts"
import { idFault } from "./ids.ts"
import { accountId, CODE, type Condition, condition, type Id, id, plainLine } from "./kinds.ts"
import { lineFault, MANNER, type Manner } from "./line.ts"
import { type Fault, fault, refuse, refuseFault } from "./refusals.ts"
import { expiries, holds } from "./tables-control.ts"

/** How long a hold may last: 400 days. */
export const HOLD_MS_MAX = 400 * 86_400_000

export type HoldRow = Row<typeof holds>

/** What is to be reserved. `consent` is over the line from payer to payee, under the hold's id. */
export type Reservation = {
  readonly hold: Id
  readonly from: Id
  readonly to: Id
  readonly amount: bigint
  readonly condition: Condition
  readonly notBefore: number
  readonly expires: number
  readonly consent: ReturnType<typeof plainLine>["consent"]
}

/** The line that a hold reserves money for. */
function heldLine({ from, to, amount, consent }: Omit<Reservation, "hold">) {
  return { ...plainLine(from, to, amount, CODE.hold), consent }
}

/** Reserves money in a book; the row and the sweep's note are written at once. */
export function reserve(tx: Writer, book: Book, given: Reservation, manner: Manner) {
  const { hold, from, to, amount, condition: by, notBefore, expires } = given
  refuseFault(idFault(tx, hold))
  ensure(!holds.has(tx, { hold }), refuse.hold_exists, { hold })
  const inRange = expires > tx.time && expires <= tx.time + HOLD_MS_MAX && notBefore < expires
  ensure(inRange, refuse.expiry_out_of_range, { notBefore, expires, now: tx.time })
  const line = heldLine(given)
  refuseFault(lineFault(book, line, { entry: hold, index: 0 }, manner))

  const debit = book.account(from)!
  if (manner.owned) book.useAllowance(debit, amount)
  if (manner.flowing) flowOut(book, debit, amount)
  book.reserve(debit, book.account(to)!, amount)
  const row: HoldRow = {
    ...{ from, to, amount, posted: 0n, condition: by, notBefore, expires, state: "open" },
  }
  holds.put(tx, { hold }, row)
  expiries.put(tx, { at: expires, kind: "hold", of: hold }, {})
  tx.emit(held, { hold, asset: debit.asset.asset, from, to, amount, expires })
}

/** What is wrong with posting a hold: the list of holds in its order, then what may stop it. */
export function postFault(
  book: Book,
  hold: Id,
  row: HoldRow | undefined,
  amount: bigint,
  by: Pick<Claim, "release" | "terms" | "cycle">,
): Fault | null {
  if (row === undefined) return fault(refuse.unknown_hold, { hold })
  const { time: now } = book.view
  if (row.state !== "open") return fault(refuse.hold_not_open, { hold, state: row.state })
  if (row.expires <= now) return fault(refuse.hold_expired, { hold, expires: row.expires })
  if (row.notBefore > now) return fault(refuse.hold_too_early, { hold, from: row.notBefore })
  if (amount > row.amount) return fault(refuse.hold_exceeds, { hold, held: row.amount, amount })
  const { authority, view } = book
  const { asset } = book.account(row.from)!.row
  if (!isMet(row.condition, { ...by, authority, view, asset }))
    return fault(refuse.condition_unmet, { hold })
  if (amount === 0n) return fault(refuse.zero_amount, { hold })
  return stopped(book, row)
}

/** A pause or a block stops a hold too. */
function stopped(book: Book, { from, to }: HoldRow): Fault | null {
  const debit = book.account(from)!
  if (debit.asset.row.paused) return fault(refuse.asset_paused, { asset: debit.asset.asset })
  if (debit.row.noDebits) return fault(refuse.account_blocked, { account: from })
  const { noCredits } = book.account(to)!.row
  return noCredits ? fault(refuse.account_blocked, { account: to }) : null
}

type End = "posted" | "voided" | "expired"

/** Ends a hold: `amount` of it is booked under `entry`, the rest is free again. */
export function finishHold(
  tx: Writer,
  book: Book,
  hold: Id,
  row: HoldRow,
  { state, amount, entry, index }: { state: End; amount: bigint; entry: Id; index: number },
): void {
  const [debit, credit] = [book.account(row.from)!, book.account(row.to)!] as readonly [Held, Held]
  book.reserve(debit, credit, -row.amount)
  const line = plainLine(row.from, row.to, amount, CODE.hold)
  if (amount > 0n) book.post(line, entry, index, debit, credit)
  holds.put(tx, { hold }, { ...row, posted: amount, state })
  tx.emit(released, { hold, amount: row.amount - amount, state })
}

/** Posts a hold by those who act. */
export function postOne(
  tx: Writer,
  authority: Authority,
  given: { readonly hold: Id; readonly amount: bigint; readonly release: Claim["release"] },
): void {
  const { hold, amount, release } = given
  const row = holds.get(tx, { hold })
  const book = new Book(tx, authority)
  refuseFault(postFault(book, hold, row, amount, { release }))
  finishHold(tx, book, hold, row!, { state: "posted", amount, entry: hold, index: 0 })
  book.finish(tx)
}

/** Gives a hold up: its payee does, or the service that it names. */
export function voidOne(tx: Writer, authority: Authority, hold: Id): void {
  const row = holds.get(tx, { hold })
  ensure(row, refuse.unknown_hold, { hold })
  ensure(row.state === "open", refuse.hold_not_open, { hold, state: row.state })
  ensure(row.expires > tx.time, refuse.hold_expired, { hold, expires: row.expires })
  const book = new Book(tx, authority)
  const named =
    "service" in row.condition &&
    "service" in authority &&
    authority.service === row.condition.service
  const payee = book.reach(book.account(row.to)!) !== undefined
  const cycle = "cycle" in row.condition
  ensure(named || (payee && !cycle), refuse.not_the_owner, { account: row.to })
  finishHold(tx, book, hold, row, { state: "voided", amount: 0n, entry: hold, index: 0 })
  book.finish(tx)
}

const reservation = {
  hold: id,
  from: accountId,
  to: accountId,
  amount: u128,
  condition,
  notBefore: time,
  expires: time,
  consent: option(fixed(64)),
}

export const hold = command({
  about: "Reserve money for a payment that may come; the payer cannot take it back before its end.",
  role: null,
  input: reservation,
  ahead: (view, given) => consentsAhead(view, given.hold, [heldLine(given)]),
  run(tx, given) {
    const book = new Book(tx, signersOf(tx))
    reserve(tx, book, given, MANNER.ordinary)
    book.finish(tx)
  },
})

export const postHold = command({
  about: "Pay what is held, all or part; what is not paid is free again.",
  role: null,
  input: { hold: id, amount: u128, release: option(bytes(PREIMAGE_BYTES_MAX)) },
  run: (tx, given) => void postOne(tx, signersOf(tx), given),
})

export const voidHold = command({
  about: "Give up a hold for the own account: the payer has its money back.",
  role: null,
  input: { hold: id },
  run: (tx, given) => void voidOne(tx, signersOf(tx), given.hold),
})
