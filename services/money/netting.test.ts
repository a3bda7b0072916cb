/** Netting: who owes whom, caps, funding, settling, defaults. */
import { type Input, type Party, verifyState } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { closeAccount } from "./accounts.ts"
import { pauseAsset, resumeAsset, setPolicy } from "./assets.ts"
import {
  ALPHA,
  type Bank,
  BETA,
  DAY,
  digestOfText,
  euros,
  GAMMA,
  lineOf,
  numberOf,
  OFFICERS,
  SCHEME,
  SHOP,
  TREASURER,
} from "./bank.testing.ts"
import { abandonCycle, closeCycle, openCycle, setCap } from "./cycle.ts"
import { cycleSettled, excluded } from "./events.ts"
import { freeze, unfreeze } from "./freeze.ts"
import type { Id } from "./kinds.ts"
import { excludeUnfunded, fundPosition, settleCycles } from "./netting.ts"
import { submitObligations } from "./obligation.ts"
import { recordOrder } from "./order.ts"
import { post } from "./post.ts"
import { caps, cycles, positions } from "./tables-netting.ts"

const HOUR = 3_600_000
const [OFFICER] = OFFICERS
const SEATS = { alpha: ALPHA, beta: BETA, gamma: GAMMA, shop: SHOP } as const
type Name = keyof typeof SEATS

/** Four participants with 1,000 euros each, caps of 500, and a scheme with an account. */
function scheme(): Bank {
  const bank = euros()
  bank.open(GAMMA, "gamma", "eur")
  const lines = ["beta", "gamma", "shop"].map((name) => lineOf("eur treasury", name, 1_000n))
  bank.ok(TREASURER, post, { entry: bank.id(), mode: "linked", lines })
  for (const participant of ["alpha", "beta", "gamma", "shop"] as Party[]) {
    bank.ok(SCHEME, setCap, { asset: "eur", participant, cap: 500n })
  }
  return bank
}

function window(bank: Bank, name = "cycle"): Id {
  const [cycle, account] = [numberOf(name), numberOf(`${name} account`)]
  bank.open(SCHEME, `${name} account`, "eur", { kind: "settlement" })
  const members = (["alpha", "beta", "gamma", "shop"] as Party[]).map((participant) => ({
    ...{ participant, account: numberOf(participant) },
  }))
  bank.ok(SCHEME, openCycle, { cycle, asset: "eur", account, members, fundWithin: 3_600 })
  return cycle
}

function owed(cycle: Id, from: Name, to: Partial<Record<Name, bigint>>) {
  const list = Object.entries(to).map(([name, amount]) => ({ to: name as Party, amount }))
  return { cycle, from: from as Party, owed: list }
}

function owe(bank: Bank, cycle: Id, from: Name, to: Partial<Record<Name, bigint>>) {
  bank.ok(SEATS[from], submitObligations, owed(cycle, from, to))
}

function funding(bank: Bank, cycle: Id, name: Name, amount: bigint): Input<typeof fundPosition> {
  const participant = name as Party
  return { cycle, participant, hold: bank.id(), account: numberOf(name), amount }
}

function position(bank: Bank, cycle: Id, name: Name) {
  return positions.get(bank.ledger.view(), { cycle, participant: name as Party })!
}
const exposure = (bank: Bank, name: Name) =>
  caps.get(bank.ledger.view(), { asset: "eur", participant: name as Party })?.exposure
const stateOf = (bank: Bank, cycle: Id) => cycles.get(bank.ledger.view(), { cycle })?.state

/** Alpha owes 100 net, beta is due 60, gamma is due 90, the shop owes 50. */
function owing(bank: Bank, cycle: Id): void {
  owe(bank, cycle, "alpha", { beta: 200n, gamma: 90n })
  owe(bank, cycle, "beta", { alpha: 190n })
  owe(bank, cycle, "shop", { beta: 50n })
}

describe("a cycle", () => {
  test("is netted at its close, funded by who owes, and paid at once", () => {
    const bank = scheme()
    const cycle = window(bank)
    owing(bank, cycle)
    expect([exposure(bank, "alpha"), exposure(bank, "beta")]).toEqual([290n, 190n])
    bank.no("cycle_state", ALPHA, fundPosition, funding(bank, cycle, "alpha", 100n))
    bank.no("not_the_owner", ALPHA, closeCycle, { cycle })
    bank.ok(SCHEME, closeCycle, { cycle })
    const names = ["alpha", "beta", "gamma", "shop"] as const
    const nets = names.map((name) => position(bank, cycle, name)).map((p) => p.owes - p.due)
    expect(nets).toEqual([100n, -60n, -90n, 50n])

    bank.no("not_funded", SHOP, settleCycles, { cycles: [cycle] })
    bank.no("position_mismatch", ALPHA, fundPosition, funding(bank, cycle, "alpha", 99n))
    bank.no("not_the_participant", BETA, fundPosition, funding(bank, cycle, "alpha", 100n))
    bank.no("cycle_state", BETA, fundPosition, funding(bank, cycle, "beta", 0n))
    bank.ok(ALPHA, fundPosition, funding(bank, cycle, "alpha", 100n))
    bank.no("cycle_state", ALPHA, fundPosition, funding(bank, cycle, "alpha", 100n))
    bank.ok(SHOP, fundPosition, funding(bank, cycle, "shop", 50n))
    const { happened } = bank.ok(SHOP, settleCycles, { cycles: [cycle] })
    expect(happened.map(({ event }) => event)).toContain(cycleSettled.name)
    expect(names.map(bank.balance)).toEqual([900n, 1_060n, 1_090n, 950n])
    expect(names.map((name) => exposure(bank, name))).toEqual([0n, 0n, 0n, 0n])
    expect([bank.balance("cycle account"), stateOf(bank, cycle)]).toEqual([0n, "settled"])
    bank.no("cycle_state", SHOP, settleCycles, { cycles: [cycle] })
    bank.no("unknown_cycle", SHOP, settleCycles, { cycles: [numberOf("none")] })
  })

  test("is opened by a scheme over its own account, for different participants", () => {
    const bank = scheme()
    bank.open(SCHEME, "account", "eur")
    const member = { participant: "alpha" as Party, account: numberOf("alpha") }
    const other = { participant: "beta" as Party, account: numberOf("beta") }
    const row = {
      ...{ cycle: numberOf("cycle"), asset: "eur", account: numberOf("account") },
      ...{ members: [member, other], fundWithin: 60 },
    }
    bank.no("permission_missing", ALPHA, openCycle, row)
    bank.no("not_the_owner", SCHEME, openCycle, { ...row, account: numberOf("alpha") })
    bank.no("unknown_account", SCHEME, openCycle, { ...row, account: numberOf("nowhere") })
    bank.no("already_exists", SCHEME, openCycle, { ...row, members: [member, member] })
    bank.asset("usd")
    const dollars = { ...other, account: numberOf("usd treasury") }
    bank.no("asset_mismatch", SCHEME, openCycle, { ...row, members: [member, dollars] })
    bank.ok(SCHEME, openCycle, row)
    bank.no("already_exists", SCHEME, openCycle, row)
  })

  test("is opened over accounts that it can pay to and through", () => {
    const bank = scheme()
    bank.open(SCHEME, "account", "eur")
    bank.open(ALPHA, "old", "eur")
    bank.ok(ALPHA, closeAccount, { account: numberOf("old") })
    const over = (name: string, account = "account") => ({
      ...{ cycle: numberOf("cycle"), asset: "eur", account: numberOf(account), fundWithin: 60 },
      members: [
        { participant: "alpha" as Party, account: numberOf(name) },
        { participant: "beta" as Party, account: numberOf("beta") },
      ],
    })
    bank.no("account_closed", SCHEME, openCycle, over("old"))
    bank.no("account_closed", SCHEME, openCycle, over("alpha", "old"))
    bank.no("account_blocked", SCHEME, openCycle, over("eur issuance"))
    bank.no("same_account", SCHEME, openCycle, over("account"))
    bank.ok(SCHEME, openCycle, over("alpha"))
  })

  test("keeps its accounts open until it is over", () => {
    const bank = scheme()
    const close = (name: string) => [name === "gamma" ? GAMMA : SCHEME, closeAccount] as const
    const closing = (name: string) => ({ account: numberOf(name) })
    const cycle = window(bank)
    const other = window(bank, "other")
    const back = lineOf("gamma", "eur treasury", 1_000n)
    bank.ok(GAMMA, post, { entry: bank.id(), mode: "linked", lines: [back] })
    const told = bank.no("account_not_empty", ...close("gamma"), closing("gamma"))
    expect(told).toEqual({ balance: "0", pending: "0", cycles: 2 })
    bank.no("account_not_empty", ...close("cycle account"), closing("cycle account"))
    bank.ok(SCHEME, abandonCycle, { cycle: other })
    bank.no("account_not_empty", ...close("gamma"), closing("gamma"))
    bank.ok(SCHEME, closeCycle, { cycle })
    bank.no("account_not_empty", ...close("gamma"), closing("gamma"))
    bank.ok(SHOP, settleCycles, { cycles: [cycle] })
    bank.ok(...close("gamma"), closing("gamma"))
    bank.ok(...close("cycle account"), closing("cycle account"))
  })

  test("takes what is owed by its participants only, all or none, until its close", () => {
    const bank = scheme()
    const cycle = window(bank)
    const no = "not_the_participant"
    bank.no(no, BETA, submitObligations, owed(cycle, "alpha", { beta: 1n }))
    bank.no(no, ALPHA, submitObligations, owed(cycle, "alpha", { alpha: 1n }))
    const stranger = { cycle, from: "alpha" as Party, owed: [{ to: "idle" as Party, amount: 1n }] }
    bank.no(no, ALPHA, submitObligations, stranger)
    bank.no(no, SCHEME, submitObligations, { ...stranger, from: "scheme" as Party })
    owe(bank, cycle, "alpha", { beta: 400n })
    owe(bank, cycle, "alpha", { beta: 300n })
    expect([exposure(bank, "alpha"), position(bank, cycle, "beta").takes]).toEqual([300n, 300n])
    bank.ok(SCHEME, closeCycle, { cycle })
    bank.no("cycle_state", ALPHA, submitObligations, owed(cycle, "alpha", { beta: 1n }))
    bank.no("cycle_state", SCHEME, closeCycle, { cycle })
  })

  test("never counts more than can be counted", () => {
    const bank = scheme()
    const cycle = window(bank)
    const most = 2n ** 128n - 1n
    for (const participant of ["alpha", "gamma"] as Party[]) {
      bank.ok(SCHEME, setCap, { asset: "eur", participant, cap: most })
    }
    owe(bank, cycle, "alpha", { beta: most })
    const one = owed(cycle, "gamma", { beta: 1n })
    bank.no("amount_overflow", GAMMA, submitObligations, one)
  })

  test("is given up by its operator: money is free, nothing is owed in it", () => {
    const bank = scheme()
    const cycle = window(bank)
    owing(bank, cycle)
    bank.ok(SCHEME, closeCycle, { cycle })
    bank.ok(ALPHA, fundPosition, funding(bank, cycle, "alpha", 100n))
    bank.no("not_the_owner", ALPHA, abandonCycle, { cycle })
    bank.ok(SCHEME, abandonCycle, { cycle })
    expect([bank.free("alpha"), exposure(bank, "alpha")]).toEqual([1_000n, 0n])
    bank.no("cycle_state", SCHEME, abandonCycle, { cycle })
  })
})

describe("a funded cycle is paid all or none", () => {
  const policy = { asset: "eur", tiers: [], fees: [] }
  const denied = { ...policy, deny: [{ from: 0, to: 0 }] }
  const order = numberOf("order")
  const block = { account: numberOf("beta"), order, measure: { side: "credits" as const } }
  const stop = { account: numberOf("cycle account"), order, measure: { amount: 1n } }
  const over = (account: Id) => (bank: Bank) =>
    bank.ok(OFFICER, recordOrder, {
      ...{ order, kind: "freeze", digest: digestOfText("writ"), account, cap: 1n },
      expires: bank.ledger.time + DAY,
    })
  type Act = (bank: Bank) => unknown
  const STOPS: readonly (readonly [code: string, stop: readonly Act[], go: Act])[] = [
    [
      "account_blocked",
      [over(block.account), (bank) => bank.ok(OFFICER, freeze, block)],
      (bank) => bank.ok(OFFICER, unfreeze, block),
    ],
    [
      "frozen_amount",
      [over(stop.account), (bank) => bank.ok(OFFICER, freeze, stop)],
      (bank) => bank.ok(OFFICER, unfreeze, stop),
    ],
    [
      "asset_paused",
      [(bank) => bank.ok(TREASURER, pauseAsset, { asset: "eur" })],
      (bank) => bank.ok(TREASURER, resumeAsset, { asset: "eur" }),
    ],
    [
      "counterparty_not_allowed",
      [(bank) => bank.ok(TREASURER, setPolicy, denied)],
      (bank) => bank.ok(TREASURER, setPolicy, { ...policy, deny: [] }),
    ],
  ]

  test.each(STOPS)("%s stops it as long as it stands", (code, stops, go) => {
    const bank = scheme()
    const cycle = window(bank)
    owe(bank, cycle, "alpha", { beta: 100n })
    bank.ok(SCHEME, closeCycle, { cycle })
    bank.ok(ALPHA, fundPosition, funding(bank, cycle, "alpha", 100n))
    for (const act of stops) act(bank)
    bank.no(code, SHOP, settleCycles, { cycles: [cycle] })
    go(bank)
    bank.ok(SHOP, settleCycles, { cycles: [cycle] })
    expect([bank.balance("alpha"), bank.balance("beta")]).toEqual([900n, 1_100n])
  })
})

test("cap-is-not-liquidity: a cap is no money, and does not grow by what one is owed", () => {
  const bank = scheme()
  const cycle = window(bank)
  bank.no("net_debit_cap", ALPHA, submitObligations, owed(cycle, "alpha", { beta: 501n }))
  owe(bank, cycle, "alpha", { beta: 500n })
  owe(bank, cycle, "beta", { alpha: 500n })
  const more = owed(cycle, "alpha", { beta: 500n, gamma: 1n })
  bank.no("net_debit_cap", ALPHA, submitObligations, more)
  bank.ok(SCHEME, setCap, { asset: "eur", participant: "alpha" as Party, cap: 5_000n })
  owe(bank, cycle, "alpha", { gamma: 1_500n })
  bank.ok(SCHEME, closeCycle, { cycle })
  const short = funding(bank, cycle, "alpha", 1_500n)
  bank.no("insufficient_funds", ALPHA, fundPosition, short)
})

test("one-of-two-windows-settled: the other one still counts against the cap", () => {
  const bank = scheme()
  const [first, second] = [window(bank, "first"), window(bank, "second")]
  owe(bank, first, "alpha", { beta: 300n })
  owe(bank, second, "alpha", { beta: 200n })
  bank.ok(SCHEME, closeCycle, { cycle: first })
  bank.ok(ALPHA, fundPosition, funding(bank, first, "alpha", 300n))
  bank.no("cycle_state", SHOP, settleCycles, { cycles: [first, second] })
  bank.ok(SHOP, settleCycles, { cycles: [first] })
  expect(exposure(bank, "alpha")).toBe(200n)
  bank.no("net_debit_cap", ALPHA, submitObligations, owed(second, "alpha", { beta: 501n }))
  owe(bank, second, "alpha", { beta: 500n })
})

describe("default-and-recompute", () => {
  /** Alpha and the shop owe, and only the shop has funded. */
  function defaulted() {
    const bank = scheme()
    const cycle = window(bank)
    owing(bank, cycle)
    bank.ok(SCHEME, closeCycle, { cycle })
    bank.ok(SHOP, fundPosition, funding(bank, cycle, "shop", 50n))
    return { bank, cycle }
  }

  test("who has not funded in time is excluded, the others pay what is left between them", () => {
    const { bank, cycle } = defaulted()
    bank.no("deadline_open", SHOP, excludeUnfunded, { cycle })
    bank.ledger.time += HOUR
    const { happened } = bank.ok(SHOP, excludeUnfunded, { cycle })
    expect(happened.find(({ event }) => event === excluded.name)?.fields).toEqual({
      ...{ cycle, participants: ["alpha"], round: 1 },
    })
    const names = ["alpha", "beta", "gamma", "shop"] as const
    const nets = names.map((name) => position(bank, cycle, name)).map((p) => p.owes - p.due)
    expect(nets).toEqual([0n, -50n, 0n, 50n])
    expect(names.map((name) => exposure(bank, name))).toEqual([0n, 0n, 0n, 50n])
    bank.no("not_the_participant", ALPHA, fundPosition, funding(bank, cycle, "alpha", 0n))
    bank.ok(SHOP, settleCycles, { cycles: [cycle] })
    expect(names.map(bank.balance)).toEqual([1_000n, 1_050n, 1_000n, 950n])
  })

  test("who is excluded may close its account, and the end of the cycle does not count it", () => {
    const { bank, cycle } = defaulted()
    const back = lineOf("alpha", "eur treasury", 1_000n)
    bank.ok(ALPHA, post, { entry: bank.id(), mode: "linked", lines: [back] })
    const account = numberOf("alpha")
    bank.no("account_not_empty", ALPHA, closeAccount, { account })
    bank.ledger.time += HOUR
    bank.ok(SHOP, excludeUnfunded, { cycle })
    bank.ok(ALPHA, closeAccount, { account })
    bank.ok(SHOP, settleCycles, { cycles: [cycle] })
    const counted = ["alpha", "beta", "gamma", "shop", "cycle account"].map((name) => {
      return bank.row(name).cycles
    })
    expect(counted).toEqual([0, 0, 0, 0, 0])
    expect(verifyState(bank.ledger.runtime, bank.ledger.state)).toEqual([])
  })

  test("a position that grows is funded anew, one that shrinks gives money back", () => {
    const bank = scheme()
    const cycle = window(bank)
    owe(bank, cycle, "alpha", { beta: 100n })
    owe(bank, cycle, "gamma", { beta: 80n, alpha: 50n })
    owe(bank, cycle, "beta", { shop: 200n })
    owe(bank, cycle, "shop", { gamma: 70n, alpha: 30n })
    bank.ok(SCHEME, closeCycle, { cycle })
    const owes = (name: Name) => position(bank, cycle, name).owes
    expect([owes("alpha"), owes("beta"), owes("gamma"), owes("shop")]).toEqual([20n, 20n, 60n, 0n])
    bank.ok(ALPHA, fundPosition, funding(bank, cycle, "alpha", 20n))
    bank.ok(BETA, fundPosition, funding(bank, cycle, "beta", 20n))
    bank.ledger.time += HOUR
    bank.ok(SCHEME, excludeUnfunded, { cycle })
    expect([owes("alpha"), owes("beta")]).toEqual([70n, 100n])
    expect([bank.free("alpha"), bank.free("beta")]).toEqual([1_000n, 1_000n])
    bank.no("not_funded", SHOP, settleCycles, { cycles: [cycle] })
    bank.ok(BETA, fundPosition, funding(bank, cycle, "beta", 100n))
    bank.ledger.time += HOUR
    bank.ok(SCHEME, excludeUnfunded, { cycle })
    expect([owes("beta"), position(bank, cycle, "shop").due]).toEqual([200n, 200n])
    bank.ok(BETA, fundPosition, funding(bank, cycle, "beta", 200n))
    bank.ok(SHOP, settleCycles, { cycles: [cycle] })
    expect([bank.balance("beta"), bank.balance("shop")]).toEqual([800n, 1_200n])
  })

  test("a hold that is too large is cut down to what is owed", () => {
    const bank = scheme()
    const cycle = window(bank)
    owe(bank, cycle, "alpha", { beta: 100n, gamma: 40n })
    owe(bank, cycle, "gamma", { beta: 90n })
    bank.ok(SCHEME, closeCycle, { cycle })
    bank.ok(ALPHA, fundPosition, funding(bank, cycle, "alpha", 140n))
    bank.ledger.time += HOUR
    bank.ok(SCHEME, excludeUnfunded, { cycle })
    expect([position(bank, cycle, "alpha").owes, bank.free("alpha")]).toEqual([100n, 900n])
    bank.ok(SHOP, settleCycles, { cycles: [cycle] })
    expect([bank.balance("alpha"), bank.balance("beta")]).toEqual([900n, 1_100n])
  })

  test("three times at most; then only its operator ends it", () => {
    const bank = scheme()
    const cycle = window(bank)
    owe(bank, cycle, "alpha", { beta: 100n })
    owe(bank, cycle, "gamma", { beta: 100n, alpha: 50n })
    owe(bank, cycle, "beta", { shop: 50n })
    owe(bank, cycle, "shop", { gamma: 20n })
    bank.ok(SCHEME, closeCycle, { cycle })
    bank.ok(ALPHA, fundPosition, funding(bank, cycle, "alpha", 50n))
    for (const gone of ["gamma", "alpha", "beta"]) {
      bank.ledger.time += HOUR
      const { happened } = bank.ok(SHOP, excludeUnfunded, { cycle })
      const told = happened.find(({ event }) => event === excluded.name)
      expect(told?.fields["participants"]).toEqual([gone])
    }
    bank.ledger.time += HOUR
    bank.no("round_limit", SHOP, excludeUnfunded, { cycle })
    bank.ok(SCHEME, abandonCycle, { cycle })
  })

  test("nobody is excluded where all have funded", () => {
    const { bank, cycle } = defaulted()
    bank.ok(ALPHA, fundPosition, funding(bank, cycle, "alpha", 100n))
    bank.ledger.time += HOUR
    bank.no("cycle_state", SHOP, excludeUnfunded, { cycle })
  })
})
