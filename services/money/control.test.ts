/** Control: orders, freezes that catch inflow, forced transfers, lost wallets. */
import type { Hash, Hex, Input } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { closeAccount } from "./accounts.ts"
import {
  ALPHA,
  type Bank,
  BETA,
  DAY,
  digestOfText,
  euros,
  lineOf,
  numberOf,
  OFFICERS,
  SHOP,
  TREASURER,
} from "./bank.testing.ts"
import { forced, frozen, recovered } from "./events.ts"
import { forceTransfer, recover } from "./forced.ts"
import { freeze, unfreeze } from "./freeze.ts"
import { hold, postHold } from "./hold.ts"
import { mintItem, transferItem } from "./item.ts"
import type { Id } from "./kinds.ts"
import { liftOrder, recordOrder } from "./order.ts"
import { transfer } from "./post.ts"
import { orders } from "./tables-control.ts"

const [OFFICER] = OFFICERS

function order(bank: Bank, account: string, more: Partial<Input<typeof recordOrder>> = {}): Id {
  const id = bank.id()
  bank.ok(OFFICER, recordOrder, {
    ...{ order: id, kind: "freeze", digest: digestOfText("writ"), account: numberOf(account) },
    ...{ cap: 500n, expires: bank.ledger.time + DAY, ...more },
  })
  return id
}

const line = (amount: bigint) => lineOf("alpha", "beta", amount)
const amount = (of: bigint) => ({ measure: { amount: of } })

describe("an order", () => {
  test("is recorded by control, and lifted by who recorded it", () => {
    const bank = euros()
    const row = {
      ...({ order: bank.id(), kind: "freeze", digest: digestOfText("writ") } as const),
      ...{ account: numberOf("alpha"), cap: 1n, expires: bank.ledger.time + DAY },
    }
    bank.no("permission_missing", ALPHA, recordOrder, row)
    bank.no("unknown_account", OFFICER, recordOrder, { ...row, account: numberOf("nowhere") })
    bank.no("order_expired", OFFICER, recordOrder, { ...row, expires: 1 })
    bank.ok(OFFICER, recordOrder, row)
    bank.no("already_exists", OFFICER, recordOrder, row)
    bank.no("not_the_owner", ALPHA, liftOrder, { order: row.order })
    bank.ok(OFFICER, liftOrder, { order: row.order })
    bank.no("order_missing", OFFICER, liftOrder, { order: row.order })
  })

  test("covers its account, its kind, its time and its cap", () => {
    const bank = euros()
    const id = order(bank, "alpha")
    const account = numberOf("alpha")
    const other = numberOf("beta")
    bank.no("order_missing", OFFICER, freeze, { account, order: bank.id(), ...amount(1n) })
    bank.no("order_missing", OFFICER, freeze, { account: other, order: id, ...amount(1n) })
    const moves = { from: account, to: other, amount: 1n }
    bank.no("order_missing", OFFICERS, forceTransfer, { entry: bank.id(), order: id, ...moves })
    bank.no("zero_amount", OFFICER, freeze, { account, order: id, ...amount(0n) })
    bank.no("permission_missing", ALPHA, freeze, { account, order: id, ...amount(1n) })
    const told = bank.no("order_exceeded", OFFICER, freeze, { account, order: id, ...amount(700n) })
    expect(told).toMatchObject({ cap: "500", amount: "700" })
    bank.ledger.time += DAY
    bank.no("order_expired", OFFICER, freeze, { account, order: id, ...amount(1n) })
  })
})

describe("a freeze", () => {
  test("freeze-catches-inflow: what is frozen may exceed the balance", () => {
    const bank = euros()
    const account = numberOf("beta")
    const id = order(bank, "beta", { cap: 300n })
    const { happened } = bank.ok(OFFICER, freeze, { account, order: id, ...amount(300n) })
    expect(happened.map(({ event }) => event)).toEqual([frozen.name])
    bank.ok(ALPHA, transfer, { entry: bank.id(), line: line(350n) })
    expect([bank.balance("beta"), bank.free("beta")]).toEqual([350n, 50n])
    const back = (of: bigint) => ({ entry: bank.id(), line: lineOf("beta", "alpha", of) })
    bank.no("frozen_amount", BETA, transfer, back(51n))
    bank.no("insufficient_funds", BETA, transfer, back(351n))
    bank.ok(BETA, transfer, back(50n))
    bank.no("account_not_empty", BETA, closeAccount, { account })
  })

  test("is undone under its order, even when that is over, and no more than was done", () => {
    const bank = euros()
    const account = numberOf("beta")
    const id = order(bank, "beta")
    bank.ok(OFFICER, freeze, { account, order: id, ...amount(300n) })
    bank.no("account_blocked", BETA, closeAccount, { account })
    bank.ok(OFFICER, liftOrder, { order: id })
    bank.no("order_missing", OFFICER, freeze, { account, order: id, ...amount(1n) })
    bank.no("order_exceeded", OFFICER, unfreeze, { account, order: id, ...amount(301n) })
    bank.no("order_missing", OFFICER, unfreeze, { account, order: bank.id(), ...amount(1n) })
    bank.ok(OFFICER, unfreeze, { account, order: id, ...amount(300n) })
    expect(bank.row("beta").frozen).toBe(0n)
    expect(orders.get(bank.ledger.view(), { order: id })?.used).toBe(0n)
  })

  test("of a side blocks what goes out or what comes in, holds too", () => {
    const bank = euros()
    const id = order(bank, "alpha")
    const reserved = bank.id()
    bank.ok(ALPHA, hold, {
      ...{ hold: reserved, from: numberOf("alpha"), to: numberOf("shop"), amount: 5n },
      ...{ condition: { by: "shop" as never }, notBefore: 0, consent: null },
      expires: bank.ledger.time + DAY,
    })
    const side = (of: "debits" | "credits" | "both") => ({
      ...{ account: numberOf("alpha"), order: id, measure: { side: of } },
    })
    bank.ok(OFFICER, freeze, side("debits"))
    bank.no("account_blocked", ALPHA, transfer, { entry: bank.id(), line: line(1n) })
    bank.no("account_blocked", SHOP, postHold, { hold: reserved, amount: 5n, release: null })
    bank.ok(OFFICER, unfreeze, side("debits"))
    bank.ok(ALPHA, transfer, { entry: bank.id(), line: line(10n) })
    bank.ok(OFFICER, freeze, side("credits"))
    const back = lineOf("beta", "alpha", 1n)
    bank.no("account_blocked", BETA, transfer, { entry: bank.id(), line: back })
    bank.ok(ALPHA, transfer, { entry: bank.id(), line: line(10n) })
  })

  test("of a side under two orders stands until both have let go", () => {
    const bank = euros()
    const [one, two] = [order(bank, "alpha"), order(bank, "alpha")]
    const under = (id: Id, side: "debits" | "credits" | "both") => ({
      ...{ account: numberOf("alpha"), order: id, measure: { side } },
    })
    bank.ok(OFFICER, freeze, under(one, "both"))
    bank.ok(OFFICER, freeze, under(two, "debits"))
    bank.ok(OFFICER, freeze, under(two, "debits"))
    const { happened } = bank.ok(OFFICER, unfreeze, under(one, "both"))
    expect(happened[0]!.fields).toMatchObject({ noDebits: true, noCredits: false })
    bank.no("account_blocked", ALPHA, transfer, { entry: bank.id(), line: line(1n) })
    const told = bank.no("order_exceeded", OFFICER, unfreeze, under(one, "debits"))
    expect(told).toEqual({ order: one, side: "debit" })
    bank.no("order_exceeded", OFFICER, unfreeze, under(two, "both"))
    bank.ok(OFFICER, liftOrder, { order: two })
    bank.no("account_blocked", ALPHA, transfer, { entry: bank.id(), line: line(1n) })
    bank.ok(OFFICER, unfreeze, under(two, "debits"))
    bank.ok(ALPHA, transfer, { entry: bank.id(), line: line(1n) })
  })

  test("of an item under two orders stands until both have let go", () => {
    const bank = euros()
    const key = { asset: "eur", item: digestOfText("a coin") as Hash }
    const account = numberOf("alpha")
    bank.ok(TREASURER, mintItem, { ...key, holder: account, document: digestOfText("a deed") })
    const [one, two] = [order(bank, "alpha"), order(bank, "alpha")]
    const under = (id: Id) => ({ account, order: id, measure: { item: key } })
    for (const id of [one, two]) bank.ok(OFFICER, freeze, under(id))
    const { happened } = bank.ok(OFFICER, unfreeze, under(one))
    expect(happened[0]!.fields).toMatchObject({ order: one, frozen: true })
    bank.no("order_exceeded", OFFICER, unfreeze, under(one))
    bank.no("item_frozen", ALPHA, transferItem, { ...key, from: account, to: numberOf("beta") })
    bank.ok(OFFICER, unfreeze, under(two))
    bank.ok(ALPHA, transferItem, { ...key, from: account, to: numberOf("beta") })
  })

  test("of several orders adds up, but never above what can be counted", () => {
    const bank = euros()
    const account = numberOf("alpha")
    const most = 2n ** 128n - 1n
    const [one, two] = [order(bank, "alpha", { cap: most }), order(bank, "alpha", { cap: most })]
    bank.ok(OFFICER, freeze, { account, order: one, ...amount(most) })
    bank.no("amount_overflow", OFFICER, freeze, { account, order: two, ...amount(1n) })
  })

  test("of an item is of one that the account holds", () => {
    const bank = euros()
    const measure = { item: { asset: "eur", item: digestOfText("none") } }
    const input = { account: numberOf("alpha"), order: order(bank, "alpha"), measure }
    bank.no("unknown_item", OFFICER, freeze, input)
    bank.no("unknown_item", OFFICER, unfreeze, input)
  })
})

describe("moving money under an order", () => {
  test("takes two persons, and passes blocks and what is frozen", () => {
    const bank = euros()
    const [from, to] = [numberOf("alpha"), numberOf("beta")]
    const stop = order(bank, "alpha", { cap: 1_000n })
    bank.ok(OFFICER, freeze, { account: from, order: stop, ...amount(1_000n) })
    bank.ok(OFFICER, freeze, { account: from, order: stop, measure: { side: "both" } })
    const id = order(bank, "alpha", { kind: "transfer" })
    const input = { entry: bank.id(), order: id, from, to, amount: 400n }
    const told = bank.no("approvals_insufficient", OFFICER, forceTransfer, input)
    expect(told).toEqual({ have: 1, need: 2 })
    bank.no("permission_missing", ALPHA, forceTransfer, input)
    const { happened } = bank.ok(OFFICERS, forceTransfer, input)
    expect(happened.map(({ event }) => event)).toContain(forced.name)
    bank.no("entry_exists", OFFICERS, forceTransfer, input)
    const more = { ...input, entry: bank.id(), amount: 101n }
    bank.no("order_exceeded", OFFICERS, forceTransfer, more)
    bank.no("insufficient_funds", OFFICERS, forceTransfer, {
      ...{ ...input, entry: bank.id(), amount: 5_000n },
      order: order(bank, "alpha", { kind: "transfer", cap: 9_000n }),
    })
    expect([bank.balance("alpha"), bank.balance("beta")]).toEqual([600n, 400n])
  })

  test("lost-key-recovery: to an account of the same owner, and to no other", () => {
    const bank = euros()
    const lost = { wallet: "ab".repeat(32) as Hex }
    bank.open(ALPHA, "lost", "eur", lost)
    bank.open(ALPHA, "found", "eur", { wallet: "cd".repeat(32) as Hex })
    bank.ok(ALPHA, transfer, { entry: bank.id(), line: lineOf("alpha", "lost", 70n) })
    const id = order(bank, "lost", { kind: "recovery" })
    const input = { entry: bank.id(), order: id, from: numberOf("lost"), amount: 70n }
    const other = { ...input, to: numberOf("beta") }
    bank.no("counterparty_not_allowed", OFFICERS, recover, other)
    const { happened } = bank.ok(OFFICERS, recover, { ...input, to: numberOf("found") })
    expect(happened.map(({ event }) => event)).toContain(recovered.name)
    expect([bank.balance("lost"), bank.balance("found")]).toEqual([0n, 70n])
  })
})
