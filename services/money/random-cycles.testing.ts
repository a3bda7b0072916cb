/** For tests: steps of netting cycles, for the ledger and for the naive one. */
import type { Party } from "@concordat/kernel"
import { operation } from "@concordat/kernel/testing"
import { ALPHA, idAt, numberOf, SCHEME } from "./bank.testing.ts"
import { abandonCycle, closeCycle, openCycle, setCap } from "./cycle.ts"
import type { Id } from "./kinds.ts"
import * as naively from "./naive-cycles.testing.ts"
import type { NaiveCycle } from "./naive-kinds.testing.ts"
import { excludeUnfunded, fundPosition, settleCycles } from "./netting.ts"
import { submitObligations } from "./obligation.ts"
import type { Pair } from "./random-commands.testing.ts"
import type { Given, Made } from "./random-draws.testing.ts"

/** Participants with their accounts; the last one takes part in no cycle. */
const MEMBERS = [
  ["alpha", "eur a"],
  ["beta", "eur b"],
  ["shop", "eur shop"],
] as const
const NAMED = ["alpha", "beta", "shop", "gamma"] as const

type Picks = readonly number[]

/** What brings the oldest cycle on, mostly; else something that does not fit. */
export function cycleStep(pair: Pair, { picks, amount }: Given): Made {
  const { cycles } = pair.naive
  const cycle = cycles.find(({ state }) => state === "open" || state === "funding")
  const way = picks[0]! % 20
  if (way < 2) return cap(pair, picks)
  if (cycle === undefined || way === 2) return open(pair, picks)
  if (way === 3) return wander(pair, picks, amount)
  if (way === 4) return end(pair, cycle.id, picks, "abandon")
  if (cycle.state === "open") {
    return way < 8 ? end(pair, cycle.id, picks, "close") : submit(pair, cycle.id, picks, amount)
  }
  const missing = cycle.members.find((one) => !naively.isFunded(pair.naive, cycle, one))
  if (missing === undefined || way === 5 || way === 7) return settle(pair, cycle.id, picks)
  const late = cycle.fundBy < pair.naive.now
  if (way === 6 || way === 8 || (late && way < 14)) return exclude(pair, cycle.id)
  return fund(pair, cycle, missing.who, picks, amount)
}

/** Any cycle, at any time, or one that nobody opened. */
function wander(pair: Pair, picks: Picks, amount: bigint): Made {
  const { cycles } = pair.naive
  const known = cycles[picks[2]! % Math.max(1, cycles.length)]
  const id = known === undefined || picks[3]! % 5 === 0 ? idAt(6, picks[3]!) : known.id
  const way = picks[1]! % 6
  if (way === 0) return submit(pair, id, picks, amount)
  if (way === 1) return end(pair, id, picks, "close")
  if (way === 2) return end(pair, id, picks, "abandon")
  if (way === 3) return settle(pair, id, picks)
  if (way === 4 || known === undefined) return exclude(pair, id)
  return fund(pair, known, NAMED[picks[4]! % NAMED.length]!, picks, amount)
}

/** The scheme sets it; nobody else may. */
function cap(pair: Pair, picks: Picks): Made {
  const { caps } = pair.naive
  const [who] = MEMBERS[picks[1]! % MEMBERS.length]!
  const amount = [0n, 200n, 2_000n, 20_000n][picks[2]! % 4]!
  const row = { asset: "eur", participant: who as Party, cap: amount }
  const sent = operation(setCap, row)
  if (picks[3]! % 12 === 0) return { signers: [ALPHA], expected: "permission_missing", sent }
  pair.naive.caps = [...caps.filter((one) => one.who !== who), { asset: "eur", who, cap: amount }]
  return { signers: [SCHEME], expected: null, sent }
}

/** One twice, accounts of another asset and none, the cycle's own, one that nothing is paid to. */
const WRONG: readonly (readonly [string, string])[] = [
  ["alpha", "eur a"],
  ["gamma", "usd a"],
  ["gamma", "no"],
  ["gamma", "eur scheme"],
  ["gamma", "eur issuance"],
]

/** Members as they should be; now and then with one that does not fit. */
function membersOf(pick: number): (readonly [string, string])[] {
  const more = WRONG[pick % 16]
  return more === undefined ? [...MEMBERS] : [...MEMBERS, more]
}

function open(pair: Pair, picks: Picks): Made {
  const { naive } = pair
  const known = naive.cycles[0]
  const id = known !== undefined && picks[1]! % 15 === 0 ? known.id : idAt(naive.now, picks[9]!)
  const members = membersOf(picks[2]!)
  const account = ["eur a", "usd a", "nowhere"][picks[3]! % 30] ?? "eur scheme"
  const within = [60, 60, 3_600, 40 * 86_400][picks[4]! % 4]!
  const given = { id, asset: "eur", account, operator: "scheme", within, members }
  const sent = operation(openCycle, {
    ...{ cycle: id as Id, asset: "eur", account: numberOf(account), fundWithin: within },
    members: members.map(([who, name]) => {
      return { participant: who as Party, account: numberOf(name) }
    }),
  })
  return { signers: [SCHEME], expected: naively.openCycle(naive, given), sent }
}

function submit(pair: Pair, id: string, picks: Picks, amount: bigint): Made {
  const from = picks[1]! % 20 === 0 ? "gamma" : MEMBERS[picks[1]! % MEMBERS.length]![0]
  const others = NAMED.filter((who) => who !== from && (who !== "gamma" || picks[2]! % 15 === 0))
  const owed = others.map((to, at) => ({ to, amount: amount + BigInt(picks[3 + at]! % 60) }))
  if (picks[7]! % 20 === 0) owed.push({ to: from, amount })
  const speaks = from !== "gamma" && picks[6]! % 15 > 0
  pair.naive.signers = [speaks ? from : "central"]
  const expected = naively.submit(pair.naive, id, from, owed)
  const said = owed.map(({ to, amount }) => ({ to: to as Party, amount }))
  const row = { cycle: id as Id, from: from as Party, owed: said }
  return { expected, sent: operation(submitObligations, row) }
}

function end(pair: Pair, id: string, picks: Picks, way: "close" | "abandon"): Made {
  const by = picks[5]! % 12 === 0 ? "alpha" : "scheme"
  const expected = naively.endCycle(pair.naive, id, by, way)
  const sent = operation(way === "close" ? closeCycle : abandonCycle, { cycle: id as Id })
  return { signers: [by === "alpha" ? ALPHA : SCHEME], expected, sent }
}

function fund(pair: Pair, cycle: NaiveCycle, who: string, picks: Picks, some: bigint): Made {
  const { naive } = pair
  const hold = pair.id(picks[9]!)
  const amount = picks[2]! % 8 === 0 ? some : naively.owes(cycle, who)
  const from = MEMBERS.find(([name]) => name === who)?.[1] ?? "usd a"
  naive.signers = [who === "gamma" || picks[3]! % 12 === 0 ? "central" : who]
  const expected = naively.fund(naive, cycle.id, who, [hold, from, amount])
  const rest = { hold, account: numberOf(from), amount }
  const row = { cycle: cycle.id as Id, participant: who as Party, ...rest }
  return { expected, sent: operation(fundPosition, row) }
}

/** Anybody may; two cycles at once, now and then, or one twice. */
function settle(pair: Pair, id: string, picks: Picks): Made {
  const { cycles } = pair.naive
  const other = cycles[picks[2]! % Math.max(1, cycles.length)]
  const ids = other !== undefined && picks[3]! % 6 === 0 ? [id, other.id] : [id]
  const sent = operation(settleCycles, { cycles: ids as Id[] })
  pair.naive.signers = ["alpha"]
  return { expected: naively.settleCycles(pair.naive, ids), sent }
}

function exclude(pair: Pair, id: string): Made {
  const sent = operation(excludeUnfunded, { cycle: id as Id })
  return { expected: naively.exclude(pair.naive, id), sent }
}
