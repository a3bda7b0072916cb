/** Steps of every command of money: assets, accounts, payments, holds, settlements, quotes. */
import { hashOf, type Party, sha256, utf8 } from "@concordat/kernel"
import { type Maker, type World, weighted } from "../organisations/random-world.testing.ts"
import { numberOf, TREASURER } from "./bank.testing.ts"
import { digestFrom } from "./entry.ts"
import type { Condition, Id, Line } from "./kinds.ts"
import {
  ASSETS,
  accountsOf,
  amountOf,
  EVERYBODY,
  fresh,
  lineIn,
  main,
  PAYERS,
  payer,
  someAccount,
  treasuryOf,
} from "./random-bank.testing.ts"
import { controlStory } from "./random-control.testing.ts"
import { nettingStory } from "./random-netting.testing.ts"
import { type Leg, termsOf } from "./settle.ts"
import { assets, entries } from "./tables.ts"
import { holds, quotes } from "./tables-control.ts"

const HOUR = 3_600_000
const DAY = 24 * HOUR
const SCAN = { limit: 200 }
const SECRET = sha256(utf8("a secret of the story"))
const PARTIES = ["alpha", "beta", "shop", "scheme"] as Party[]

const token = (world: World) => `token-${world.random.below(30)}`

/** An asset that moves, or one that was registered and never does. */
function someAsset(world: World): string {
  const all = assets.scan(world.view, {}, SCAN).map(({ key }) => key.asset)
  return world.chance(30) ? world.pick(ASSETS) : world.pick(all)
}

/** An asset that is paused or not, if some are. */
function assetThat(world: World, paused: boolean): string {
  const found = assets.scan(world.view, {}, SCAN).filter(({ value }) => value.paused === paused)
  // What moves is stopped seldom, so that the story goes on.
  const all = found.map(({ key }) => key.asset).filter((asset) => paused || asset !== "eur")
  return all.length > 0 ? world.pick(all) : someAsset(world)
}

/** A small payment that is the same wherever its entry is known: so it can be returned later. */
function plainPayment(entry: Id): Line {
  const amount = BigInt(1 + Number.parseInt(entry.slice(-2), 16))
  const between = { debit: main("eur", "alpha"), credit: main("eur", "beta") }
  return { ...between, amount, code: 100, uetr: null, memo: null, consent: null }
}

const shownOf = (entry: Id) => {
  return { form: "transfer", index: 0, line: plainPayment(entry), path: [] } as const
}

/** A plain payment that can still be returned. */
function returnable(world: World): Id {
  const known = entries.scan(world.view, {}, SCAN).filter(({ key, value }) => {
    return digestFrom(shownOf(key.entry), value.lines) === value.digest
  })
  return known.length > 0 ? world.pick(known).key.entry : fresh(world)
}

function issue(world: World) {
  const asset = world.pick(ASSETS)
  const rest = { treasury: treasuryOf(asset), amount: amountOf(world) * 10n, backing: world.hash() }
  return { who: [TREASURER], input: { entry: fresh(world), asset, ...rest } }
}

const openHolds = (world: World) =>
  holds.scan(world.view, {}, SCAN).filter(({ value }) => value.state === "open")

/** An open hold; one whose condition a signer or a secret meets, mostly. */
function someHold(world: World) {
  const all = openHolds(world)
  const met = all.filter(({ value: { condition, notBefore } }) => {
    const shown = "by" in condition || "preimage" in condition || "approvals" in condition
    return shown && notBefore <= world.time
  })
  const open = met.length > 0 && world.chance(90) ? met : all
  return open.length > 0 ? world.pick(open) : null
}

function holdLeg({ key, value: { from, to, amount } }: ReturnType<typeof openHolds>[number]): Leg {
  return { hold: { hold: key.hold, from, to, amount } }
}

const makers: Readonly<Record<string, Maker>> = {
  registerAsset(world) {
    const asset = token(world)
    const input = {
      ...{ asset, class: world.pick(["security", "unit"]), decimals: world.pick([0, 2, 18, 19]) },
      ...{ iso4217: null, isin: null, approvals: 1, issuance: numberOf(`${asset} issuance`) },
      document: world.hash(),
    }
    return { who: [TREASURER], input }
  },
  setPolicy(world) {
    const asset = world.pick(ASSETS)
    const fee = { code: 101, fixed: 1n, num: 1, den: world.pick([0, 7, 10]) }
    const flow = { limit: BigInt(100 + world.random.below(5_000)), seconds: 3_600 }
    const input = {
      ...{ asset, deny: [{ from: 2, to: 1 }], fees: [{ ...fee, to: treasuryOf(asset) }] },
      tiers: [
        { tier: 1, holdingLimit: 2_000_000n, flow },
        { tier: 2, holdingLimit: null, flow: null },
      ],
    }
    return { who: [TREASURER], input }
  },
  pauseAsset: (world) => ({ who: [TREASURER], input: { asset: assetThat(world, false) } }),
  resumeAsset: (world) => ({ who: [TREASURER], input: { asset: assetThat(world, true) } }),
  openAccount(world) {
    const owner = world.pick(["alpha", "beta", "shop"] as const)
    const asset = world.pick(ASSETS)
    const account = numberOf(`${asset} ${owner} ${world.random.below(12)}`)
    const rest = { kind: "wallet", tier: world.random.below(3), wallet: null }
    const who = owner === "shop" ? [PAYERS.beta, PAYERS.shop] : [PAYERS[owner]]
    return { who, input: { account, asset, owner, ...rest } }
  },
  closeAccount(world) {
    const empty = ASSETS.flatMap((asset) => accountsOf(world, asset)).filter(({ value }) => {
      return value.creditsPosted === value.debitsPosted
    })
    const { account } = empty.length > 0 ? world.pick(empty).key : someAccount(world)
    return { who: EVERYBODY, input: { account } }
  },
  setLimits(world) {
    const { account, row } = someAccount(world)
    const other = () => someAccount(world, row.asset).account
    const input = {
      ...{ account, tier: world.pick([0, 0, 1, 2]), creditLimit: world.pick([0n, 500n]) },
      ...{ holdingLimit: world.pick([null, 1_000_100n]), sweepTo: world.pick([null, other()]) },
      fundFrom: world.pick([null, { account: other(), left: 300n }]),
    }
    return { who: caller(row.operator), input }
  },
  setAllowance(world) {
    const { account } = someAccount(world)
    const rest = { amount: world.chance(85) ? 400n : 0n, expires: world.moment(30 * DAY) }
    return {
      who: [payer(world, account)],
      input: { account, spender: world.pick(PARTIES), ...rest },
    }
  },
  mint: issue,
  burn: issue,
  transfer(world) {
    const entry = fresh(world)
    const line = world.chance(40) ? plainPayment(entry) : lineIn(world, entry)
    return { who: [payer(world, line.debit)], input: { entry, line } }
  },
  post(world) {
    const entry = fresh(world)
    const count = 1 + world.random.below(4)
    const lines = Array.from({ length: count }, (_, index) => lineIn(world, entry, index))
    const mode = world.pick(["linked", "each"])
    const all = world.chance(80) ? EVERYBODY : [payer(world, lines[0]!.debit)]
    return { who: all, input: { entry, mode, lines } }
  },
  returnLine(world) {
    const entry = returnable(world)
    const { line } = shownOf(entry)
    const amount = world.chance(50) ? line.amount : 1n
    const original = { entry, ...shownOf(entry) }
    const rest = { amount, reason: world.pick(["AC03", "FOCR"]), consent: null }
    return { who: [PAYERS.beta], input: { entry: fresh(world), original, ...rest } }
  },
  hold(world) {
    const hold = fresh(world)
    const { debit: from, credit: to, amount } = lineIn(world, hold)
    const condition = world.pick<Condition>([
      { by: world.pick(PARTIES) },
      { preimage: hashOf(sha256(SECRET)) },
      { approvals: { k: 2, of: ["alpha", "beta", "shop"] as Party[] } },
      { settlement: termsOf([{ hold: { hold, from, to, amount } }]) },
      { service: "nobody" },
    ])
    const expires = world.time + world.pick([HOUR, 5 * DAY, 20 * DAY, 20 * DAY, 401 * DAY])
    const notBefore = world.chance(80) ? 0 : world.time + HOUR
    const input = { hold, from, to, amount, condition, notBefore, expires, consent: null }
    return { who: [payer(world, from)], input }
  },
  postHold(world) {
    const found = someHold(world)
    const hold = found?.key.hold ?? fresh(world)
    const amount = found === null || world.chance(30) ? 1n : found.value.amount
    const release = world.chance(80) ? SECRET : sha256(SECRET)
    return { who: EVERYBODY, input: { hold, amount, release } }
  },
  voidHold(world) {
    const found = someHold(world)
    const who = found === null ? PAYERS.beta : payer(world, found.value.to)
    return { who: [who], input: { hold: found?.key.hold ?? fresh(world) } }
  },
  settle(world) {
    const settlement = fresh(world)
    const earmarks = openHolds(world).filter(({ value }) => "settlement" in value.condition)
    const earmark = earmarks.length > 0 && world.chance(60) ? world.pick(earmarks) : null
    const leg = earmark === null ? { line: lineIn(world, settlement) } : holdLeg(earmark)
    return { who: EVERYBODY, input: { settlement, legs: [leg] } }
  },
  offerQuote(world) {
    const rate = { num: BigInt(1 + world.random.below(3)), den: BigInt(world.random.below(8)) }
    const sides = { pays: main("usd", "alpha"), takes: main("eur", "alpha") }
    const rest = { left: amountOf(world) * 10n, expires: world.moment(5 * DAY) }
    return { who: [PAYERS.alpha], input: { quote: fresh(world), ...sides, ...rate, ...rest } }
  },
  withdrawQuote: (world) => ({
    who: [world.chance(60) ? PAYERS.beta : PAYERS.alpha],
    input: { quote: someQuote(world) },
  }),
  takeQuote(world) {
    const sides = { pays: main("eur", "beta"), takes: main("usd", "beta") }
    const rest = { amount: amountOf(world), least: BigInt(world.random.below(20)) }
    const input = { entry: fresh(world), quote: someQuote(world), ...sides, ...rest }
    return { who: [PAYERS.beta], input }
  },
  ...controlStory,
  ...nettingStory,
}

function someQuote(world: World): Id {
  const all = quotes.scan(world.view, {}, SCAN).filter(({ value }) => value.left > 0n)
  const open = all.filter(({ value }) => value.expires > world.time)
  const known = open.length > 0 && world.chance(85) ? open : all
  return known.length > 0 ? world.pick(known).key.quote : fresh(world)
}

/** Everybody signs, whoever operates an account first. */
function caller(operator: string): readonly string[] {
  const first = EVERYBODY.filter((who) => who.startsWith(`${operator}/`))
  return [...first, ...EVERYBODY.filter((who) => !first.includes(who))]
}

/** What needs others to come first is tried more often. */
const LATER = Object.keys(makers).filter((name) =>
  /^(take|return|postHold|fund|settleCycles|exclude)/.test(name),
)

/** Makers of every command of money. */
export const moneyOperations = weighted(
  "money",
  makers,
  Object.fromEntries(LATER.map((name) => [name, 3])),
)
