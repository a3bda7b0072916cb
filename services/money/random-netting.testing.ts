/** Steps of money's netting: caps, cycles from their opening to their end, who does not pay. */
import type { Party } from "@concordat/kernel"
import type { Maker, World } from "../organisations/random-world.testing.ts"
import { ALPHA, SCHEME } from "./bank.testing.ts"
import type { Id } from "./kinds.ts"
import { amountOf, fresh, main, PAYERS } from "./random-bank.testing.ts"
import { holds } from "./tables-control.ts"
import { cycles, positions } from "./tables-netting.ts"

const SCAN = { limit: 200 }
const MEMBERS = ["alpha", "beta", "shop"] as const
/** Cycles that live at one time: each is to be written to, funded and paid. */
const LIVING_MAX = 3

type State = "open" | "funding"
type Cycle = ReturnType<typeof cyclesIn>[number]

const cyclesIn = (world: World, ...states: State[]) =>
  cycles.scan(world.view, {}, SCAN).filter(({ value }) => {
    return states.some((state) => state === value.state)
  })

/** The oldest one that fits; any id, where none does. */
function first(world: World, all: readonly Cycle[], fits = (_: Cycle) => true): Id {
  return (all.find(fits) ?? all[0])?.key.cycle ?? fresh(world)
}

/** Positions of a cycle that owe and have reserved nothing that still stands. */
function unfunded(world: World, { key }: Cycle) {
  return positions.scan(world.view, key, SCAN).filter(({ value: { owes, hold } }) => {
    const row = hold === null ? undefined : holds.get(world.view, { hold })
    return owes > 0n && !(row?.state === "open" && row.expires > world.time && row.amount === owes)
  })
}

function funding(world: World) {
  const found = cyclesIn(world, "funding").flatMap((cycle) => {
    return unfunded(world, cycle).filter(({ value }) => !value.excluded)
  })
  if (found.length === 0) {
    return { cycle: first(world, cyclesIn(world, "funding")), participant: "alpha", amount: 1n }
  }
  const { key, value } = found[0]!
  const { cycle, participant } = key
  return { cycle, participant, amount: world.chance(95) ? value.owes : value.owes + 1n }
}

/** Makers by the command's short name. */
export const nettingStory: Readonly<Record<string, Maker>> = {
  setCap(world) {
    const cap = world.pick([500n, 1_000n, 20_000n])
    return { who: [SCHEME], input: { asset: "eur", participant: world.pick(MEMBERS), cap } }
  },
  openCycle(world) {
    const all = cyclesIn(world, "open", "funding")
    const account = main("eur", "scheme")
    const members = MEMBERS.map((participant) => {
      return { participant, account: main("eur", participant) }
    })
    const cycle = all.length < LIVING_MAX ? fresh(world) : all[0]!.key.cycle
    const fundWithin = world.pick([60, 3_600, 40 * 86_400])
    return { who: [SCHEME], input: { cycle, asset: "eur", account, members, fundWithin } }
  },
  submitObligations(world) {
    const from = world.pick(MEMBERS)
    const owed = MEMBERS.filter((to) => to !== from).map((to) => {
      return { to: to as Party, amount: amountOf(world) }
    })
    const all = cyclesIn(world, "open")
    const cycle = all.length > 0 ? world.pick(all).key.cycle : fresh(world)
    return { who: [PAYERS[from]], input: { cycle, from, owed } }
  },
  closeCycle: (world) => ({
    who: [SCHEME],
    input: { cycle: first(world, cyclesIn(world, "open")) },
  }),
  fundPosition(world) {
    const { participant, ...rest } = funding(world)
    const who = PAYERS[participant as (typeof MEMBERS)[number]]
    const account = main("eur", participant)
    return { who: [who], input: { ...rest, participant, hold: fresh(world), account } }
  },
  settleCycles(world) {
    const all = cyclesIn(world, "funding")
    const cycle = first(world, all, (one) => unfunded(world, one).length === 0)
    return { who: [ALPHA], input: { cycles: [cycle] } }
  },
  excludeUnfunded(world) {
    const all = cyclesIn(world, "funding")
    const cycle = first(world, all, (one) => {
      return one.value.fundBy < world.time && unfunded(world, one).length > 0
    })
    return { who: [ALPHA], input: { cycle } }
  },
  abandonCycle(world) {
    // The oldest is to be paid.
    const last = cyclesIn(world, "open", "funding").slice(1).at(-1)
    return { who: [SCHEME], input: { cycle: last?.key.cycle ?? fresh(world) } }
  },
}
