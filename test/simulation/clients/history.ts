/**
 * Judges what clients of an asset did and were told, from outside: by their own records and by
 * where the ledger says that each payment is. It shares no code with the node. Heights order
 * everything, so judging takes as long as the history is.
 */

/** A payment that a client sent, however often. */
export type Payment = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly amount: bigint
  readonly sentAt: number
  /** When an answer came; null: none ever did. */
  toldAt: number | null
  /** What the answer said. */
  told: Outcome | null
  /** Where a node says in the end that it is; null: nowhere. */
  found: Outcome | null
}

/** What became of a payment: a place in a block, and whether it moved money. */
export type Outcome = {
  readonly height: bigint
  readonly index: number
  readonly accepted: boolean
  /** Why it moved nothing. */
  readonly code: string | null
}

/** A balance as a node told it, and the height at which it holds. */
export type Reading = {
  readonly account: string
  readonly height: bigint
  readonly balance: bigint
}

/** All that clients know. */
export type History = {
  /** Balances at the beginning. */
  readonly begins: ReadonlyMap<string, bigint>
  readonly payments: readonly Payment[]
  readonly readings: readonly Reading[]
}

const isBefore = (a: Outcome, b: Outcome) =>
  a.height < b.height || (a.height === b.height && a.index < b.index)

/** What was told must be so in the end. */
function* toldOtherwise({ payments }: History): Generator<string> {
  for (const { id, told, found } of payments) {
    if (told === null) continue
    const same =
      found?.height === told.height &&
      found.index === told.index &&
      found.accepted === told.accepted
    if (!same) yield `payment ${id} was told at ${told.height}, and is at ${found?.height}`
  }
}

/** A payment that was told before another one was sent stands before it. */
function* overtaken(ordered: readonly Payment[]): Generator<string> {
  let sent = 0
  for (const payment of ordered) {
    if (payment.toldAt !== null && payment.toldAt < sent) {
      yield `payment ${payment.id} was told before one that stands before it was sent`
    }
    sent = Math.max(sent, payment.sentAt)
  }
}

/** Faults of a history; none: it is as if one after the other had been done, in block order. */
export function judge(history: History): readonly string[] {
  const { begins, payments, readings } = history
  const placed = payments.filter(({ found }) => found !== null)
  const ordered = placed.sort((a, b) => (isBefore(a.found!, b.found!) ? -1 : 1))
  const faults = [...toldOtherwise(history), ...overtaken(ordered)]
  const balances = new Map(begins)
  const waiting = [...readings].sort((a, b) => (a.height < b.height ? -1 : 1))
  let next = 0
  const readUpTo = (height: bigint) => {
    for (; next < waiting.length && waiting[next]!.height < height; next++) {
      const { account, balance, height: at } = waiting[next]!
      const right = balances.get(account)
      if (right !== balance) faults.push(`${account} read ${balance} at ${at}, and had ${right}`)
    }
  }
  for (const { id, from, to, amount, found } of ordered) {
    readUpTo(found!.height)
    const has = balances.get(from)!
    if (found!.code === "insufficient_funds" && has >= amount) {
      faults.push(`payment ${id} of ${amount} was refused, though ${from} had ${has}`)
    }
    if (!found!.accepted) continue
    if (has < amount) faults.push(`payment ${id} of ${amount} was made, though ${from} had ${has}`)
    balances.set(from, has - amount)
    balances.set(to, balances.get(to)! + amount)
  }
  readUpTo(END)
  return faults
}

const END = 2n ** 63n
