/** Steps of money's control: orders, freezes, forced transfers, and of items. */
import type { Hash } from "@concordat/kernel"
import type { Maker, World } from "../organisations/random-world.testing.ts"
import { digestOfText, OFFICERS, TREASURER } from "./bank.testing.ts"
import type { Id } from "./kinds.ts"
import { amountOf, fresh, main, payer, someAccount } from "./random-bank.testing.ts"
import { blockedSides, frozenItems, items, orders } from "./tables-control.ts"

const DAY = 86_400_000
const SCAN = { limit: 200 }
/** Items come and go under a few names. */
const ITEMS = 12

type Kind = "freeze" | "transfer" | "recovery"

/** An order that is in force, mostly. */
function someOrder(world: World, ...kinds: Kind[]) {
  const all = orders.scan(world.view, {}, SCAN)
  const fitting = all.filter(({ value: { kind, lifted, used, cap, expires } }) => {
    return kinds.includes(kind) && !lifted && used < cap && expires > world.time
  })
  const known = fitting.length > 0 && world.chance(95) ? fitting : all
  if (known.length === 0) return { order: fresh(world), account: main("eur", "beta", true) }
  const { key, value } = world.pick(known)
  return { order: key.order, account: value.account }
}

/** What is frozen: an amount mostly, one side, or an item that the account holds. */
function measureOf(world: World, account: Id) {
  const held = items.scan(world.view, {}, SCAN).filter(({ value }) => value.holder === account)
  if (held.length > 0 && world.chance(60)) return { item: world.pick(held).key }
  return world.chance(75) ? { amount: amountOf(world) } : { side: world.pick(["debits", "both"]) }
}

function measured(world: World) {
  const { order, account } = someOrder(world, "freeze")
  const input = { order, account, measure: measureOf(world, account) }
  return { who: [world.pick(OFFICERS)], input }
}

/** What an order blocks or has frozen, mostly: it alone can free that. */
function freed(world: World) {
  const sides = blockedSides.scan(world.view, {}, SCAN).map(({ key: { account, side, order } }) => {
    return { account, order, measure: { side: side === "debit" ? "debits" : "credits" } as const }
  })
  const things = frozenItems.scan(world.view, {}, SCAN).map(({ key: { order, ...item } }) => {
    return { account: items.get(world.view, item)!.holder, order, measure: { item } }
  })
  const all = [...sides, ...things]
  if (all.length === 0 || world.chance(40)) return measured(world)
  return { who: [world.pick(OFFICERS)], input: world.pick(all) }
}

/** Two officers; one alone falls short. */
const officers = (world: World) => (world.chance(85) ? OFFICERS : [OFFICERS[0]])

function forced(world: World, kind: "transfer" | "recovery") {
  const { order, account: from } = someOrder(world, kind)
  const to = main("eur", "beta")
  const amount = world.chance(70) ? 1n : amountOf(world)
  return { who: officers(world), input: { entry: fresh(world), order, from, to, amount } }
}

/** An item that is there, if one is. */
function someItem(world: World): { asset: string; item: Hash; holder: Id } {
  const [all, at] = [items.scan(world.view, {}, SCAN), world.random.below(ITEMS)]
  const { key, value } = all[at % Math.max(1, all.length)] ?? {
    ...{
      key: { asset: "eur", item: digestOfText("none") },
      value: { holder: main("eur", "beta") },
    },
  }
  return { ...key, holder: value.holder }
}

/** Makers by the command's short name. */
export const controlStory: Readonly<Record<string, Maker>> = {
  recordOrder(world) {
    const kind = world.pick<Kind>(["freeze", "transfer", "recovery"])
    // The second accounts bear it: the first ones go on paying.
    const account = main("eur", world.chance(70) ? "beta" : "shop", true)
    const input = {
      ...{ order: fresh(world), kind, digest: world.hash(), account },
      ...{ cap: amountOf(world) * 5n, expires: world.moment(60 * DAY) },
    }
    return { who: [OFFICERS[0]], input }
  },
  liftOrder(world) {
    const { order } = someOrder(world, "freeze", "transfer", "recovery")
    return { who: [OFFICERS[1]], input: { order } }
  },
  freeze: measured,
  unfreeze: freed,
  forceTransfer: (world) => forced(world, "transfer"),
  recover: (world) => forced(world, "recovery"),
  mintItem(world) {
    const item = digestOfText(`item ${world.random.below(ITEMS)}`)
    const holder = world.chance(60) ? main("eur", "beta", true) : someAccount(world, "eur").account
    return { who: [TREASURER], input: { asset: "eur", item, holder, document: world.hash() } }
  },
  transferItem(world) {
    const { asset, item, holder: from } = someItem(world)
    const input = { asset, item, from, to: someAccount(world, asset).account }
    return { who: [payer(world, from)], input }
  },
  burnItem(world) {
    const { asset, item, holder } = someItem(world)
    return { who: [payer(world, holder)], input: { asset, item } }
  },
}
