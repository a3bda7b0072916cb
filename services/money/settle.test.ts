/** Settlement: delivery and payment, currencies, rings; earmarks; items. All at once or none. */
import { describe, expect, test } from "vitest"
import { closeAccount } from "./accounts.ts"
import { pauseAsset } from "./assets.ts"
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
  TREASURER,
} from "./bank.testing.ts"
import { itemMoved, settled } from "./events.ts"
import { freeze } from "./freeze.ts"
import { hold } from "./hold.ts"
import { burnItem, mintItem, transferItem } from "./item.ts"
import type { Id } from "./kinds.ts"
import { recordOrder } from "./order.ts"
import { transfer } from "./post.ts"
import { type Leg, settle, termsOf } from "./settle.ts"
import { holds, items } from "./tables-control.ts"

/** Alpha has 1,000 euros, beta 300 dollars, gamma 50 bonds; each has an account of the others. */
function markets(): Bank {
  const bank = euros()
  bank.asset("usd", 1_000n)
  bank.asset("bond", 100n, { class: "security", decimals: 0 })
  for (const [name, who] of [
    ["alpha", ALPHA],
    ["beta", BETA],
    ["gamma", GAMMA],
  ] as const) {
    for (const asset of ["eur", "usd", "bond"]) {
      if (asset !== "eur" || name === "gamma") bank.open(who, `${name} ${asset}`, asset)
    }
  }
  const pay = (from: string, to: string, amount: bigint) =>
    bank.ok(TREASURER, transfer, { entry: bank.id(), line: lineOf(from, to, amount) })
  pay("usd treasury", "beta usd", 300n)
  pay("bond treasury", "gamma bond", 50n)
  return bank
}

const pays = (from: string, to: string, amount: bigint): Leg => ({ line: lineOf(from, to, amount) })

function earmark(bank: Bank, who: string, leg: Leg, legs: readonly Leg[]): Leg {
  const { debit: from, credit: to, amount } = (leg as { line: ReturnType<typeof lineOf> }).line
  const id = bank.id()
  bank.ok(who, hold, {
    ...{ hold: id, from, to, amount, condition: { settlement: termsOf(legs) } },
    ...{ notBefore: 0, expires: bank.ledger.time + DAY, consent: null },
  })
  return { hold: { hold: id, from, to, amount } }
}

const stateOf = (bank: Bank, id: Id) => holds.get(bank.ledger.view(), { hold: id })?.state
const idOf = (leg: Leg) => ("hold" in leg ? leg.hold.hold : numberOf("none"))

describe("a settlement", () => {
  test("dvp-bond-cash: bonds against euros, both signed, both final at once", () => {
    const bank = markets()
    const legs = [pays("gamma bond", "alpha bond", 20n), pays("alpha", "gamma eur", 500n)]
    const settlement = bank.id()
    bank.no("not_the_owner", ALPHA, settle, { settlement, legs })
    const { happened } = bank.ok([ALPHA, GAMMA], settle, { settlement, legs })
    expect(happened.at(-1)).toMatchObject({
      ...{ event: settled.name, fields: { settlement, terms: termsOf(legs), legs: 2 } },
    })
    expect(["alpha bond", "gamma eur"].map(bank.balance)).toEqual([20n, 500n])
    bank.no("entry_exists", [ALPHA, GAMMA], settle, { settlement, legs })
    const other = [pays("alpha", "gamma eur", 1n)]
    bank.no("entry_mismatch", ALPHA, settle, { settlement, legs: other })
  })

  test("pvp: euros against dollars by two earmarks, consumed by anybody", () => {
    const bank = markets()
    const legs = [pays("alpha", "beta", 100n), pays("beta usd", "alpha usd", 108n)]
    const held = [earmark(bank, ALPHA, legs[0]!, legs), earmark(bank, BETA, legs[1]!, legs)]
    expect(termsOf(held)).toBe(termsOf(legs))
    bank.ok(GAMMA, settle, { settlement: bank.id(), legs: held })
    expect([bank.balance("beta"), bank.balance("alpha usd")]).toEqual([100n, 108n])
  })

  test("pvpvp-ring: three currencies around, none of them without the others", () => {
    const bank = markets()
    const legs = [
      pays("alpha", "beta", 90n),
      pays("beta usd", "gamma usd", 100n),
      pays("gamma bond", "alpha bond", 1n),
    ]
    const [a, b] = [earmark(bank, ALPHA, legs[0]!, legs), earmark(bank, BETA, legs[1]!, legs)]
    bank.no("not_the_owner", BETA, settle, { settlement: bank.id(), legs: [a, b, legs[2]!] })
    bank.ok(GAMMA, settle, { settlement: bank.id(), legs: [a, b, legs[2]!] })
    expect(["beta", "gamma usd", "alpha bond"].map(bank.balance)).toEqual([90n, 100n, 1n])
  })

  test("one-leg-frozen-none-moves", () => {
    const bank = markets()
    const order = bank.id()
    const account = numberOf("beta usd")
    const terms = { kind: "freeze", digest: digestOfText("writ"), account, cap: 250n } as const
    const expires = bank.ledger.time + DAY
    bank.ok(OFFICERS, recordOrder, { order, ...terms, expires })
    bank.ok(OFFICERS, freeze, { account, order, measure: { amount: 250n } })
    const legs = [pays("alpha", "beta", 100n), pays("beta usd", "alpha usd", 108n)]
    const before = ["alpha", "beta usd"].map(bank.balance)
    bank.no("frozen_amount", [ALPHA, BETA], settle, { settlement: bank.id(), legs })
    expect(["alpha", "beta usd"].map(bank.balance)).toEqual(before)
  })
})

describe("an earmark", () => {
  const ring = () => [pays("alpha", "beta", 100n), pays("beta usd", "alpha usd", 108n)]

  test("earmark-consumed-once", () => {
    const bank = markets()
    const legs = ring()
    const held = earmark(bank, ALPHA, legs[0]!, legs)
    bank.ok(BETA, settle, { settlement: bank.id(), legs: [held, legs[1]!] })
    bank.no("hold_not_open", BETA, settle, { settlement: bank.id(), legs: [held, legs[1]!] })
  })

  test("earmark-expires", () => {
    const bank = markets()
    const legs = ring()
    const held = earmark(bank, ALPHA, legs[0]!, legs)
    bank.ledger.time += DAY
    bank.no("hold_expired", BETA, settle, { settlement: bank.id(), legs: [held, legs[1]!] })
    expect(bank.free("alpha")).toBe(1_000n)
  })

  test("earmark-wrong-terms: a unit more or less, another leg; the hold stays", () => {
    const bank = markets()
    const legs = ring()
    const held = earmark(bank, ALPHA, legs[0]!, legs)
    const { hold: said } = held as Extract<Leg, { hold: unknown }>
    const more: Leg = { hold: { ...said, amount: 101n } }
    const send = (...all: Leg[]) => ({ settlement: bank.id(), legs: all })
    expect(bank.no("terms_mismatch", BETA, settle, send(more, legs[1]!))).toMatchObject({
      ...{ leg: 0, held: "100", asked: "101" },
    })
    const less = pays("beta usd", "alpha usd", 107n)
    bank.no("terms_mismatch", BETA, settle, send(held, less))
    bank.no("terms_mismatch", BETA, settle, send(held))
    bank.no("unknown_hold", BETA, settle, send({ hold: { ...said, hold: bank.id() } }, legs[1]!))
    expect(stateOf(bank, idOf(held))).toBe("open")
    bank.ok(BETA, settle, send(held, legs[1]!))
  })
})

describe("an item", () => {
  const item = digestOfText("painting")
  const document = digestOfText("certificate")

  function gallery() {
    const bank = markets()
    bank.asset("art", 0n, { class: "collectible", decimals: 0 })
    bank.open(ALPHA, "alpha art", "art")
    bank.open(BETA, "beta art", "art")
    bank.ok(TREASURER, mintItem, { asset: "art", item, holder: numberOf("alpha art"), document })
    return bank
  }
  const move = (from: string, to: string) => ({
    ...{ asset: "art", item, from: numberOf(from), to: numberOf(to) },
  })

  test("is made once, moved by its holder, and unmade", () => {
    const bank = gallery()
    const made = { asset: "art", item, holder: numberOf("beta art"), document }
    bank.no("item_exists", TREASURER, mintItem, made)
    const other = { ...made, item: digestOfText("other") }
    bank.no("unknown_account", TREASURER, mintItem, { ...other, holder: numberOf("nowhere") })
    bank.no("asset_mismatch", TREASURER, mintItem, { ...other, holder: numberOf("alpha") })
    bank.no("account_blocked", TREASURER, mintItem, { ...other, holder: numberOf("art issuance") })
    bank.no("not_the_owner", BETA, transferItem, move("alpha art", "beta art"))
    bank.no("not_the_owner", BETA, transferItem, move("beta art", "alpha art"))
    bank.no("same_account", ALPHA, transferItem, move("alpha art", "alpha art"))
    const wrong = { ...move("alpha art", "beta art"), item: digestOfText("none") }
    bank.no("unknown_item", ALPHA, transferItem, wrong)
    const { happened } = bank.ok(ALPHA, transferItem, move("alpha art", "beta art"))
    expect(happened.map(({ event }) => event)).toEqual([itemMoved.name])
    bank.no("not_the_owner", ALPHA, burnItem, { asset: "art", item })
    bank.ok(BETA, burnItem, { asset: "art", item })
    expect(items.has(bank.ledger.view(), { asset: "art", item })).toBe(false)
  })

  test("is sold for money in one settlement", () => {
    const bank = gallery()
    bank.open(BETA, "beta purse", "eur")
    const legs: Leg[] = [{ item: move("alpha art", "beta art") }, pays("beta", "alpha", 100n)]
    bank.no("insufficient_funds", [ALPHA, BETA], settle, { settlement: bank.id(), legs })
    bank.ok(ALPHA, transfer, { entry: bank.id(), line: lineOf("alpha", "beta", 100n) })
    bank.ok([ALPHA, BETA], settle, { settlement: bank.id(), legs })
    const row = items.get(bank.ledger.view(), { asset: "art", item })
    expect(row?.holder).toBe(numberOf("beta art"))
  })

  test("goes to no closed account, and nowhere while its asset is paused or it is frozen", () => {
    const bank = gallery()
    const account = numberOf("beta art")
    bank.ok(BETA, closeAccount, { account })
    bank.no("account_closed", ALPHA, transferItem, move("alpha art", "beta art"))
    bank.open(BETA, "second", "art")
    const order = bank.id()
    const holder = numberOf("alpha art")
    bank.ok(OFFICERS, recordOrder, {
      ...{ order, kind: "freeze", digest: document, account: holder, cap: 0n },
      expires: bank.ledger.time + DAY,
    })
    const measure = { item: { asset: "art", item } }
    bank.ok(OFFICERS, freeze, { account: holder, order, measure })
    bank.no("item_frozen", ALPHA, transferItem, move("alpha art", "second"))
    bank.no("item_frozen", ALPHA, burnItem, { asset: "art", item })
    bank.ok(TREASURER, pauseAsset, { asset: "art" })
    bank.no("asset_paused", ALPHA, transferItem, move("alpha art", "second"))
  })
})
