/** Accounts: opened, closed, their limits in use, and money that comes and goes by itself. */
import type { Hex, Input, Party } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { closeAccount, openAccount, setLimits } from "./accounts.ts"
import { setPolicy } from "./assets.ts"
import {
  ALPHA,
  type Bank,
  BETA,
  DAY,
  euros,
  GAMMA,
  lineOf,
  numberOf,
  SCHEME,
  SHOP,
  TREASURER,
} from "./bank.testing.ts"
import { moved } from "./events.ts"
import { CODE } from "./kinds.ts"
import { post, transfer } from "./post.ts"

const LIMITS: Omit<Input<typeof setLimits>, "account"> = {
  ...{ tier: 0, creditLimit: 0n, holdingLimit: null, sweepTo: null, fundFrom: null },
}

function limit(bank: Bank, who: string | string[], name: string, more: Partial<typeof LIMITS>) {
  return bank.ok(who, setLimits, { account: numberOf(name), ...LIMITS, ...more })
}

function pay(bank: Bank, who: string, from: string, to: string, amount: bigint, code = 100) {
  const line = lineOf(from, to, amount, { code })
  return bank.ok(who, transfer, { entry: bank.id(), line })
}

describe("an account", () => {
  const row: Omit<Input<typeof openAccount>, "account" | "owner"> = {
    ...{ asset: "eur", kind: "wallet", tier: 0, wallet: null },
  }

  test("is opened by an operator, for another organisation only if that signs", () => {
    const bank = euros()
    const account = numberOf("new")
    const shop = { account, owner: "shop" as Party, ...row }
    bank.no("permission_missing", SHOP, openAccount, shop)
    bank.no("not_the_owner", BETA, openAccount, shop)
    bank.no("unknown_asset", BETA, openAccount, { ...shop, asset: "gbp" })
    bank.no("account_exists", BETA, openAccount, { ...shop, account: numberOf("alpha") })
    bank.no("parameter_out_of_range", BETA, openAccount, { ...shop, kind: "issuance" })
    bank.ok([BETA, SHOP], openAccount, shop)
    expect(bank.row("new")).toMatchObject({ operator: "beta", owner: { party: "shop" } })
  })

  test("close-account: is closed when it is empty, and then takes and gives nothing", () => {
    const bank = euros()
    const account = numberOf("alpha")
    bank.no("unknown_account", ALPHA, closeAccount, { account: numberOf("nowhere") })
    bank.no("not_the_owner", BETA, closeAccount, { account })
    bank.no("account_not_empty", ALPHA, closeAccount, { account })
    pay(bank, ALPHA, "alpha", "beta", 1_000n)
    bank.ok(ALPHA, closeAccount, { account })
    bank.no("account_closed", ALPHA, closeAccount, { account })
    const send = (line: ReturnType<typeof lineOf>) => ({ entry: bank.id(), line })
    bank.no("account_closed", BETA, transfer, send(lineOf("beta", "alpha", 1n)))
    bank.no("account_closed", ALPHA, transfer, send(lineOf("alpha", "beta", 1n)))
    bank.no("account_closed", ALPHA, setLimits, { account, ...LIMITS })
  })
})

describe("limits", () => {
  test("credit is a matter of the scheme, and never below its use", () => {
    const bank = euros()
    const account = numberOf("alpha")
    const credit = (creditLimit: bigint) => ({ account, ...LIMITS, creditLimit })
    bank.no("permission_missing", ALPHA, setLimits, credit(500n))
    bank.no("not_the_owner", SCHEME, setLimits, credit(500n))
    bank.ok([ALPHA, SCHEME], setLimits, credit(500n))
    pay(bank, ALPHA, "alpha", "beta", 1_300n)
    bank.no("limit_in_use", [ALPHA, SCHEME], setLimits, credit(299n))
    bank.ok([ALPHA, SCHEME], setLimits, credit(300n))
    expect([bank.balance("alpha"), bank.free("alpha")]).toEqual([-300n, 0n])
  })

  test("of holding are the account's own, else its tier's", () => {
    const bank = euros()
    const tiers = [{ tier: 1, holdingLimit: 100n, flow: null }]
    bank.ok(TREASURER, setPolicy, { asset: "eur", tiers, deny: [], fees: [] })
    const line = lineOf("alpha", "beta", 101n)
    limit(bank, BETA, "beta", { tier: 1 })
    bank.no("holding_limit", ALPHA, transfer, { entry: bank.id(), line })
    limit(bank, BETA, "beta", { tier: 1, holdingLimit: 101n })
    bank.ok(ALPHA, transfer, { entry: bank.id(), line })
    const small = { account: numberOf("beta"), ...LIMITS, holdingLimit: 100n }
    bank.no("limit_in_use", BETA, setLimits, small)
  })

  test("rate-limit: of flow leak away with time", () => {
    const bank = euros()
    const tiers = [{ tier: 1, holdingLimit: null, flow: { limit: 100n, seconds: 100 } }]
    bank.ok(TREASURER, setPolicy, { asset: "eur", tiers, deny: [], fees: [] })
    limit(bank, ALPHA, "alpha", { tier: 1 })
    pay(bank, ALPHA, "alpha", "beta", 80n)
    const line = lineOf("alpha", "beta", 30n)
    bank.no("flow_limit", ALPHA, transfer, { entry: bank.id(), line })
    bank.ledger.time += 8_000
    bank.ok(ALPHA, transfer, { entry: bank.id(), line })
    bank.no("flow_limit", ALPHA, transfer, { entry: bank.id(), line: lineOf("alpha", "beta", 2n) })
    bank.ledger.time += DAY
    pay(bank, ALPHA, "alpha", "beta", 100n)
  })

  test("links lead to another open account of the asset", () => {
    const bank = euros()
    bank.asset("usd")
    const account = numberOf("alpha")
    const link = (name: string) => ({ account, ...LIMITS, sweepTo: numberOf(name) })
    bank.no("same_account", ALPHA, setLimits, link("alpha"))
    bank.no("unknown_account", ALPHA, setLimits, link("nowhere"))
    bank.no("asset_mismatch", ALPHA, setLimits, link("usd treasury"))
    const fundFrom = { account: numberOf("beta"), left: 10n }
    bank.no("not_the_owner", ALPHA, setLimits, { account, ...LIMITS, fundFrom })
    bank.ok([ALPHA, BETA], setLimits, { account, ...LIMITS, fundFrom })
    bank.open(ALPHA, "person", "eur", { wallet: "ab".repeat(32) as Hex })
    const person = { account: numberOf("person"), left: 10n }
    bank.no("consent_invalid", ALPHA, setLimits, { account, ...LIMITS, fundFrom: person })
    const issuance = { account: numberOf("eur issuance"), ...LIMITS }
    bank.no("account_blocked", TREASURER, setLimits, issuance)
  })
})

test("an operator sends what is too much nowhere else without the owner", () => {
  const bank = euros()
  bank.open(BETA, "beta reserve", "eur")
  const links = { account: numberOf("shop"), ...LIMITS, sweepTo: numberOf("beta reserve") }
  bank.no("not_the_owner", BETA, setLimits, links)
  bank.ok([BETA, SHOP], setLimits, links)
  bank.ok(BETA, setLimits, { ...links, holdingLimit: 5n })
  bank.no("not_the_owner", BETA, closeAccount, { account: numberOf("shop") })
  bank.ok([BETA, SHOP], closeAccount, { account: numberOf("shop") })
})

test("waterfall-both-ways: what is missing is pulled, what is too much is pushed out", () => {
  const bank = euros()
  bank.open(ALPHA, "alpha wallet", "eur")
  bank.open(BETA, "beta reserve", "eur")
  const fundFrom = { account: numberOf("alpha"), left: 300n }
  limit(bank, ALPHA, "alpha wallet", { fundFrom })
  limit(bank, BETA, "beta", { holdingLimit: 50n, sweepTo: numberOf("beta reserve") })
  const { happened } = pay(bank, ALPHA, "alpha wallet", "beta", 200n)
  const told = happened.map(({ fields }) => [fields["line"], fields["code"], fields["amount"]])
  expect(told).toEqual([
    [1, CODE.pulled, 200n],
    [0, 100, 200n],
    [2, CODE.swept, 150n],
  ])
  const names = ["alpha", "alpha wallet", "beta", "beta reserve"]
  expect(names.map(bank.balance)).toEqual([800n, 0n, 50n, 150n])
  expect(bank.row("alpha wallet").fundFrom?.left).toBe(100n)
  const line = lineOf("alpha wallet", "beta", 101n)
  bank.no("insufficient_funds", ALPHA, transfer, { entry: bank.id(), line })
})

test("fees go where the policy says, in the same entry", () => {
  const bank = euros()
  const fee = { code: 120, fixed: 2n, num: 1, den: 100, to: numberOf("eur treasury") }
  const tiny = { ...fee, fixed: 0n, den: 1_000_000 }
  const policy = { asset: "eur", tiers: [], deny: [], fees: [fee, tiny] }
  bank.ok(TREASURER, setPolicy, policy)
  const { happened } = pay(bank, ALPHA, "alpha", "beta", 150n, 120)
  expect(happened.map(({ event, fields }) => [event, fields["amount"], fields["code"]])).toEqual([
    [moved.name, 150n, 120],
    [moved.name, 3n, CODE.fee],
  ])
  pay(bank, ALPHA, "alpha", "beta", 847n)
  expect(bank.balance("alpha")).toBe(0n)
  pay(bank, BETA, "beta", "alpha", 100n)
  const line = lineOf("alpha", "beta", 99n, { code: 120 })
  bank.no("insufficient_funds", ALPHA, transfer, { entry: bank.id(), line })
})

describe("recipes of double entry", () => {
  const linked = (bank: Bank, lines: ReturnType<typeof lineOf>[]) => ({
    ...{ entry: bank.id(), mode: "linked" as const },
    lines,
  })

  test("multi-debit-credit: several payers and payees through one account of control", () => {
    const bank = euros()
    bank.open(SCHEME, "control", "eur", { kind: "settlement" })
    const lines = [
      lineOf("alpha", "control", 60n),
      lineOf("eur treasury", "control", 40n),
      lineOf("control", "beta", 70n),
      lineOf("control", "shop", 30n),
    ]
    bank.ok([ALPHA, TREASURER, SCHEME], post, linked(bank, lines))
    expect(["control", "beta", "shop"].map(bank.balance)).toEqual([0n, 70n, 30n])
  })

  test("currency-exchange: two assets in one entry, by both owners", () => {
    const bank = euros()
    bank.asset("usd", 500n)
    bank.open(ALPHA, "alpha usd", "usd")
    const lines = [lineOf("alpha", "eur treasury", 100n), lineOf("usd treasury", "alpha usd", 108n)]
    bank.ok([ALPHA, TREASURER], post, linked(bank, lines))
    expect([bank.balance("alpha"), bank.balance("alpha usd")]).toEqual([900n, 108n])
  })

  test("balance-conditional: a payment only if somebody has at least so much", () => {
    const bank = euros()
    const probe = (least: bigint) => [
      lineOf("alpha", "eur treasury", least),
      lineOf("eur treasury", "alpha", least),
      lineOf("eur treasury", "shop", 10n),
    ]
    const who = [ALPHA, TREASURER]
    bank.no("insufficient_funds", who, post, linked(bank, probe(1_001n)))
    bank.ok(who, post, linked(bank, probe(1_000n)))
    expect([bank.balance("alpha"), bank.balance("shop")]).toEqual([1_000n, 10n])
  })

  test("balance-bounds: neither below nothing nor above a bound", () => {
    const bank = euros()
    limit(bank, BETA, "beta", { holdingLimit: 100n })
    const over = lineOf("alpha", "beta", 101n)
    bank.no("holding_limit", ALPHA, post, linked(bank, [over]))
    const under = lineOf("beta", "alpha", 1n)
    bank.no("insufficient_funds", BETA, post, linked(bank, [under]))
  })

  test("balance-invariant: an account that is never in credit", () => {
    const bank = euros()
    bank.open(GAMMA, "loan", "eur")
    limit(bank, [GAMMA, SCHEME], "loan", { creditLimit: 100n, holdingLimit: 0n })
    pay(bank, GAMMA, "loan", "beta", 80n)
    const line = lineOf("alpha", "loan", 81n)
    bank.no("holding_limit", ALPHA, transfer, { entry: bank.id(), line })
    pay(bank, ALPHA, "alpha", "loan", 80n)
    expect(bank.balance("loan")).toBe(0n)
  })

  test("correct-a-transfer: what was booked stays, what is due is booked the other way", () => {
    const bank = euros()
    pay(bank, ALPHA, "alpha", "beta", 100n)
    const lines = [lineOf("beta", "alpha", 100n), lineOf("alpha", "beta", 10n)]
    bank.ok([ALPHA, BETA], post, linked(bank, lines))
    expect(bank.row("alpha")).toMatchObject({ debitsPosted: 110n, creditsPosted: 1_100n })
  })
})
