/**
 * Paying a closed cycle: who owes funds it by a hold, then all is paid at once. Who has not funded
 * in time is excluded, and the rest is recomputed without it, three times at most.
 */
import { command, ensure, list, type Party, party, u128, type Writer } from "@concordat/kernel"
import { type Authority, signersOf } from "./authority.ts"
import { Book } from "./book.ts"
import {
  announce,
  type CycleRow,
  cycleIn,
  ensureParticipant,
  lessExposure,
  netted,
  type PositionRow,
  positionsOf,
  releaseHold,
} from "./cycle.ts"
import { bookLine } from "./entry.ts"
import { cycleSettled, excluded, positionFunded } from "./events.ts"
import { finishHold, postFault, reserve } from "./hold.ts"
import { accountId, CODE, type Id, id, plainLine } from "./kinds.ts"
import { MANNER } from "./line.ts"
import { refuse, refuseFault } from "./refusals.ts"
import { holds } from "./tables-control.ts"
import { cycles, obligations, positions, ROUNDS_MAX } from "./tables-netting.ts"

/** Cycles settled together, of different assets: all or none. */
const CYCLES_MAX = 4
/** How long a funded position stays reserved after the time to fund. */
const FUNDED_MS = 7 * 86_400_000
const MS_PER_SECOND = 1_000
/** Reading the pairs of the largest cycle. */
const RECOMPUTE_UNITS = 70_000

type Participant = { readonly key: { cycle: Id; participant: Party }; readonly value: PositionRow }

/** Whether what a position owes is reserved, for now. */
function isFunded(tx: Writer, { owes, hold }: PositionRow): boolean {
  if (owes === 0n) return true
  const row = hold === null ? undefined : holds.get(tx, { hold })
  return row !== undefined && row.state === "open" && row.expires > tx.time && row.amount === owes
}

/** What funding a position takes. */
export type Funding = {
  readonly cycle: Id
  readonly participant: Party
  readonly hold: Id
  readonly account: Id
  readonly amount: bigint
}

/** Reserves what a position owes. */
export function fundOne(tx: Writer, authority: Authority, given: Funding): void {
  const { cycle, participant, hold, account, amount } = given
  const row = cycleIn(tx, cycle, "funding")
  const position = positions.get(tx, { cycle, participant })
  ensure(position && !position.excluded, refuse.not_the_participant, { participant })
  ensureParticipant(tx, authority, row, participant)
  const due = position.owes > 0n && !isFunded(tx, position)
  ensure(due, refuse.cycle_state, { cycle, owes: position.owes })
  ensure(amount === position.owes, refuse.position_mismatch, { owes: position.owes, amount })
  const book = new Book(tx, authority)
  const reservation = {
    ...{ hold, from: account, to: row.account, amount, condition: { cycle } },
    ...{ notBefore: 0, expires: row.fundBy + FUNDED_MS, consent: null },
  }
  reserve(tx, book, reservation, MANNER.unlimited)
  book.finish(tx)
  positions.put(tx, { cycle, participant }, { ...position, hold })
  tx.emit(positionFunded, { cycle, participant, hold, amount })
}

/** Pays up to four cycles, all at once or none; whoever asks, it is what the cycles say. */
export function settleAll(tx: Writer, authority: Authority, all: readonly Id[]): void {
  const book = new Book(tx, authority)
  for (const cycle of all) settleOne(tx, book, cycle)
  book.finish(tx)
}

function settleOne(tx: Writer, book: Book, cycle: Id): void {
  const row = cycleIn(tx, cycle, "funding")
  const rows = positionsOf(tx, cycle)
  const missing = rows.filter(({ value }) => !isFunded(tx, value)).length
  ensure(missing === 0, refuse.not_funded, { cycle, missing, of: rows.length })
  let index = 0
  let paid = 0n
  for (const { value } of rows) {
    if (value.owes === 0n) continue
    collect(tx, book, value.hold!, { cycle, amount: value.owes, index: index++ })
    paid += value.owes
  }
  for (const { key, value } of rows) {
    const line = plainLine(row.account, value.account, value.due, CODE.netting)
    if (value.due > 0n) bookLine(book, line, cycle, index++, MANNER.due)
    lessExposure(tx, row.asset, key.participant, value.gives)
    if (!value.excluded) book.leave(value.account)
  }
  book.leave(row.account)
  cycles.put(tx, { cycle }, { ...row, state: "settled" })
  tx.emit(cycleSettled, { cycle, asset: row.asset, amount: paid })
}

type Collected = { readonly cycle: Id; readonly amount: bigint; readonly index: number }

function collect(tx: Writer, book: Book, hold: Id, { cycle, amount, index }: Collected): void {
  const row = holds.get(tx, { hold })!
  refuseFault(postFault(book, hold, row, amount, { release: null, cycle }))
  finishHold(tx, book, hold, row, { state: "posted", amount, entry: cycle, index })
}

/** Excludes who has not funded in time, and recomputes what the others owe. */
export function excludeOne(tx: Writer, authority: Authority, cycle: Id): void {
  const row = cycleIn(tx, cycle, "funding")
  ensure(row.fundBy < tx.time, refuse.deadline_open, { cycle, fundBy: row.fundBy })
  ensure(row.round < ROUNDS_MAX, refuse.round_limit, { cycle, rounds: row.round })
  const rows = positionsOf(tx, cycle).filter(({ value }) => !value.excluded)
  const out = rows.filter(({ value }) => !isFunded(tx, value))
  ensure(out.length > 0, refuse.cycle_state, { cycle, missing: 0 })
  const stay = rows.filter(({ value }) => isFunded(tx, value))
  const book = new Book(tx, authority)
  for (const one of out) drop(tx, book, row, one)
  for (const one of stay) recompute(tx, book, row, one, out)
  book.finish(tx)
  const round = row.round + 1
  const fundBy = tx.time + row.fundWithin * MS_PER_SECOND
  cycles.put(tx, { cycle }, { ...row, round, fundBy })
  const participants = out.map(({ key }) => key.participant)
  tx.emit(excluded, { cycle, participants, round })
  announce(tx, cycle)
}

/** All of a participant's obligations go back to the pairs. */
function drop(tx: Writer, book: Book, { asset }: CycleRow, { key, value }: Participant): void {
  if (value.hold !== null) releaseHold(tx, book, value.hold)
  lessExposure(tx, asset, key.participant, value.gives)
  book.leave(value.account)
  const none = { gives: 0n, takes: 0n, owes: 0n, due: 0n, hold: null, excluded: true }
  positions.put(tx, key, { ...value, ...none })
}

/** A position without those who went; what was reserved too much is free, too little all of it. */
function recompute(
  tx: Writer,
  book: Book,
  { asset }: CycleRow,
  { key, value }: Participant,
  out: readonly Participant[],
): void {
  const { cycle, participant: own } = key
  let [gave, took] = [0n, 0n]
  for (const { key: gone } of out) {
    const other = gone.participant
    gave += obligations.get(tx, { cycle, from: own, to: other })?.amount ?? 0n
    took += obligations.get(tx, { cycle, from: other, to: own })?.amount ?? 0n
  }
  lessExposure(tx, asset, own, gave)
  const row = netted({ ...value, gives: value.gives - gave, takes: value.takes - took })
  const hold = value.hold === null ? null : refund(tx, book, value.hold, row.owes)
  positions.put(tx, key, { ...row, hold })
}

/** Keeps of a hold what is owed now, if it reaches; else frees it. Answers what is left of it. */
function refund(tx: Writer, book: Book, hold: Id, owes: bigint): Id | null {
  const row = holds.get(tx, { hold })!
  const more = row.amount - owes
  if (more === 0n) return hold
  if (owes === 0n || more < 0n) {
    releaseHold(tx, book, hold)
    return null
  }
  book.reserve(book.account(row.from)!, book.account(row.to)!, -more)
  holds.put(tx, { hold }, { ...row, amount: owes })
  return hold
}

export const fundPosition = command({
  about: "Reserve what a participant owes in a closed cycle.",
  role: null,
  input: { cycle: id, participant: party, hold: id, account: accountId, amount: u128 },
  run: (tx, given) => void fundOne(tx, signersOf(tx), given),
})

export const settleCycles = command({
  about: "Pay up to four funded cycles, all at once or none.",
  role: null,
  input: { cycles: list(id, CYCLES_MAX, 1) },
  cost: () => RECOMPUTE_UNITS,
  run: (tx, given) => void settleAll(tx, signersOf(tx), given.cycles),
})

export const excludeUnfunded = command({
  about: "Recompute a cycle without those who have not funded in time.",
  role: null,
  input: { cycle: id },
  cost: () => RECOMPUTE_UNITS,
  run: (tx, { cycle }) => void excludeOne(tx, signersOf(tx), cycle),
})
