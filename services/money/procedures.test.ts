/** Money for other services: a toy ticket office that keeps accounts, holds and a cycle. */
import {
  bytes,
  command,
  enumeration,
  fixed,
  type Hex,
  option,
  type Party,
  service,
  u128,
} from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import {
  ALPHA,
  type Bank,
  BEGAN,
  DAY,
  euros,
  IDLE,
  idAt,
  lineOf,
  numberOf,
  SCHEME,
} from "./bank.testing.ts"
import { setCap } from "./cycle.ts"
import { hold as holdCommand } from "./hold.ts"
import { transfer } from "./post.ts"
import { money, moneyService } from "./service.ts"
import { holds } from "./tables-control.ts"

const id = fixed(16)
const [purse, fees] = [numberOf("office purse"), numberOf("office fees")]
const cycle = numberOf("office cycle")

const begin = command({
  about: "Open the office's accounts.",
  role: null,
  input: {},
  run(tx) {
    money.open(tx, { account: purse, asset: "eur", kind: "escrow" })
    money.open(tx, { account: fees, asset: "eur", kind: "fee", limits: { holdingLimit: 5n } })
  },
})

const pay = command({
  about: "Pay from an account, whoever's.",
  role: null,
  input: { entry: id, from: id, to: id, amount: u128, mode: enumeration("linked", "each") },
  run(tx, { entry, from, to, amount, mode }) {
    const line = { debit: from, credit: to, amount, code: 100, uetr: null, memo: null }
    money.post(tx, { entry, mode, lines: [{ ...line, consent: null }] })
  },
})

const take = command({
  about: "Take what was held for a ticket.",
  role: null,
  input: { hold: id, amount: u128, give: enumeration("post", "void"), release: option(bytes(64)) },
  run(tx, { hold, amount, give, release }) {
    if (give === "void") money.voidHold(tx, { hold })
    else money.postHold(tx, { hold, amount, release })
  },
})

const reserve = command({
  about: "Reserve of the purse for somebody, then settle it.",
  role: null,
  input: { hold: id, to: id, amount: u128, settlement: id },
  run(tx, { hold, to, amount, settlement }) {
    const leg = { hold: { hold, from: purse, to, amount } }
    const condition = { settlement: money.termsOf([leg]) }
    const expires = tx.time + DAY
    money.hold(tx, { hold, from: purse, to, amount, condition, expires })
    money.settle(tx, { settlement, legs: [leg] })
  },
})

const net = command({
  about: "Net what members owe each other, for them.",
  role: null,
  input: { step: enumeration("open", "submit", "close", "exclude", "settle", "abandon", "fund") },
  run(tx, { step }) {
    const participants = ["alpha", "beta"] as Party[]
    const members = participants.map((participant) => ({
      ...{ participant, account: numberOf(participant) },
    }))
    const terms = { cycle, asset: "eur", account: purse, members, fundWithin: 60 }
    const from = "alpha" as Party
    if (step === "open") money.net.open(tx, terms)
    if (step === "submit") {
      money.net.submit(tx, { cycle, from, owed: [{ to: "beta" as Party, amount: 9n }] })
    }
    if (step === "close") money.net.close(tx, { cycle })
    if (step === "exclude") money.net.exclude(tx, { cycle })
    if (step === "settle") money.net.settle(tx, { cycles: [cycle] })
    if (step === "abandon") money.net.abandon(tx, { cycle })
    if (step === "fund") {
      const hold = idAt(BEGAN, "funding")
      const own = { account: numberOf("alpha"), amount: 9n }
      money.net.fund(tx, { cycle, participant: from, hold, ...own })
    }
  },
})

/** What a service may never hand over: less than nothing. */
const wrong = command({
  about: "Hand over negative amounts.",
  role: null,
  input: { hold: id, what: enumeration("line", "hold", "post", "owed") },
  run(tx, { hold, what }) {
    const amount = -1n
    const sides = { from: purse, to: fees, amount }
    const condition = { service: "office" }
    const line = { debit: purse, credit: fees, amount, code: 100, uetr: null, memo: null }
    if (what === "line") {
      money.post(tx, { entry: hold, mode: "each", lines: [{ ...line, consent: null }] })
    }
    if (what === "hold") money.hold(tx, { hold, ...sides, condition, expires: tx.time + DAY })
    if (what === "post") money.postHold(tx, { hold, amount })
    const from = "alpha" as Party
    if (what === "owed") money.net.submit(tx, { cycle, from, owed: [{ to: from, amount }] })
  },
})

const office = service({
  name: "office",
  about: "A ticket office",
  uses: [moneyService],
  commands: { begin, pay, take, reserve, net, wrong },
})

function withOffice(): Bank {
  const bank = euros({ services: [office] })
  bank.ok(IDLE, begin, {})
  const line = { ...lineOf("alpha", "beta", 300n), credit: purse }
  bank.ok(ALPHA, transfer, { entry: bank.id(), line })
  return bank
}

const paying = (bank: Bank, from: Hex, to: Hex, amount: bigint, mode: "linked" | "each") => ({
  ...{ entry: bank.id(), from, to, amount, mode },
})

describe("a service", () => {
  test("pays from accounts that it owns, and never from a member's", () => {
    const bank = withOffice()
    const alpha = numberOf("alpha")
    bank.ok(IDLE, pay, paying(bank, purse, numberOf("shop"), 100n, "linked"))
    bank.no("not_the_owner", ALPHA, pay, paying(bank, alpha, purse, 1n, "linked"))
    bank.no("not_the_owner", ALPHA, transfer, {
      ...{ entry: bank.id(), line: { ...lineOf("alpha", "beta", 1n), debit: purse } },
    })
    bank.no("holding_limit", IDLE, pay, paying(bank, purse, fees, 6n, "linked"))
    expect([bank.balance("office purse"), bank.balance("shop")]).toEqual([200n, 100n])
  })

  test("is told which lines of mode each were refused", () => {
    const bank = withOffice()
    const { happened } = bank.ok(IDLE, pay, paying(bank, purse, fees, 6n, "each"))
    expect(happened.map(({ fields }) => fields["code"])).toEqual(["holding_limit"])
  })

  test.each(["line", "hold", "post", "owed"] as const)(
    "that hands over less than nothing as %s is refused",
    (what) => {
      const bank = withOffice()
      bank.no("number_out_of_range", IDLE, wrong, { hold: bank.id(), what })
      expect(bank.balance("office purse")).toBe(300n)
    },
  )

  test("opens accounts of an asset that there is, once", () => {
    const bank = euros({ services: [office] })
    bank.ok(IDLE, begin, {})
    bank.no("account_exists", IDLE, begin, {})
    expect(bank.row("office purse")).toMatchObject({
      ...{ owner: { service: "office" }, operator: "central", kind: "escrow" },
    })
  })

  test("posts and gives up holds that name it", () => {
    const bank = withOffice()
    const held = () => {
      const hold = bank.id()
      bank.ok(ALPHA, holdCommand, {
        ...{ hold, from: numberOf("alpha"), to: numberOf("shop"), amount: 20n, consent: null },
        ...{ condition: { service: "office" }, notBefore: 0, expires: bank.ledger.time + DAY },
      })
      return hold
    }
    const [one, two] = [held(), held()]
    const no = { amount: 0n, release: null }
    bank.ok(IDLE, take, { hold: one, amount: 20n, give: "post", release: null })
    bank.ok(IDLE, take, { hold: two, give: "void", ...no })
    bank.no("unknown_hold", IDLE, take, { hold: bank.id(), give: "void", ...no })
    expect([bank.balance("shop"), bank.free("alpha")]).toEqual([20n, 680n])
    expect(holds.get(bank.ledger.view(), { hold: two })?.state).toBe("voided")
  })

  test("reserves and settles in one command, and a refusal undoes all of it", () => {
    const bank = withOffice()
    const [hold, settlement] = [bank.id(), bank.id()]
    const input = { hold, to: numberOf("shop"), settlement }
    bank.no("insufficient_funds", IDLE, reserve, { ...input, amount: 301n })
    bank.ok(IDLE, reserve, { ...input, amount: 30n })
    expect([bank.balance("office purse"), bank.balance("shop")]).toEqual([270n, 30n])
  })

  test("operates a cycle, writing down for members what they owe", () => {
    const bank = withOffice()
    bank.ok(IDLE, net, { step: "open" })
    bank.no("net_debit_cap", IDLE, net, { step: "submit" })
    bank.ok(SCHEME, setCap, { asset: "eur", participant: "alpha" as Party, cap: 9n })
    bank.ok(IDLE, net, { step: "submit" })
    bank.ok(IDLE, net, { step: "close" })
    bank.no("not_the_owner", IDLE, net, { step: "fund" })
    bank.no("not_funded", IDLE, net, { step: "settle" })
    bank.no("deadline_open", IDLE, net, { step: "exclude" })
    bank.ledger.time += DAY
    bank.ok(IDLE, net, { step: "exclude" })
    bank.ok(IDLE, net, { step: "settle" })
    bank.no("cycle_state", IDLE, net, { step: "abandon" })
  })

  test("asks beforehand what would happen", () => {
    const bank = withOffice()
    const view = bank.ledger.view()
    const lines = [{ ...lineOf("alpha", "shop", 300n), debit: purse }]
    const posting = { entry: bank.id(), mode: "linked", lines } as const
    expect(money.check(view, "office", posting)).toBeNull()
    expect(money.check(view, "other", posting)).toBe("not_the_owner")
    const twice = { ...posting, lines: [...lines, ...lines] }
    expect(money.check(view, "office", twice)).toBe("insufficient_funds")
    const old = { ...posting, entry: numberOf("old") }
    expect(money.check(view, "office", old)).toMatch(/^id_/)
    expect(money.available(view, purse)).toBe(300n)
    expect(money.split(10_003n, [50n, 30n, 20n])).toEqual([5_001n, 3_001n, 2_001n])
  })
})
