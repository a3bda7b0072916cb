/** What an account can spend, hold and let flow: whole numbers, rounded against the account. */
import { divFloor, type View } from "@concordat/kernel"
import type { Book, Held } from "./book.ts"
import { AMOUNT_MAX, type Id } from "./kinds.ts"
import { accounts } from "./tables.ts"
import { flows } from "./tables-control.ts"

const MS_PER_SECOND = 1_000n

type Counters = Pick<Held, "debitsPosted" | "debitsPending" | "creditsPosted">

/** What is not spent or reserved, frozen or not; below 0 where a limit was lowered, never else. */
export function unspent(counters: Counters, { creditLimit }: { readonly creditLimit: bigint }) {
  const { debitsPosted, debitsPending, creditsPosted } = counters
  return creditsPosted + creditLimit - debitsPosted - debitsPending
}

/** What an account can spend. */
export function spendable(held: Held): bigint {
  const free = unspent(held, held.row) - held.row.frozen
  return free < 0n ? 0n : free
}

/** What an account of the committed or running state can spend; 0 where there is none. */
export function available(view: View, account: Id): bigint {
  const row = accounts.get(view, { account })
  if (row === undefined) return 0n
  const free = unspent(row, row) - row.frozen
  return free < 0n ? 0n : free
}

/** The terms of an account's tier; none where the policy has none. */
function tierOf({ asset, row }: Held) {
  return asset.policy.tiers.find(({ tier }) => tier === row.tier)
}

/** What an account may hold: its own limit, else its tier's, else null: anything. */
function holdingLimitOf(held: Held): bigint | null {
  return held.row.holdingLimit ?? tierOf(held)?.holdingLimit ?? null
}

/** How much an account would hold above its limit, with this much more; what is to come counts. */
export function excess(held: Held, amount: bigint): bigint {
  const limit = holdingLimitOf(held)
  if (limit === null) return 0n
  const { creditsPosted, creditsPending, debitsPosted } = held
  const above = creditsPosted + creditsPending - debitsPosted + amount - limit
  return above < 0n ? 0n : above
}

/** What counts against an account's flow limit now: it leaks, limit ÷ seconds. */
function levelOf(book: Book, held: Held, flow: { limit: bigint; seconds: number }) {
  const { time } = book.view
  const known = held.flow ?? flows.get(book.view, { account: held.account })
  if (known === undefined) return { level: 0n, since: time }
  const elapsed = BigInt(time - known.since)
  const leaked = divFloor(flow.limit * elapsed, BigInt(flow.seconds) * MS_PER_SECOND)
  if (leaked === 0n) return known
  return { level: known.level > leaked ? known.level - leaked : 0n, since: time }
}

/** The flow limit of an account and what counts against it; null: it has none. */
export function flowOf(book: Book, held: Held) {
  const flow = tierOf(held)?.flow ?? null
  if (flow === null) return null
  return { limit: flow.limit, ...levelOf(book, held, flow) }
}

/** Counts an amount against an account's flow limit, if it has one. */
export function flowOut(book: Book, held: Held, amount: bigint): void {
  const flow = flowOf(book, held)
  if (flow === null) return
  const level = flow.level + amount
  held.flow = { level: level > AMOUNT_MAX ? AMOUNT_MAX : level, since: flow.since }
}
