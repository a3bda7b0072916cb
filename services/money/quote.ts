/**
 * Quotes: a provider offers to change one asset into another at a rate, up to an amount and a time.
 * Who takes it pays and is paid in one entry; the provider has signed before.
 */
import { command, divFloor, ensure, type Party, type Tx, time, u64, u128 } from "@concordat/kernel"
import { accountOf, ensureOwner } from "./accounts.ts"
import { signersOf } from "./authority.ts"
import { Book } from "./book.ts"
import { begin, bookLine, finish } from "./entry.ts"
import { quoteChanged } from "./events.ts"
import { HOLD_MS_MAX } from "./hold.ts"
import { idFault } from "./ids.ts"
import { accountId, CODE, type Id, id, plainLine } from "./kinds.ts"
import { MANNER } from "./line.ts"
import { refuse, refuseFault } from "./refusals.ts"
import { expiries, quotes } from "./tables-control.ts"

function announce(tx: Tx, quote: Id, provider: Party, left: bigint): void {
  tx.emit(quoteChanged, { quote, provider, left })
}

export const offerQuote = command({
  about: "Offer to pay num ÷ den of every unit received, up to an amount and a time.",
  role: "money.quote",
  input: {
    quote: id,
    pays: accountId,
    takes: accountId,
    num: u64,
    den: u64,
    left: u128,
    expires: time,
  },
  run(tx, { quote, ...offer }) {
    refuseFault(idFault(tx, quote))
    ensure(!quotes.has(tx, { quote }), refuse.already_exists, { quote })
    const { pays, takes, num, den, expires } = offer
    const paying = accountOf(tx, pays)
    const taking = accountOf(tx, takes)
    ensureOwner(tx, paying.owner, paying.asset)
    ensureOwner(tx, taking.owner, taking.asset)
    // Nobody can sign for a person's wallet in advance.
    ensure(paying.wallet === null, refuse.consent_invalid, { account: pays })
    ensure(num > 0n && den > 0n, refuse.parameter_out_of_range, { num, den })
    const inRange = expires > tx.time && expires <= tx.time + HOLD_MS_MAX
    ensure(inRange, refuse.expiry_out_of_range, { expires, now: tx.time })

    quotes.put(tx, { quote }, { provider: tx.organisation, ...offer })
    expiries.put(tx, { at: expires, kind: "quote", of: quote }, {})
    announce(tx, quote, tx.organisation, offer.left)
  },
})

export const withdrawQuote = command({
  about: "Withdraw an own quote.",
  role: "money.quote",
  input: { quote: id },
  run(tx, { quote }) {
    const row = quotes.get(tx, { quote })
    ensure(row, refuse.unknown_quote, { quote })
    ensure(row.provider === tx.organisation, refuse.not_the_owner, { owner: row.provider })

    quotes.patch(tx, { quote }, { left: 0n })
    announce(tx, quote, row.provider, 0n)
  },
})

export const takeQuote = command({
  about: "Change money by a quote: pay an amount, and get at least so much for it.",
  role: null,
  input: { entry: id, quote: id, pays: accountId, takes: accountId, amount: u128, least: u128 },
  run(tx, { entry, quote, pays, takes, amount, least }) {
    const row = quotes.get(tx, { quote })
    ensure(row, refuse.unknown_quote, { quote })
    const gets = divFloor(amount * row.num, row.den)
    const given = plainLine(pays, row.takes, amount, CODE.quote)
    const book = new Book(tx, signersOf(tx))
    const digest = begin(book, entry, "quote", [given])
    ensure(row.expires > tx.time, refuse.quote_expired, { quote, expires: row.expires })
    ensure(gets >= least, refuse.price_moved, { gets, least })
    ensure(gets <= row.left, refuse.price_moved, { left: row.left, gets })
    bookLine(book, given, entry, 0, MANNER.ordinary)
    const back = plainLine(row.pays, takes, gets, CODE.quote)
    bookLine(book, back, entry, 1, MANNER.mandated)
    finish(tx, book, entry, { digest, lines: 1, refused: [] })
    quotes.patch(tx, { quote }, { left: row.left - gets })
    announce(tx, quote, row.provider, row.left - gets)
  },
})
