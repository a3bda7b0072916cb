/** Assets and issuing: who may, how many must sign, and that the supply is what was issued. */
import type { Input } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { registerAsset, setPolicy } from "./assets.ts"
import { ALPHA, BETA, digestOfText, lineOf, numberOf, openBank, TREASURER } from "./bank.testing.ts"
import { burn, mint } from "./issue.ts"
import { post, transfer } from "./post.ts"
import { totals } from "./tables.ts"

const SECOND = "central/second"
const TERMS: Input<typeof registerAsset> = {
  ...{ asset: "eur", class: "cbdc", decimals: 2, iso4217: "EUR", isin: null, approvals: 1 },
  ...{ issuance: numberOf("eur issuance"), document: digestOfText("terms") },
}

/** Issued and not taken back. */
function supply(bank: ReturnType<typeof openBank>): bigint {
  return -bank.balance("eur issuance")
}

describe("an asset", () => {
  test("is registered once, by who may issue", () => {
    const bank = openBank()
    bank.no("permission_missing", ALPHA, registerAsset, TERMS)
    bank.no("parameter_out_of_range", TREASURER, registerAsset, { ...TERMS, decimals: 19 })
    bank.no("parameter_out_of_range", TREASURER, registerAsset, { ...TERMS, approvals: 0 })
    bank.ok(TREASURER, registerAsset, TERMS)
    bank.no("asset_exists", TREASURER, registerAsset, TERMS)
    bank.no("account_exists", TREASURER, registerAsset, { ...TERMS, asset: "usd" })
  })

  test("has a policy without contradictions", () => {
    const bank = openBank()
    bank.asset("eur")
    bank.asset("usd")
    const none = { asset: "eur", tiers: [], deny: [], fees: [] }
    const tier = { tier: 1, holdingLimit: null, flow: null }
    const fee = { code: 100, fixed: 0n, num: 1, den: 100, to: numberOf("eur treasury") }
    const wrong = [
      { tiers: [tier, tier] },
      { tiers: [{ ...tier, flow: { limit: 1n, seconds: 0 } }] },
      {
        deny: [
          { from: 1, to: 2 },
          { from: 1, to: 2 },
        ],
      },
      { fees: [{ ...fee, den: 0 }] },
      { fees: [{ ...fee, num: 101 }] },
      { fees: [{ ...fee, to: numberOf("nowhere") }] },
      { fees: [{ ...fee, to: numberOf("usd treasury") }] },
      { fees: [{ ...fee, to: numberOf("eur issuance") }] },
    ]
    for (const part of wrong) bank.no("policy_invalid", TREASURER, setPolicy, { ...none, ...part })
    bank.no("unknown_asset", TREASURER, setPolicy, { ...none, asset: "gbp" })
    bank.ok(TREASURER, setPolicy, { ...none, tiers: [tier], fees: [fee] })
  })
})

describe("issuing", () => {
  test("asks for as many different persons as the asset says", () => {
    const bank = openBank()
    bank.asset("eur", 0n, { approvals: 2 })
    const input = {
      ...{ asset: "eur", treasury: numberOf("eur treasury"), amount: 100n, backing: null },
      entry: bank.id(),
    }
    const told = bank.no("approvals_insufficient", TREASURER, mint, input)
    expect(told).toEqual({ have: 1, need: 2 })
    bank.no("approvals_insufficient", [TREASURER, ALPHA], mint, input)
    bank.ok([TREASURER, SECOND], mint, input)
    bank.no("entry_exists", [TREASURER, SECOND], mint, input)
    bank.no("entry_mismatch", [TREASURER, SECOND], mint, { ...input, amount: 101n })
    expect(supply(bank)).toBe(100n)
  })

  test("goes into a treasury of the issuer and comes out of one", () => {
    const bank = openBank()
    bank.asset("eur", 50n)
    bank.open(ALPHA, "alpha", "eur")
    const input = { asset: "eur", treasury: numberOf("alpha"), amount: 1n, backing: null }
    bank.no("not_the_owner", TREASURER, mint, { entry: bank.id(), ...input })
    bank.no("permission_missing", ALPHA, mint, { entry: bank.id(), ...input })
    const more = { ...input, treasury: numberOf("eur treasury"), amount: 51n }
    bank.no("insufficient_funds", TREASURER, burn, { entry: bank.id(), ...more })
  })

  test("never goes above what can be counted", () => {
    const bank = openBank()
    bank.asset("eur", 2n ** 128n - 1n)
    const input = { asset: "eur", treasury: numberOf("eur treasury"), amount: 1n, backing: null }
    bank.no("amount_overflow", TREASURER, mint, { entry: bank.id(), ...input })
  })
})

test("issue-to-burn: issued, distributed, funded, spent, burned; the totals agree", () => {
  const bank = openBank()
  bank.asset("eur", 1_000n)
  bank.open(ALPHA, "alpha", "eur", { kind: "omnibus" })
  bank.open(ALPHA, "ann", "eur")
  bank.open(BETA, "shop", "eur")
  const pay = (who: string, from: string, to: string, amount: bigint) =>
    bank.ok(who, transfer, { entry: bank.id(), line: lineOf(from, to, amount) })
  pay(TREASURER, "eur treasury", "alpha", 600n)
  pay(ALPHA, "alpha", "ann", 200n)
  pay(ALPHA, "ann", "shop", 150n)
  pay(BETA, "shop", "eur treasury", 150n)
  expect(supply(bank)).toBe(1_000n)
  const treasury = numberOf("eur treasury")
  const backing = digestOfText("gold leaves")
  bank.ok(TREASURER, burn, { entry: bank.id(), asset: "eur", treasury, amount: 550n, backing })
  expect(supply(bank)).toBe(450n)
  const names = ["eur treasury", "alpha", "ann", "shop"]
  expect(names.map(bank.balance)).toEqual([0n, 400n, 50n, 0n])
  const sums = totals.get(bank.ledger.view(), { asset: "eur" })!
  expect(sums.debitsPosted).toBe(1_000n + 600n + 200n + 150n + 150n + 550n)
  expect(sums.creditsPosted).toBe(sums.debitsPosted)
})

test("payments that do not touch each other commute", () => {
  const pays = [lineOf("a", "b", 3n), lineOf("c", "d", 4n), lineOf("e", "f", 5n)]
  const roots = [
    [0, 1, 2],
    [2, 0, 1],
    [1, 2, 0],
  ].map((order) => {
    const bank = openBank()
    bank.asset("eur", 100n)
    for (const name of "abcdef") bank.open(ALPHA, name, "eur")
    const fund = ["a", "c", "e"].map((name) => lineOf("eur treasury", name, 9n))
    bank.ok(TREASURER, post, { entry: bank.id(), mode: "linked", lines: fund })
    const ids = pays.map(() => bank.id())
    for (const at of order) bank.ok(ALPHA, transfer, { entry: ids[at]!, line: pays[at]! })
    return [..."abcdef"].map(bank.balance).join()
  })
  expect(new Set(roots)).toEqual(new Set(["6,3,5,4,4,5"]))
})
