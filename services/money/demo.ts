/**
 * A seeded story in two parts. First a central bank issues digital euros, two banks distribute
 * them, and a person pays a merchant. Then a day at the desks: more is issued and redeemed,
 * customers pay and are paid back, money is held, frozen under an order, netted among five banks of
 * which one defaults, and changed for dollars. Pure data: the caller says who plays whom, hands in
 * time and digests, and sends the commands in order.
 */
import { type Hash, type Hex, organisationOf, type Party } from "@concordat/kernel"

/** The asset of the story, and the one that it is changed for. */
export const DEMO_ASSET = "eur-demo"
const DOLLARS = "usd-demo"

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Seconds to fund the open cycle. */
const FUND_SECONDS = 86_400

/** Who plays whom, and what chance and the clock give. */
export type DemoBank = {
  readonly issuer: Party
  readonly banks: readonly [Party, Party]
  /** 16 bytes of hex by the name of an account: always the same for one name. */
  readonly number: (name: string) => Hex
  /** A fresh UUIDv7 of the ledger's time. */
  readonly fresh: () => Hex
  readonly terms: Hash
  readonly backing: Hash
}

/** Who plays besides, in the day at the desks. */
export type DemoDay = Omit<DemoBank, "banks"> & {
  readonly officer: Party
  /** Five tellers, the two of the first part before the others. */
  readonly banks: readonly Party[]
  /** Who pays and who is paid. */
  readonly customers: readonly [Party, Party]
  /** Milliseconds of 1970. */
  readonly now: number
}

/** One command of the story, its input as JSON. */
export type DemoPayment = {
  readonly who: Party
  /** Who signs besides. */
  readonly with?: readonly Party[]
  readonly command: string
  readonly input: Readonly<Record<string, unknown>>
}

/** Accounts of the first part by name, and what each holds at its end, in cents. */
export const DEMO_BALANCES: Readonly<Record<string, string>> = {
  treasury: "400000",
  "north reserve": "275000",
  "south reserve": "300000",
  ann: "22550",
  merchant: "2450",
}

/** The same at the end of the day, of accounts that are new in it or have changed. */
export const DEMO_DAY_BALANCES: Readonly<Record<string, string>> = {
  treasury: "440000",
  "north reserve": "240000",
  "south reserve": "344500",
  "east reserve": "120500",
  "west reserve": "118500",
  "harbour reserve": "10000",
  "ann's euros": "20170",
  "ann's dollars": "7595",
  "till of the café": "1330",
  clearing: "0",
}

const say = (who: Party, command: string, input: DemoPayment["input"]): DemoPayment => ({
  ...{ who, command: `money.${command}`, input },
})

type Numbers = Pick<DemoBank, "number" | "fresh">

const lineOf = (
  number: Numbers["number"],
  [from, to]: readonly [string, string],
  amount: string,
) => ({
  ...{ debit: number(from), credit: number(to), amount, code: 100 },
  ...{ uetr: null, memo: null, consent: null },
})

/** Words for what is said again and again. */
function words({ number, fresh }: Numbers) {
  return {
    open(who: Party, name: string, kind: string, asset = DEMO_ASSET, owner?: Party): DemoPayment {
      const input = {
        ...{ account: number(name), asset, owner: organisationOf(owner ?? who), kind },
        ...{ tier: 0, wallet: null },
      }
      const opened = say(who, "openAccount", input)
      return owner === undefined ? opened : { ...opened, with: [owner] }
    },
    pay: (who: Party, from: string, to: string, amount: string, entry = fresh()) =>
      say(who, "transfer", { entry, line: lineOf(number, [from, to], amount) }),
  }
}

const register = (asset: string, iso4217: string, issuance: Hex, document: Hash) => ({
  ...{ asset, class: "cbdc", decimals: 2, iso4217, isin: null, issuance, approvals: 1, document },
})

/** The first part in order. */
export function demoPayments(bank: DemoBank): readonly DemoPayment[] {
  const { issuer, banks, number, fresh, terms, backing } = bank
  const [north, south] = banks
  const { open, pay } = words(bank)
  const treasury = number("treasury")
  const mint = { entry: fresh(), asset: DEMO_ASSET, treasury, amount: "1000000", backing }
  return [
    say(issuer, "registerAsset", register(DEMO_ASSET, "EUR", number("issuance"), terms)),
    open(issuer, "treasury", "treasury"),
    say(issuer, "mint", mint),
    open(north, "north reserve", "omnibus"),
    open(south, "south reserve", "omnibus"),
    open(north, "ann", "wallet"),
    open(south, "merchant", "wallet"),
    pay(issuer, "treasury", "north reserve", "300000"),
    pay(issuer, "treasury", "south reserve", "300000"),
    pay(north, "north reserve", "ann", "25000"),
    pay(north, "ann", "merchant", "2450"),
  ]
}

/** The day at the desks in order; offers come last, so where there are some it was told. */
export function demoDay(day: DemoDay): readonly DemoPayment[] {
  return [
    ...issuing(day),
    ...paying(day),
    ...controlling(day),
    ...defaulting(day),
    ...funding(day),
    ...changing(day),
  ]
}

/** More is issued and redeemed, and goes to banks and customers. */
function issuing(day: DemoDay): readonly DemoPayment[] {
  const { issuer, banks, customers, number, fresh, terms, backing } = day
  const [north, south, east, west, harbour] = banks as readonly [Party, ...Party[]]
  const [ann, cafe] = customers
  const { open, pay } = words(day)
  const made = (command: "mint" | "burn", asset: string, treasury: string, amount: string) =>
    say(issuer, command, {
      ...{ entry: fresh(), asset, treasury: number(treasury), amount, backing },
    })
  const euros = (command: "mint" | "burn", amount: string) =>
    made(command, DEMO_ASSET, "treasury", amount)
  return [
    ...[euros("mint", "250000"), euros("burn", "80000"), euros("mint", "120000")],
    ...[euros("burn", "30000"), euros("mint", "60000")],
    say(issuer, "registerAsset", register(DOLLARS, "USD", number("usd issuance"), terms)),
    open(issuer, "usd treasury", "treasury", DOLLARS),
    made("mint", DOLLARS, "usd treasury", "500000"),
    open(east!, "east reserve", "omnibus"),
    open(west!, "west reserve", "omnibus"),
    open(harbour!, "harbour reserve", "omnibus"),
    open(south!, "south dollars", "omnibus", DOLLARS),
    open(north, "north dollars", "omnibus", DOLLARS),
    open(north, "ann's euros", "wallet", DEMO_ASSET, ann),
    open(north, "ann's dollars", "wallet", DOLLARS, ann),
    open(south!, "till of the café", "wallet", DEMO_ASSET, cafe),
    pay(issuer, "treasury", "east reserve", "150000"),
    pay(issuer, "treasury", "west reserve", "120000"),
    pay(issuer, "treasury", "harbour reserve", "10000"),
    pay(issuer, "usd treasury", "south dollars", "300000"),
    pay(issuer, "usd treasury", "north dollars", "100000"),
    pay(north, "north reserve", "ann's euros", "28500"),
  ]
}

/** Customers pay, one is paid back; money is held, and part of it is taken. */
function paying(day: DemoDay): readonly DemoPayment[] {
  const { number, fresh, now } = day
  const [ann, cafe] = day.customers
  const { pay } = words(day)
  const [lunch, cake, order, table] = [fresh(), fresh(), fresh(), fresh()]
  const ends = ["ann's euros", "till of the café"] as const
  const line = lineOf(number, ends, "720")
  const original = { entry: cake, form: "transfer", index: 0, line, path: [] }
  const back = { entry: fresh(), original, amount: "720", reason: "CUST", consent: null }
  const hold = (id: Hex, amount: string, days: number) =>
    say(ann, "hold", {
      ...{ hold: id, from: number(ends[0]), to: number(ends[1]), amount },
      ...{ condition: { by: cafe.split("/")[0] }, notBefore: instant(now) },
      ...{ expires: instant(now + days * DAY_MS), consent: null },
    })
  return [
    pay(ann, ...ends, "480", lunch),
    pay(ann, ...ends, "720", cake),
    say(cafe, "returnLine", back),
    hold(order, "1500", 2),
    say(cafe, "postHold", { hold: order, amount: "850", release: null }),
    hold(table, "2500", 7),
  ]
}

/** An authority freezes under one order; another one was lifted. */
function controlling({ officer, number, fresh, now, terms }: DemoDay): readonly DemoPayment[] {
  const [first, second] = [fresh(), fresh()]
  const order = (id: Hex, name: string, cap: string, days: number) =>
    say(officer, "recordOrder", {
      ...{ order: id, kind: "freeze", digest: terms, account: number(name), cap },
      expires: instant(now + days * DAY_MS),
    })
  const frozen = (command: "freeze" | "unfreeze", id: Hex, name: string, amount: string) =>
    say(officer, command, { account: number(name), order: id, measure: { amount } })
  return [
    order(first, "merchant", "5000", 90),
    frozen("freeze", first, "merchant", "2000"),
    order(second, "ann", "1000", 30),
    frozen("freeze", second, "ann", "1000"),
    frozen("unfreeze", second, "ann", "1000"),
    say(officer, "liftOrder", { order: second }),
  ]
}

const RESERVES = ["north reserve", "south reserve", "east reserve", "west reserve"]
const MEMBERS = [...RESERVES, "harbour reserve"]

/** Who owes whom how much, by the places of the banks. */
type Owed = readonly (readonly [from: number, ...owed: (readonly [to: number, amount: string])[]])[]

/** A cycle of the five banks with what they owe; the words for what comes after. */
function cycleOf(day: DemoDay, cycle: Hex, fundWithin: number, owed: Owed) {
  const { issuer, banks, number, fresh } = day
  const members = banks.map((teller, at) => ({
    ...{ participant: organisationOf(teller), account: number(MEMBERS[at]!) },
  }))
  const account = number("clearing")
  const fund = (at: number, amount: string) =>
    say(banks[at]!, "fundPosition", {
      ...{ cycle, participant: organisationOf(banks[at]!), hold: fresh() },
      ...{ account: number(MEMBERS[at]!), amount },
    })
  const opened = [
    say(issuer, "openCycle", { cycle, asset: DEMO_ASSET, account, members, fundWithin }),
    ...owed.map(([from, ...debts]) =>
      say(banks[from]!, "submitObligations", {
        ...{ cycle, from: organisationOf(banks[from]!) },
        owed: debts.map(([to, amount]) => ({ to: organisationOf(banks[to]!), amount })),
      }),
    ),
  ]
  return { opened, close: say(issuer, "closeCycle", { cycle }), fund }
}

/** The first cycle: harbour does not fund, is excluded, and the others settle without it. */
function defaulting(day: DemoDay): readonly DemoPayment[] {
  const { issuer, banks, fresh } = day
  const cycle = fresh()
  const { opened, close, fund } = cycleOf(day, cycle, 0, [
    [0, [1, "52000"], [2, "18000"], [3, "9000"]],
    [1, [0, "47500"], [4, "21000"]],
    [2, [0, "25000"], [3, "30500"]],
    [3, [1, "33000"], [4, "12500"], [2, "8000"]],
    [4, [0, "26000"], [2, "40000"]],
  ])
  const caps = banks.map((teller) =>
    say(issuer, "setCap", {
      ...{ asset: DEMO_ASSET, participant: organisationOf(teller), cap: "200000" },
    }),
  )
  return [
    words(day).open(issuer, "clearing", "settlement"),
    ...[...caps, ...opened, close, fund(3, "14000")],
    say(issuer, "excludeUnfunded", { cycle }),
    ...[fund(0, "6500"), fund(2, "29500")],
    say(issuer, "settleCycles", { cycles: [cycle] }),
  ]
}

/** The second cycle waits for one who has not funded; the third is open. */
function funding(day: DemoDay): readonly DemoPayment[] {
  const second = cycleOf(day, day.fresh(), FUND_SECONDS, [
    [0, [3, "14000"]],
    [1, [0, "9500"], [2, "6000"]],
    [2, [4, "17500"]],
    [3, [1, "22000"], [0, "4500"]],
    [4, [0, "12000"]],
  ])
  const third = cycleOf(day, day.fresh(), FUND_SECONDS, [
    [0, [1, "5000"]],
    [1, [2, "7200"]],
    [2, [0, "3100"]],
  ])
  return [...second.opened, second.close, second.fund(3, "12500"), ...third.opened]
}

/** Euros are changed for dollars by offers of two banks. */
function changing({ banks, customers, number, fresh, now }: DemoDay): readonly DemoPayment[] {
  const [north, south] = banks as readonly [Party, Party]
  const offer = (
    who: Party,
    [takes, pays]: readonly [string, string],
    rate: string,
    left: string,
  ) =>
    say(who, "offerQuote", {
      ...{ quote: fresh(), pays: number(pays), takes: number(takes), num: rate, den: "10000" },
      ...{ left, expires: instant(now + 12 * HOUR_MS) },
    })
  const best = offer(south, ["south reserve", "south dollars"], "10850", "200000")
  return [
    best,
    say(customers[0], "takeQuote", {
      ...{ entry: fresh(), quote: best.input["quote"], amount: "7000", least: "7595" },
      ...{ pays: number("ann's euros"), takes: number("ann's dollars") },
    }),
    offer(north, ["north reserve", "north dollars"], "10790", "80000"),
    offer(north, ["north dollars", "north reserve"], "9180", "100000"),
  ]
}

function instant(ms: number): string {
  return new Date(ms).toISOString()
}
