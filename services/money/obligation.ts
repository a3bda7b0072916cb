/** What participants of an open cycle owe each other: written down by who owes, under its cap. */
import {
  command,
  ensure,
  list,
  type Party,
  party,
  record,
  u128,
  type Writer,
} from "@concordat/kernel"
import { type Authority, signersOf } from "./authority.ts"
import { cycleIn, ensureParticipant } from "./cycle.ts"
import { obligationSubmitted } from "./events.ts"
import { AMOUNT_MAX, type Id, id } from "./kinds.ts"
import { refuse } from "./refusals.ts"
import { caps, obligations, positions } from "./tables-netting.ts"

/** Obligations of one command. */
const OBLIGATIONS_MAX = 1_000
const OBLIGATION_UNITS = 30

const owed = record({ to: party, amount: u128 })

/** What one participant owes others, in place of what it said before. */
export type Submission = {
  readonly cycle: Id
  readonly from: Party
  readonly owed: readonly { readonly to: Party; readonly amount: bigint }[]
}

/** Writes obligations down; all or none. */
export function submitAll(tx: Writer, authority: Authority, given: Submission): void {
  const { cycle, from } = given
  const row = cycleIn(tx, cycle, "open")
  ensure(positions.has(tx, { cycle, participant: from }), refuse.not_the_participant, {
    participant: from,
  })
  ensureParticipant(tx, authority, row, from)
  let more = 0n
  for (const { to, amount } of given.owed) more += owe(tx, { cycle, from, to }, amount)

  const cap = caps.get(tx, { asset: row.asset, participant: from }) ?? { cap: 0n, exposure: 0n }
  const exposure = cap.exposure + more
  const { cap: limit } = cap
  ensure(more <= 0n || exposure <= limit, refuse.net_debit_cap, { cap: limit, exposure })
  if (more !== 0n) caps.put(tx, { asset: row.asset, participant: from }, { cap: limit, exposure })
  const position = positions.get(tx, { cycle, participant: from })!
  positions.put(tx, { cycle, participant: from }, { ...position, gives: position.gives + more })
}

/** Writes one obligation down; answers how much more is owed than before. */
function owe(tx: Writer, key: { cycle: Id; from: Party; to: Party }, amount: bigint): bigint {
  const { cycle, from, to } = key
  const creditor = positions.get(tx, { cycle, participant: to })
  ensure(creditor && to !== from, refuse.not_the_participant, { participant: to })
  const more = amount - (obligations.get(tx, key)?.amount ?? 0n)
  const takes = creditor.takes + more
  ensure(takes <= AMOUNT_MAX, refuse.amount_overflow, { amount: takes, limit: AMOUNT_MAX })
  positions.put(tx, { cycle, participant: to }, { ...creditor, takes })
  obligations.put(tx, key, { amount })
  tx.emit(obligationSubmitted, { cycle, from, to, amount })
  return more
}

export const submitObligations = command({
  about: "Write down what a participant owes others in an open cycle.",
  role: null,
  input: { cycle: id, from: party, owed: list(owed, OBLIGATIONS_MAX, 1) },
  cost: (given) => OBLIGATION_UNITS * given.owed.length,
  run: (tx, given) => void submitAll(tx, signersOf(tx), given),
})
