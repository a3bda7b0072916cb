/** Who pays whom: all that is owed, what is left between pairs, what is left between all. */

/** A debt that is drawn from one to another. */
export type Edge = { readonly from: string; readonly to: string; readonly amount: bigint }

const SEPARATOR = " "

/** Each pair's difference, owed by one of the two. */
export function betweenPairs(edges: readonly Edge[]): readonly Edge[] {
  const pairs = new Map<string, bigint>()
  for (const { from, to, amount } of edges) {
    const forward = from < to
    const key = forward ? from + SEPARATOR + to : to + SEPARATOR + from
    pairs.set(key, (pairs.get(key) ?? 0n) + (forward ? amount : -amount))
  }
  return [...pairs].flatMap(([key, net]) => {
    const [first = "", second = ""] = key.split(SEPARATOR)
    if (net === 0n) return []
    return net > 0n
      ? [{ from: first, to: second, amount: net }]
      : [{ from: second, to: first, amount: -net }]
  })
}

/** What each owes (below 0: is due) between all. */
export function netOfEach(edges: readonly Edge[]): ReadonlyMap<string, bigint> {
  const nets = new Map<string, bigint>()
  const add = (who: string, amount: bigint) => nets.set(who, (nets.get(who) ?? 0n) + amount)
  for (const { from, to, amount } of edges) {
    add(from, amount)
    add(to, -amount)
  }
  return nets
}

/** Who is in the middle of a settled cycle. */
export const CENTRE = ""

/** Each pays what it owes into the middle, and is paid from there. */
export function throughCentre(nets: ReadonlyMap<string, bigint>): readonly Edge[] {
  return [...nets].flatMap(([who, net]) => {
    if (net === 0n) return []
    return net > 0n
      ? [{ from: who, to: CENTRE, amount: net }]
      : [{ from: CENTRE, to: who, amount: -net }]
  })
}

/** How much is paid by edges; through the middle each amount is counted once. */
export function paidBy(edges: readonly Edge[]): bigint {
  return edges.reduce((sum, { from, amount }) => (from === CENTRE ? sum : sum + amount), 0n)
}

const HUNDRED = 100n

/** By how many whole per cent less is paid. */
export function savedPercent(before: bigint, after: bigint): number {
  return before === 0n ? 0 : Number(((before - after) * HUNDRED) / before)
}
