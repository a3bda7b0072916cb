/**
 * For tests: netting in its plainest form. A cycle keeps who owes whom; what each owes, is due, and
 * what counts against its cap, is added up anew each time.
 */
import type { Naive, NaiveCycle } from "./naive-kinds.testing.ts"
import { DUE, type NaiveLedger, plain, UNLIMITED } from "./naive-ledger.testing.ts"

const DAY = 86_400_000
/** How long funds stay reserved after the time to fund; how often a cycle is recomputed. */
const [FUNDED_MS, ROUNDS] = [7 * DAY, 3]

type Member = NaiveCycle["members"][number]

/** Obligations between those who are still in it. */
function counting({ owed, members }: NaiveCycle) {
  const isIn = (who: string) => members.some((one) => one.who === who && !one.out)
  return owed.filter(({ from, to }) => isIn(from) && isIn(to))
}

const sum = (all: readonly { amount: bigint }[]) => all.reduce((sum, one) => sum + one.amount, 0n)

/** What a participant gave less what it took; nothing before the close. */
function net(cycle: NaiveCycle, who: string): bigint {
  if (cycle.state === "open") return 0n
  const all = counting(cycle)
  return sum(all.filter(({ from }) => from === who)) - sum(all.filter(({ to }) => to === who))
}

/** What a participant owes once a cycle is closed. */
export function owes(cycle: NaiveCycle, who: string): bigint {
  const all = net(cycle, who)
  return all > 0n ? all : 0n
}

/** What counts against a cap: everything owed in cycles that are not at their end. */
export function exposure({ cycles }: NaiveLedger, asset: string, who: string): bigint {
  const living = cycles.filter((one) => ["open", "funding"].includes(one.state))
  const own = living.filter((one) => one.asset === asset).flatMap(counting)
  return sum(own.filter(({ from }) => from === who))
}

const holdOf = (ledger: NaiveLedger, id: string | null) => ledger.holds.find((one) => one.id === id)

/** Whether all that a member owes is reserved, for now. */
export function isFunded(ledger: NaiveLedger, cycle: NaiveCycle, { who, hold }: Member): boolean {
  const due = owes(cycle, who)
  const row = holdOf(ledger, hold)
  return due === 0n || (row?.state === "open" && row.expires > ledger.now && row.amount === due)
}

/** A cycle in one of these states, or why not. */
function within(ledger: NaiveLedger, id: string, ...states: string[]): NaiveCycle | string {
  const cycle = ledger.cycles.find((one) => one.id === id)
  if (cycle === undefined) return "unknown_cycle"
  return states.includes(cycle.state) ? cycle : "cycle_state"
}

/** Why a cycle of an asset cannot pay to an account, or through it. */
function unfit(one: Naive | undefined, asset: string): string | null {
  if (one === undefined) return "unknown_account"
  if (one.asset !== asset) return "asset_mismatch"
  if (one.closed) return "account_closed"
  return one.kind === "issuance" ? "account_blocked" : null
}

/** In how many cycles that are not over an account stands. */
export function standing({ cycles }: NaiveLedger, name: string): number {
  const living = cycles.filter((one) => ["open", "funding"].includes(one.state))
  const seats = living.flatMap(({ account, members }) => {
    return [account, ...members.filter((one) => !one.out).map((one) => one.account)]
  })
  return seats.filter((seat) => seat === name).length
}

type Opening = Pick<NaiveCycle, "id" | "asset" | "account" | "operator" | "within"> & {
  readonly members: readonly (readonly [who: string, account: string])[]
}

/** Opens a cycle. */
export function openCycle(ledger: NaiveLedger, { members, ...given }: Opening): string | null {
  const { id, asset, account, operator } = given
  if (ledger.cycles.some((one) => one.id === id)) return "already_exists"
  const own = ledger.of(account)
  const wrong = unfit(own, asset)
  if (wrong !== null) return wrong
  if (own!.owner !== operator) return "not_the_owner"
  if (new Set(members.map(([who]) => who)).size < members.length) return "already_exists"
  for (const [, name] of members) {
    if (name === account) return "same_account"
    const wrong = unfit(ledger.of(name), asset)
    if (wrong !== null) return wrong
  }
  ledger.cycles.push({
    ...{ ...given, owed: [], state: "open", round: 0, fundBy: 0 },
    members: members.map(([who, account]) => ({ who, account, hold: null, out: false })),
  })
  return null
}

/** Writes down what a participant owes, in place of what it said before. */
export function submit(
  ledger: NaiveLedger,
  id: string,
  from: string,
  owed: readonly { to: string; amount: bigint }[],
): string | null {
  return ledger.whole(() => {
    const cycle = within(ledger, id, "open")
    if (typeof cycle === "string") return cycle
    const isMember = (who: string) => cycle.members.some((one) => one.who === who)
    if (!isMember(from) || !ledger.signers.includes(from)) return "not_the_participant"
    const before = exposure(ledger, cycle.asset, from)
    for (const { to, amount } of owed) {
      if (!isMember(to) || to === from) return "not_the_participant"
      const known = cycle.owed.find((one) => one.from === from && one.to === to)
      if (known === undefined) cycle.owed.push({ from, to, amount })
      else known.amount = amount
    }
    const after = exposure(ledger, cycle.asset, from)
    const { cap = 0n } =
      ledger.caps.find(({ asset, who }) => asset === cycle.asset && who === from) ?? {}
    return after > before && after > cap ? "net_debit_cap" : null
  })
}

/** Closes a cycle, or gives it up: its operator does. */
export function endCycle(
  ledger: NaiveLedger,
  id: string,
  by: string,
  way: "close" | "abandon",
): string | null {
  const cycle = within(ledger, id, ...(way === "close" ? ["open"] : ["open", "funding"]))
  if (typeof cycle === "string") return cycle
  if (cycle.operator !== by) return "not_the_owner"
  if (way === "close") {
    cycle.state = "funding"
    cycle.fundBy = ledger.now + cycle.within * 1_000
    return null
  }
  for (const { hold } of cycle.members) free(ledger, hold)
  cycle.state = "abandoned"
  return null
}

function free(ledger: NaiveLedger, id: string | null): void {
  const hold = holdOf(ledger, id)
  if (hold?.state === "open") ledger.end(hold, 0n, "voided")
}

/** Reserves what a participant owes. */
export function fund(
  ledger: NaiveLedger,
  id: string,
  who: string,
  [hold, from, amount]: readonly [string, string, bigint],
): string | null {
  const cycle = within(ledger, id, "funding")
  if (typeof cycle === "string") return cycle
  const member = cycle.members.find((one) => one.who === who && !one.out)
  if (member === undefined || !ledger.signers.includes(who)) return "not_the_participant"
  if (isFunded(ledger, cycle, member)) return "cycle_state"
  if (amount !== owes(cycle, who)) return "position_mismatch"
  const expires = cycle.fundBy + FUNDED_MS
  const given = { id: hold, from, to: cycle.account, amount, by: { cycle: id } }
  const wrong = ledger.hold({ ...given, notBefore: 0, expires }, UNLIMITED)
  if (wrong === null) member.hold = hold
  return wrong
}

/** Pays cycles, all at once or none. */
export function settleCycles(ledger: NaiveLedger, ids: readonly string[]): string | null {
  return ledger.whole(() => {
    for (const id of ids) {
      const wrong = settleOne(ledger, id)
      if (wrong !== null) return wrong
    }
    return null
  })
}

function settleOne(ledger: NaiveLedger, id: string): string | null {
  const cycle = within(ledger, id, "funding")
  if (typeof cycle === "string") return cycle
  if (!cycle.members.every((one) => isFunded(ledger, cycle, one))) return "not_funded"
  const inOrder = cycle.members.toSorted((a, b) => (a.who < b.who ? -1 : 1))
  for (const { who, hold } of inOrder) {
    const amount = owes(cycle, who)
    if (amount === 0n) continue
    const wrong = ledger.unpostable(hold!, amount, { cycle: id })
    if (wrong !== null) return wrong
    ledger.end(holdOf(ledger, hold)!, amount, "posted")
  }
  for (const { who, account } of inOrder) {
    const due = -net(cycle, who)
    const wrong = due > 0n ? ledger.book(plain(cycle.account, account, due), DUE) : null
    if (wrong !== null) return wrong
  }
  cycle.state = "settled"
  return null
}

/** Goes on without who has not funded in time. */
export function exclude(ledger: NaiveLedger, id: string): string | null {
  const cycle = within(ledger, id, "funding")
  if (typeof cycle === "string") return cycle
  if (cycle.fundBy >= ledger.now) return "deadline_open"
  if (cycle.round >= ROUNDS) return "round_limit"
  const out = cycle.members.filter((one) => !one.out && !isFunded(ledger, cycle, one))
  if (out.length === 0) return "cycle_state"
  for (const one of out) {
    free(ledger, one.hold)
    Object.assign(one, { out: true, hold: null })
  }
  for (const one of cycle.members) recompute(ledger, cycle, one)
  cycle.round += 1
  cycle.fundBy = ledger.now + cycle.within * 1_000
  return null
}

/** Of what is reserved as much is kept as is owed now, where it reaches; else all of it is free. */
function recompute(ledger: NaiveLedger, cycle: NaiveCycle, member: Member): void {
  const hold = holdOf(ledger, member.hold)
  if (hold === undefined) return
  const due = owes(cycle, member.who)
  if (due === 0n || due > hold.amount) {
    free(ledger, hold.id)
    member.hold = null
    return
  }
  const [from, to] = [ledger.of(hold.from)!, ledger.of(hold.to)!]
  from.pending[0] -= hold.amount - due
  to.pending[1] -= hold.amount - due
  hold.amount = due
}
