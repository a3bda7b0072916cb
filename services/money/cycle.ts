/**
 * Netting: in a cycle participants only write down who owes whom; at its close each owes, or is
 * due, the difference. What one may owe in all unsettled cycles has a cap; what it is owed counts
 * for nothing until it is paid.
 */
import {
  command,
  ensure,
  list,
  type Party,
  party,
  type Row,
  record,
  u32,
  u128,
  type Writer,
} from "@concordat/kernel"
import { type Authority, holdersOf, reachOf, signersOf } from "./authority.ts"
import { Book } from "./book.ts"
import { capSet, cycleChanged } from "./events.ts"
import { finishHold } from "./hold.ts"
import { accountId, assetName, type Id, id, type Owner } from "./kinds.ts"
import { refuse } from "./refusals.ts"
import { type AccountRow, accounts } from "./tables.ts"
import { holds } from "./tables-control.ts"
import { caps, cycles, PARTICIPANTS_MAX, positions } from "./tables-netting.ts"

const SCHEME = "money.scheme"
const MS_PER_SECOND = 1_000
/** Rows of positions of one cycle. */
const WHOLE = { limit: PARTICIPANTS_MAX }

export type CycleRow = Row<typeof cycles>
export type PositionRow = Row<typeof positions>

/** A cycle in one of the states, else `cycle_state`. */
export function cycleIn(tx: Writer, cycle: Id, ...states: CycleRow["state"][]): CycleRow {
  const row = cycles.get(tx, { cycle })
  ensure(row, refuse.unknown_cycle, { cycle })
  ensure(states.includes(row.state), refuse.cycle_state, { cycle, state: row.state })
  return row
}

/** All positions of a cycle, by participant. */
export function positionsOf(tx: Writer, cycle: Id) {
  return positions.scan(tx, { cycle }, WHOLE)
}

/** Takes from what a participant owes in unsettled cycles. */
export function lessExposure(tx: Writer, asset: string, participant: Party, amount: bigint): void {
  if (amount === 0n) return
  const row = caps.get(tx, { asset, participant })!
  caps.patch(tx, { asset, participant }, { exposure: row.exposure - amount })
}

/** Those who act operate the cycle. */
function ensureOperator(tx: Writer, authority: Authority, { operator, asset }: CycleRow): void {
  ensure(operates(tx, authority, operator, asset), refuse.not_the_owner, {
    operator: "party" in operator ? operator.party : operator.service,
  })
}

function operates(tx: Writer, authority: Authority, operator: Owner, asset: string): boolean {
  if ("service" in operator) {
    return "service" in authority && authority.service === operator.service
  }
  if (!("signers" in authority)) return false
  return holdersOf(tx, authority.signers, SCHEME, asset, operator.party).length > 0
}

/** Those who act may speak for a participant: it signs, or the service that operates the cycle. */
export function ensureParticipant(
  tx: Writer,
  authority: Authority,
  { operator, asset }: CycleRow,
  participant: Party,
): void {
  const speaks =
    "signers" in authority
      ? reachOf(tx, authority.signers, participant, "money.pay", asset) !== undefined
      : "service" in operator && operates(tx, authority, operator, asset)
  ensure(speaks, refuse.not_the_participant, { participant })
}

/** Tells of a cycle as it is now. */
export function announce(tx: Writer, cycle: Id): void {
  const { asset, state, round, fundBy } = cycles.get(tx, { cycle })!
  tx.emit(cycleChanged, { cycle, asset, state, round, fundBy })
}

export const setCap = command({
  about: "Set what a participant may owe in all unsettled cycles of an asset.",
  role: SCHEME,
  input: { asset: assetName, participant: party, cap: u128 },
  scope: ({ asset }) => asset,
  run(tx, { asset, participant, cap }) {
    const exposure = caps.get(tx, { asset, participant })?.exposure ?? 0n
    caps.put(tx, { asset, participant }, { cap, exposure })
    tx.emit(capSet, { asset, participant, cap, exposure })
  },
})

const member = record({ participant: party, account: accountId })

/** What a cycle begins with. */
export type Opening = {
  readonly cycle: Id
  readonly asset: string
  readonly account: Id
  readonly members: readonly { readonly participant: Party; readonly account: Id }[]
  readonly fundWithin: number
}

/** Opens a cycle of an operator, over an account of its own. */
export function openOne(tx: Writer, operator: Owner, given: Opening): void {
  const { cycle, asset, account, members, fundWithin } = given
  ensure(!cycles.has(tx, { cycle }), refuse.already_exists, { cycle })
  const own = seat(tx, account, asset)
  ensure(sameOwner(own.owner, operator), refuse.not_the_owner, { account })
  const participants = members.map(({ participant }) => participant)
  const twice = new Set(participants).size < participants.length
  ensure(!twice, refuse.already_exists, { cycle, participants: "one stands twice" })
  for (const one of members) {
    ensure(one.account !== account, refuse.same_account, { account })
    seat(tx, one.account, asset)
    const key = { cycle, participant: one.participant }
    const none = { gives: 0n, takes: 0n, owes: 0n, due: 0n, hold: null, excluded: false }
    positions.put(tx, key, { account: one.account, ...none })
  }
  const rest = { state: "open", round: 0, fundWithin, fundBy: 0 } as const
  cycles.put(tx, { cycle }, { asset, operator, account, participants, ...rest })
  announce(tx, cycle)
}

/** Counts a cycle in an account that it can pay to: of its asset, open, not that of issuance. */
function seat(tx: Writer, account: Id, asset: string): AccountRow {
  const row = accounts.get(tx, { account })
  ensure(row, refuse.unknown_account, { account })
  ensure(row.asset === asset, refuse.asset_mismatch, { debit: asset, credit: row.asset })
  ensure(!row.closed, refuse.account_closed, { account })
  ensure(row.kind !== "issuance", refuse.account_blocked, { account })
  accounts.patch(tx, { account }, { cycles: row.cycles + 1 })
  return row
}

function sameOwner(a: Owner, b: Owner): boolean {
  if ("party" in a) return "party" in b && a.party === b.party
  return "service" in b && a.service === b.service
}

/** Closes a cycle: from here on each participant owes, or is due, what is left between all. */
export function closeOne(tx: Writer, authority: Authority, cycle: Id): void {
  const row = cycleIn(tx, cycle, "open")
  ensureOperator(tx, authority, row)
  for (const { key, value } of positionsOf(tx, cycle)) positions.put(tx, key, netted(value))
  const fundBy = tx.time + row.fundWithin * MS_PER_SECOND
  cycles.put(tx, { cycle }, { ...row, state: "funding", fundBy })
  announce(tx, cycle)
}

/** The position with the difference between what it gave and took. */
export function netted(row: PositionRow): PositionRow {
  const net = row.gives - row.takes
  return { ...row, owes: net > 0n ? net : 0n, due: net < 0n ? -net : 0n }
}

/** Gives a cycle up: what was reserved is free, what was owed is a matter of the pairs. */
export function abandonOne(tx: Writer, authority: Authority, cycle: Id): void {
  const row = cycleIn(tx, cycle, "open", "funding")
  ensureOperator(tx, authority, row)
  const book = new Book(tx, authority)
  for (const { key, value } of positionsOf(tx, cycle)) {
    if (value.hold !== null) releaseHold(tx, book, value.hold)
    lessExposure(tx, row.asset, key.participant, value.gives)
    if (!value.excluded) book.leave(value.account)
  }
  book.leave(row.account)
  book.finish(tx)
  cycles.put(tx, { cycle }, { ...row, state: "abandoned" })
  announce(tx, cycle)
}

/** Frees what a hold of a cycle reserved, if it still does. */
export function releaseHold(tx: Writer, book: Book, hold: Id): void {
  const row = holds.get(tx, { hold })
  if (row?.state !== "open") return
  finishHold(tx, book, hold, row, { state: "voided", amount: 0n, entry: hold, index: 0 })
}

export const openCycle = command({
  about: "Open a netting cycle of an asset for its participants.",
  role: SCHEME,
  input: {
    cycle: id,
    asset: assetName,
    account: accountId,
    members: list(member, PARTICIPANTS_MAX, 2),
    fundWithin: u32,
  },
  scope: ({ asset }) => asset,
  run: (tx, given) => void openOne(tx, { party: tx.organisation }, given),
})

export const closeCycle = command({
  about: "Close a cycle: what is owed is netted and has to be funded.",
  role: null,
  input: { cycle: id },
  run: (tx, { cycle }) => void closeOne(tx, signersOf(tx), cycle),
})

export const abandonCycle = command({
  about: "Give a cycle up: nothing of it is paid.",
  role: null,
  input: { cycle: id },
  run: (tx, { cycle }) => void abandonOne(tx, signersOf(tx), cycle),
})
