/** Where participants of a cycle stand: what is left for each, in the order of what they pay. */
import type { Position } from "./position-table.tsx"

/** One participant: above 0 it is paid, below it pays. */
export type Standing = {
  readonly who: string
  readonly net: bigint
  readonly state: "paid" | "pays" | "funded" | "unfunded" | "excluded"
}

/** What is left for one; of an open cycle what would be. */
export function netOf({ gives, takes, owes, due }: Position, open: boolean): bigint {
  return open ? takes - gives : due - owes
}

function stateOf({ excluded, hold }: Position, net: bigint, open: boolean): Standing["state"] {
  if (excluded) return "excluded"
  if (net >= 0n) return "paid"
  if (open) return "pays"
  return hold === null ? "unfunded" : "funded"
}

/** Positions, the greatest payer first, then those who are paid most last; names decide ties. */
export function inOrder(all: readonly Position[], open: boolean): readonly Position[] {
  return [...all].sort((a, b) => {
    const [x, y] = [netOf(a, open), netOf(b, open)]
    if (x !== y) return x < y ? -1 : 1
    return a.participant < b.participant ? -1 : 1
  })
}

/** The same as they are drawn. */
export function standingsOf(all: readonly Position[], open: boolean): readonly Standing[] {
  return inOrder(all, open).map((one) => {
    const net = netOf(one, open)
    return { who: one.participant, net, state: stateOf(one, net, open) }
  })
}

/** What was owed in all, and what is left to pay. */
export function totalsOf(all: readonly Position[], open: boolean) {
  const sum = (of: (one: Position) => bigint) => all.reduce((total, one) => total + of(one), 0n)
  const left = sum((one) => {
    const net = netOf(one, open)
    return net < 0n ? -net : 0n
  })
  return { gross: sum(({ gives }) => gives), left }
}
