/**
 * For tests: steps of items, of orders beyond amounts, of quotes that end, and of what begins:
 * assets, accounts, policies; for the ledger and for the naive one.
 */
import type { Party } from "@concordat/kernel"
import { operation } from "@concordat/kernel/testing"
import { openAccount } from "./accounts.ts"
import { pauseAsset, registerAsset, resumeAsset, setPolicy } from "./assets.ts"
import {
  ALPHA,
  BETA,
  DAY,
  digestOfText,
  idAt,
  numberOf,
  OFFICERS,
  TREASURER,
} from "./bank.testing.ts"
import { forceTransfer, recover } from "./forced.ts"
import { freeze, unfreeze } from "./freeze.ts"
import { burnItem, mintItem, transferItem } from "./item.ts"
import type { Id } from "./kinds.ts"
import * as naively from "./naive-items.testing.ts"
import type { NaiveItem, NaiveLeg } from "./naive-kinds.testing.ts"
import { liftOrder, type OrderKind } from "./order.ts"
import { offerQuote, withdrawQuote } from "./quote.ts"
import type { Pair } from "./random-commands.testing.ts"
import {
  ACCOUNTS,
  type Given,
  itemOf,
  type Made,
  POLICY,
  plainLine,
  sentMove,
} from "./random-draws.testing.ts"
import { settle } from "./settle.ts"

type Picks = readonly number[]
type Maker = (pair: Pair, picks: Picks, amount: bigint) => Made

const assetOf = (name: string) => name.slice(0, 3)
const accountAt = (pick: number) => ACCOUNTS[pick % ACCOUNTS.length]![0]
const isAsset = ({ naive }: Pair, asset: string) =>
  naive.accounts.some((one) => one.kind === "issuance" && one.asset === asset)

/** An item that there is, mostly. */
function someItem({ naive }: Pair, pick: number): NaiveItem {
  const frozen = pick % 4 === 0 ? naive.items.find((one) => one.frozen.length > 0) : undefined
  const known = frozen ?? naive.items[pick % Math.max(1, naive.items.length)]
  const none = { name: "no thing", asset: "eur", holder: "eur a", frozen: [] }
  return known === undefined || pick % 11 === 0 ? none : known
}

/** Orders of a kind that count. */
const inForce = ({ naive }: Pair, kind: OrderKind) =>
  naive.orders.filter((one) => {
    return one.kind === kind && !one.lifted && one.expires > naive.now && one.used < one.cap
  })

/** Whether an order of a kind is to be recorded before something is done under one. */
export const lacks = (pair: Pair, kind: OrderKind, pick: number) =>
  pick % 4 > 0 && inForce(pair, kind).length === 0

/** An order of a kind that counts, mostly; else any. */
export function someOrder(pair: Pair, kind: OrderKind, pick: number) {
  const fits = inForce(pair, kind)
  const from = fits.length > 0 && pick % 6 > 0 ? fits : pair.naive.orders
  const none = { id: idAt(8, pick), account: accountAt(pick), cap: 0n, used: 0n }
  return from[pick % Math.max(1, from.length)] ?? none
}

const make: Maker = (pair, picks) => {
  const asset = picks[1]! % 15 === 0 ? "none" : "eur"
  const name = `thing ${picks[2]! % 6}`
  const holder = accountAt(picks[3]! % 5 === 0 ? picks[4]! : picks[3]! % 5)
  const expected = isAsset(pair, asset)
    ? naively.mintItem(pair.naive, asset, name, holder)
    : "unknown_asset"
  const row = {
    asset,
    item: itemOf(name),
    holder: numberOf(holder),
    document: digestOfText("deed"),
  }
  return { signers: [TREASURER], expected, sent: operation(mintItem, row) }
}

const move: Maker = (pair, picks) => {
  const { asset, name: item, holder } = someItem(pair, picks[1]!)
  const from = picks[2]! % 10 === 0 ? accountAt(picks[2]!) : holder
  const given = { asset, item, from, to: accountAt(picks[3]! % 6) }
  pair.actFor(from, picks[4]!)
  const expected = naively.moveItem(pair.naive, given)
  return { expected, sent: operation(transferItem, sentMove(given)) }
}

const unmake: Maker = (pair, picks) => {
  const { asset, name, holder } = someItem(pair, picks[1]!)
  pair.actFor(holder, picks[4]!)
  const expected = naively.burnItem(pair.naive, asset, name)
  return { expected, sent: operation(burnItem, { asset, item: itemOf(name) }) }
}

/** A thing for money: the seller and the buyer sign. */
const sell: Maker = (pair, picks, amount) => {
  const { asset, name: item, holder } = someItem(pair, picks[1]!)
  const buyer = accountAt(picks[2]! % 5)
  const owner = (name: string) => pair.naive.of(name)!.owner
  pair.naive.signers = [...new Set([owner(holder), owner(buyer)])]
  const legs: NaiveLeg[] = [
    { line: plainLine(buyer, holder, amount) },
    { item: { asset, item, from: holder, to: buyer } },
  ]
  const id = pair.id(picks[9]!)
  const expected = pair.naive.settle(id, legs)
  const sent = operation(settle, { settlement: id, legs: pair.legsFor(legs).legs })
  return { expected, sent }
}

const freezeThing: Maker = (pair, picks) => {
  const { asset, name, holder } = someItem(pair, picks[1]!)
  const on = picks[3]! % 2 === 0
  const all = pair.naive.orders.filter((one) => one.kind === "freeze" && one.account === holder)
  const { id, account } =
    all[picks[5]! % Math.max(1, all.length)] ?? someOrder(pair, "freeze", picks[2]!)
  const expected = naively.freezeItem(pair.naive, id, [asset, name, account], on)
  const measure = { item: { asset, item: itemOf(name) } }
  const row = { account: numberOf(account), order: id as Id, measure }
  return { signers: OFFICERS, expected, sent: operation(on ? freeze : unfreeze, row) }
}

/** A side that an order blocks, if one does, mostly. */
function someBlocked({ naive }: Pair, pick: number) {
  const all = naive.accounts.flatMap(({ name: account, noDebits, noCredits }) => [
    ...noDebits.map((id) => ({ id, account, side: "debits" as const })),
    ...noCredits.map((id) => ({ id, account, side: "credits" as const })),
  ])
  return pick % 8 === 0 ? undefined : all[pick % Math.max(1, all.length)]
}

/** A side is freed more often than it is blocked: the story is to go on. */
const freezeSide: Maker = (pair, picks) => {
  const on = picks[3]! % 3 === 0
  const blocked = on ? undefined : someBlocked(pair, picks[4]!)
  const { id, account } = blocked ?? someOrder(pair, "freeze", picks[1]!)
  const side = blocked?.side ?? (["debits", "credits", "both"] as const)[picks[2]! % 3]!
  const expected = naively.freezeSide(pair.naive, id, [account, side], on)
  const row = { account: numberOf(account), order: id as Id, measure: { side } }
  return { signers: OFFICERS, expected, sent: operation(on ? freeze : unfreeze, row) }
}

/** Over an account that holds a thing. */
const order: Maker = (pair, picks, amount) => {
  const { holder } = someItem(pair, picks[1]!)
  return pair.order(holder, picks, amount, "freeze")
}

const lift: Maker = (pair, picks) => {
  const { naive } = pair
  const { id } = someOrder(pair, "freeze", picks[1]!)
  const row = naive.orders.find((one) => one.id === id)
  const sent = operation(liftOrder, { order: id as Id })
  if (row === undefined || row.lifted) return { signers: OFFICERS, expected: "order_missing", sent }
  if (picks[2]! % 6 === 0) return { signers: [ALPHA], expected: "not_the_owner", sent }
  row.lifted = true
  return { signers: OFFICERS, expected: null, sent }
}

/** To another account of the same owner, mostly. */
const restore: Maker = (pair, picks, some) => {
  const { naive } = pair
  if (lacks(pair, "recovery", picks[6]!)) {
    return pair.order(accountAt(picks[3]!), picks, some * 3n, "recovery")
  }
  const { id, account: from, cap, used } = someOrder(pair, "recovery", picks[1]!)
  const amount = cap > used && some > cap - used ? cap - used : some
  const owner = naive.of(from)!.owner
  const own = naive.accounts.filter((one) => one.owner === owner && one.name !== from)
  const near = own.find((one) => one.asset === assetOf(from))?.name ?? from
  const to = picks[2]! % 5 === 0 ? accountAt(picks[3]!) : near
  const entry = pair.id(picks[9]!)
  const same = naive.of(to)!.owner === owner
  const expected = same
    ? naive.force(entry, id, [from, to, amount], "recovery")
    : "counterparty_not_allowed"
  const moves = { from: numberOf(from), to: numberOf(to), amount }
  const sent = operation(recover, { entry, order: id as Id, ...moves })
  return { signers: OFFICERS, expected, sent }
}

/** One officer is too few, and a bank is none. */
const tooFew: Maker = (pair, picks, amount) => {
  const { id, account } = someOrder(pair, "transfer", picks[1]!)
  const moves = { from: numberOf(account), to: numberOf("eur b"), amount }
  const sent = operation(forceTransfer, { entry: pair.id(1), order: id as Id, ...moves })
  return picks[2]! % 2 === 0
    ? { signers: [OFFICERS[0]], expected: "approvals_insufficient", sent }
    : { signers: [BETA], expected: "permission_missing", sent }
}

const withdraw: Maker = (pair, picks) => {
  const { quotes } = pair.naive
  const row = quotes[picks[1]! % Math.max(1, quotes.length)]
  const sent = operation(withdrawQuote, { quote: (row?.id ?? idAt(4, picks[1]!)) as Id })
  if (row === undefined) return { signers: [ALPHA], expected: "unknown_quote", sent }
  if (picks[2]! % 3 === 0) return { signers: [BETA], expected: "not_the_owner", sent }
  row.left = 0n
  return { signers: [ALPHA], expected: null, sent }
}

/** An offer with one fault: another's account, a rate of nothing, no time, an id that was. */
const offerBadly: Maker = (pair, picks, left) => {
  const { naive } = pair
  const known = naive.quotes[0]
  const fault = picks[1]! % 4
  const again = known !== undefined && fault === 3
  const id = again ? known.id : idAt(naive.now - (fault === 3 ? 8 * DAY : 0), `bad ${picks[9]}`)
  const offer = {
    ...{ pays: numberOf("usd a"), takes: numberOf(fault === 0 ? "eur b" : "eur a"), num: 1n, left },
    ...{ den: fault === 1 ? 0n : 1n, expires: naive.now + (fault === 2 ? 0 : 1_000) },
  }
  const codes = ["not_the_owner", "parameter_out_of_range", "expiry_out_of_range"]
  const expected = codes[fault] ?? naive.window(id) ?? "already_exists"
  return { signers: [ALPHA], expected, sent: operation(offerQuote, { quote: id as Id, ...offer }) }
}

const openOne: Maker = (pair, picks) => {
  const { naive } = pair
  const asset = picks[1]! % 10 === 0 ? "none" : "eur"
  const name = picks[2]! % 8 === 0 ? "eur a" : `eur more ${picks[2]! % 7}`
  const kind = picks[3]! % 10 === 0 ? "issuance" : "wallet"
  const owner = picks[4]! % 6 === 0 ? "shop" : "alpha"
  const checks: readonly (readonly [boolean, string])[] = [
    [!isAsset(pair, asset), "unknown_asset"],
    [naive.of(name) !== undefined, "account_exists"],
    [kind === "issuance", "parameter_out_of_range"],
    [owner !== "alpha", "not_the_owner"],
  ]
  const expected = checks.find(([wrong]) => wrong)?.[1] ?? null
  if (expected === null) naive.open(name, asset, owner, kind, picks[5]! % 3)
  const row = { account: numberOf(name), asset, owner: owner as Party, kind, wallet: null } as const
  return {
    signers: [ALPHA],
    expected,
    sent: operation(openAccount, { ...row, tier: picks[5]! % 3 }),
  }
}

const register: Maker = (pair, picks) => {
  const { naive } = pair
  const asset = `coin-${picks[1]! % 3}`
  const taken = picks[2]! % 6 === 0
  const issuance = taken ? "eur a" : `${asset} issuance`
  const [decimals, approvals] = [picks[3]! % 8 === 0 ? 19 : 2, picks[4]! % 8 === 0 ? 9 : 1]
  const checks: readonly (readonly [boolean, string])[] = [
    [isAsset(pair, asset), "asset_exists"],
    [taken, "account_exists"],
    [decimals > 18 || approvals > 8, "parameter_out_of_range"],
  ]
  const expected = checks.find(([wrong]) => wrong)?.[1] ?? null
  if (expected === null) naive.open(issuance, asset, "central", "issuance")
  const terms = { class: "unit", decimals, iso4217: null, isin: null, approvals } as const
  const rest = { issuance: numberOf(issuance), document: digestOfText("terms") }
  return {
    signers: [TREASURER],
    expected,
    sent: operation(registerAsset, { asset, ...terms, ...rest }),
  }
}

/** Other limits of the first tier; or a tier that stands twice, for no asset, by no issuer. */
const rule: Maker = (pair, picks) => {
  const { naive } = pair
  const asset = picks[1]! % 8 === 0 ? "none" : ["eur", "usd"][picks[1]! % 2]!
  const [first, ...others] = POLICY.tiers
  const limits = { limit: 800n + BigInt(picks[2]! % 400), flow: { limit: 350n, seconds: 1_800 } }
  const own = { ...first!, ...limits }
  const tiers = picks[3]! % 5 === 0 ? [own, own] : [own, ...others]
  const to = `${asset} treasury`
  const fees = POLICY.fees.map((fee) => ({ ...fee, num: 1, den: 10, to: numberOf(to) }))
  const sent = operation(setPolicy, {
    ...{ asset, fees, deny: POLICY.deny.map(([from, to]) => ({ from, to })) },
    tiers: tiers.map(({ tier, limit, flow }) => ({ tier, holdingLimit: limit, flow })),
  })
  if (picks[4]! % 8 === 0) return { signers: [BETA], expected: "permission_missing", sent }
  const signers = [TREASURER]
  if (!isAsset(pair, asset)) return { signers, expected: "unknown_asset", sent }
  const shut = naive.of(to)!.closed
  if (tiers.length > 2 || tiers[0] === tiers[1] || shut) {
    return { signers, expected: "policy_invalid", sent }
  }
  naive.policies[asset] = { ...POLICY, tiers, fees: POLICY.fees.map((fee) => ({ ...fee, to })) }
  return { signers, expected: null, sent }
}

/** Stops an asset seldom, and lets it move again soon. */
const pause: Maker = (pair, picks) => {
  const { naive } = pair
  const asset = picks[1]! % 10 === 0 ? "none" : (naive.paused[0] ?? ["eur", "usd"][picks[1]! % 2]!)
  const stopped = naive.paused.includes(asset)
  const on = picks[2]! % 6 === 0
  const sent = operation(on ? pauseAsset : resumeAsset, { asset })
  const signers = picks[3]! % 8 === 0 ? [ALPHA] : [TREASURER]
  if (!isAsset(pair, asset)) return { signers, expected: "unknown_asset", sent }
  if (signers[0] === ALPHA) return { signers, expected: "permission_missing", sent }
  if (on === stopped) return { signers, expected: "wrong_state", sent }
  naive.paused = on ? [...naive.paused, asset] : naive.paused.filter((one) => one !== asset)
  return { signers, expected: null, sent }
}

const MAKERS: readonly Maker[] = [
  ...[make, make, move, move, unmake, sell, sell, order, freezeThing, freezeThing, freezeSide],
  ...[lift, restore, restore, tooFew, withdraw, offerBadly, openOne, register, rule, pause, pause],
]

/** One of these steps. */
export function thingStep(pair: Pair, { picks, amount }: Given): Made {
  return MAKERS[picks[0]! % MAKERS.length]!(pair, picks, amount)
}
