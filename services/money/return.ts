/** Returns: the payee of a line gives back all or part of it, as long as its entry is known. */
import {
  ascii,
  command,
  ensure,
  fixed,
  hash,
  list,
  option,
  record,
  u16,
  u128,
} from "@concordat/kernel"
import { signersOf } from "./authority.ts"
import { Book } from "./book.ts"
import { begin, bookLine, digestFrom, finish } from "./entry.ts"
import { returned } from "./events.ts"
import { isPast } from "./ids.ts"
import { CODE, form, id, line, PATH_HASHES_MAX, plainLine } from "./kinds.ts"
import { MANNER } from "./line.ts"
import { refuse } from "./refusals.ts"
import { entries, returns } from "./tables.ts"

/** One line of an earlier entry, with the hashes that lead from it to the entry's digest. */
const original = record({
  entry: id,
  form,
  index: u16,
  line,
  path: list(hash, PATH_HASHES_MAX),
})

export const returnLine = command({
  about: "Give back all or part of what a line brought.",
  role: null,
  input: {
    entry: id,
    original,
    amount: u128,
    reason: ascii(4),
    consent: option(fixed(64)),
  },
  run(tx, { entry, original: shown, amount, reason, consent }) {
    const { entry: of, index } = shown
    const { debit, credit, amount: whole } = shown.line
    const back = { ...plainLine(credit, debit, amount, CODE.return), consent }
    const book = new Book(tx, signersOf(tx))
    const digest = begin(book, entry, "return", [back])
    const known = entries.get(tx, { entry: of })
    const past = isPast(of, tx.time)
    const booked = known !== undefined && !past && !known.refused.includes(index)
    const leads = booked && digestFrom(shown, known.lines) === known.digest
    ensure(leads, refuse.unknown_entry, { entry: of, line: index })
    const before = returns.get(tx, { entry: of, line: index })?.amount ?? 0n
    const left = whole - before
    ensure(left > 0n, refuse.already_returned, { entry: of, line: index })
    ensure(amount <= left, refuse.return_exceeds, { left, amount })

    bookLine(book, back, entry, 0, MANNER.unlimited)
    finish(tx, book, entry, { digest, lines: 1, refused: [] })
    returns.put(tx, { entry: of, line: index }, { amount: before + amount })
    tx.emit(returned, { entry, original: of, line: index, amount, reason })
  },
})
