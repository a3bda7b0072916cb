/**
 * Moving money against the will of its owner: by two persons of control, under an order. A lost
 * wallet is recovered the same way, to its owner's new account.
 */
import { command, ensure, type Tx, u128 } from "@concordat/kernel"
import { accountOf } from "./accounts.ts"
import { signersOf } from "./authority.ts"
import { Book } from "./book.ts"
import { begin, bookLine, finish } from "./entry.ts"
import { forced, recovered } from "./events.ts"
import { accountId, CODE, type Id, id, plainLine } from "./kinds.ts"
import { MANNER } from "./line.ts"
import { ensureControl, useOrder } from "./order.ts"
import { refuse } from "./refusals.ts"

/** Persons of control that must sign. */
const PERSONS = 2

const input = { entry: id, order: id, from: accountId, to: accountId, amount: u128 }

type Forced = {
  readonly entry: Id
  readonly order: Id
  readonly from: Id
  readonly to: Id
  readonly amount: bigint
}

function force(tx: Tx, given: Forced, kind: "transfer" | "recovery"): void {
  const { entry, order, from, to, amount } = given
  const have = ensureControl(tx, accountOf(tx, from).asset).length
  ensure(have >= PERSONS, refuse.approvals_insufficient, { have, need: PERSONS })
  const code = kind === "transfer" ? CODE.forced : CODE.recovered
  const line = plainLine(from, to, amount, code)
  const book = new Book(tx, signersOf(tx))
  const digest = begin(book, entry, kind === "transfer" ? "forced" : "recovery", [line])
  useOrder(tx, order, kind, from, amount)
  bookLine(book, line, entry, 0, MANNER.forced)
  finish(tx, book, entry, { digest, lines: 1, refused: [] })
  tx.emit(kind === "transfer" ? forced : recovered, { entry, order, from, to, amount })
}

export const forceTransfer = command({
  about: "Move money under an order, whatever its owner says: two persons of control sign.",
  role: null,
  input,
  run: (tx, given) => void force(tx, given, "transfer"),
})

/** The new account is of the same owner: an order to recover moves nothing to anybody else. */
function ensureSameOwner(tx: Tx, { from, to }: Forced): void {
  const [old, fresh] = [accountOf(tx, from).owner, accountOf(tx, to).owner]
  const same = "party" in old && "party" in fresh && old.party === fresh.party
  ensure(same, refuse.counterparty_not_allowed, { from, to })
}

export const recover = command({
  about: "Move the money of a lost wallet to an account of the same owner, under an order.",
  role: null,
  input,
  run(tx, given) {
    ensureSameOwner(tx, given)
    force(tx, given, "recovery")
  },
})
