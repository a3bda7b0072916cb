/**
 * One line: what may be wrong with it, in the order of the list in README.md beside this file, and
 * booking it. The first failure answers.
 */
import type { RefusalDetails, RefusalKind } from "@concordat/kernel"
import type { Book, Held } from "./book.ts"
import { consents } from "./consent.ts"
import { excess, flowOf, flowOut, spendable, unspent } from "./funds.ts"
import { AMOUNT_MAX, type Id, type Line, type Side } from "./kinds.ts"
import { type Fault, fault, refuse } from "./refusals.ts"

/** Which rules a line is under. */
export type Manner = {
  /** A signer or service must own the debit, and a wallet's person consent. */
  readonly owned: boolean
  /** Blocks, denied tiers and what is frozen stop it. */
  readonly stopped: boolean
  /** The credit's holding limit counts. */
  readonly holding: boolean
  /** The debit's flow limit counts. */
  readonly flowing: boolean
  /** Debit or credit may be the asset's issuance account. */
  readonly issuing: boolean
}

const PLAIN: Manner = { owned: true, stopped: true, holding: true, flowing: true, issuing: false }

/** How lines come about. */
export const MANNER = {
  /** Somebody pays. */
  ordinary: PLAIN,
  /** Somebody pays an account whose excess goes elsewhere. */
  overflowing: { ...PLAIN, holding: false },
  /** The owner said so before: a mandate, a quote. */
  mandated: { ...PLAIN, owned: false },
  /** A fee, a payment out of a cycle: no limit stands in its way. */
  due: { ...PLAIN, owned: false, holding: false, flowing: false },
  /** What a mandate brings is spent at once. */
  pulled: { ...PLAIN, owned: false, holding: false },
  /** What an account may not hold goes on. */
  swept: { ...PLAIN, owned: false, flowing: false },
  /** The owner pays, and no limit stands in its way: returns, what a cycle asks for. */
  unlimited: { ...PLAIN, holding: false, flowing: false },
  /** The issuer issues: the debit is the issuance account. */
  mint: { ...PLAIN, owned: false, flowing: false, issuing: true },
  /** The issuer takes back: the credit is the issuance account. */
  burn: { ...PLAIN, owned: false, holding: false, flowing: false, issuing: true },
  /** An order says so, whatever the owner or a block says. */
  forced: { owned: false, stopped: false, holding: false, flowing: false, issuing: false },
} as const satisfies Record<string, Manner>

/** Where a line stands. */
export type Place = { readonly entry: Id; readonly index: number }

/** What is wrong with a line, or null: then `move` may book it. */
export function lineFault(book: Book, line: Line, place: Place, manner: Manner): Fault | null {
  const { uetr } = line
  if (uetr !== null && book.isUsed(uetr)) return at(place, refuse.uetr_exists, { uetr })
  const debit = book.account(line.debit)
  const credit = book.account(line.credit)
  return (
    amountFault(line, place, debit) ??
    pairFault(line, place, debit, credit, manner) ??
    rightFault(book, line, place, debit!, manner) ??
    fundsFault(book, line, place, [debit!, credit!], manner)
  )
}

/** Books a line in which nothing is wrong. */
export function move(book: Book, line: Line, { entry, index }: Place, manner: Manner): void {
  const debit = book.account(line.debit)!
  if (manner.owned) book.useAllowance(debit, line.amount)
  if (manner.flowing) flowOut(book, debit, line.amount)
  book.post(line, entry, index, debit, book.account(line.credit)!)
}

/** A fault of a line, with its place in the entry. */
function at({ index }: Place, refusal: RefusalKind, details: RefusalDetails): Fault {
  return fault(refusal, { line: index, ...details })
}

/** A fault of one of a line's two accounts, with its side. */
function of(line: Line, side: Side, place: Place, refusal: RefusalKind): Fault {
  return at(place, refusal, { side, account: line[side] })
}

/** The amount: neither zero nor more than can be counted; and two accounts. */
function amountFault({ debit, credit, amount }: Line, place: Place, from: Held | null) {
  if (amount === 0n) return at(place, refuse.zero_amount, {})
  if (amount > AMOUNT_MAX || (from !== null && overflows(from, amount))) {
    return at(place, refuse.amount_overflow, { amount, limit: AMOUNT_MAX })
  }
  return debit === credit ? at(place, refuse.same_account, { account: debit }) : null
}

/** Whether a counter of the asset, and so one of an account, could not hold so much more. */
function overflows({ asset }: Held, amount: bigint): boolean {
  const { totals, posted, pending } = asset
  return totals.debitsPosted + totals.debitsPending + posted + pending + amount > AMOUNT_MAX
}

/** The two accounts: known, of one asset that is not paused, open, not blocked. */
function pairFault(
  line: Line,
  place: Place,
  debit: Held | null,
  credit: Held | null,
  { stopped, issuing }: Manner,
): Fault | null {
  if (debit === null) return of(line, "debit", place, refuse.unknown_account)
  if (credit === null) return of(line, "credit", place, refuse.unknown_account)
  const { asset } = debit
  if (credit.asset !== asset) {
    const details = { debit: asset.asset, credit: credit.asset.asset }
    return at(place, refuse.asset_mismatch, details)
  }
  if (asset.row.paused) return at(place, refuse.asset_paused, { asset: asset.asset })
  if (debit.row.closed) return of(line, "debit", place, refuse.account_closed)
  if (credit.row.closed) return of(line, "credit", place, refuse.account_closed)
  if (isBlocked(debit, debit.row.noDebits && stopped, issuing)) {
    return of(line, "debit", place, refuse.account_blocked)
  }
  return isBlocked(credit, credit.row.noCredits && stopped, issuing)
    ? of(line, "credit", place, refuse.account_blocked)
    : null
}

/** Nobody but the issuer's minting and burning moves the issuance account. */
function isBlocked({ row }: Held, blocked: boolean, issuing: boolean): boolean {
  return blocked || (row.kind === "issuance" && !issuing)
}

/** Owner, grant, consent, allowance. */
function rightFault(book: Book, line: Line, place: Place, debit: Held, manner: Manner) {
  if (!manner.owned) return null
  const { amount } = line
  const reach = book.reach(debit)
  const allowed = reach === undefined ? book.allowanceFor(debit) : null
  if (reach === undefined && allowed === null) {
    return at(place, refuse.not_the_owner, { owner: ownerName(debit), account: line.debit })
  }
  if (reach !== undefined && reach !== null && amount > reach) {
    return at(place, refuse.grant_limit_exceeded, { limit: reach, actual: amount })
  }
  const { wallet } = debit.row
  if (wallet !== null && !consents(book.view, wallet, place.entry, place.index, line)) {
    return at(place, refuse.consent_invalid, { account: line.debit })
  }
  return allowed !== null && allowed.row.left < amount
    ? at(place, refuse.allowance_exceeded, { left: allowed.row.left, amount })
    : null
}

/** Denied pairs of tiers, then money: frozen, missing, too much, too fast. */
function fundsFault(
  book: Book,
  { amount }: Line,
  place: Place,
  [debit, credit]: readonly [Held, Held],
  { stopped, holding, flowing }: Manner,
): Fault | null {
  if (stopped && isDenied(debit, credit)) {
    const details = { from: debit.row.tier, to: credit.row.tier }
    return at(place, refuse.counterparty_not_allowed, details)
  }
  if (debit.row.kind !== "issuance") {
    const { account, row } = debit
    const free = unspent(debit, row)
    const can = spendable(debit)
    if (stopped && amount > can && amount <= free) {
      return at(place, refuse.frozen_amount, { account, frozen: row.frozen, available: can })
    }
    if (amount > free) {
      return at(place, refuse.insufficient_funds, { account, available: can, amount })
    }
  }
  const above = holding ? excess(credit, amount) : 0n
  if (above > 0n) return at(place, refuse.holding_limit, { account: credit.account, above })
  const flow = flowing ? flowOf(book, debit) : null
  return flow !== null && flow.level + amount > flow.limit
    ? at(place, refuse.flow_limit, { account: debit.account, limit: flow.limit })
    : null
}

function isDenied(debit: Held, credit: Held): boolean {
  const { deny } = debit.asset.policy
  if (deny.length === 0) return false
  return deny.some(({ from, to }) => from === debit.row.tier && to === credit.row.tier)
}

function ownerName({ row }: Held): string {
  return "party" in row.owner ? row.owner.party : row.owner.service
}
