/** Scenarios, told as services tell theirs; and what they say when something is not as expected. */
import { describe, expect, it } from "vitest"
import {
  accounts,
  moved,
  order,
  ordered,
  orders,
  pay,
  purse,
  shop,
} from "../execution/purse.testing.ts"
import type { Party } from "../schema/party.ts"
import { accepted, emitted, holds, lacks, refused, shown, silent } from "./expectations.ts"
import { given } from "./given.ts"
import { operation } from "./ledger.ts"
import { scenario } from "./scenario.ts"
import { testSigner } from "./signer.ts"

const ada = "ada/one" as Party
const bob = "bob/one" as Party
const adaHas = (balance: bigint) => given(accounts, { holder: ada }, { balance, moved: null })
const tea = { number: 1, item: "tea", price: 30n }

describe("a scenario", () => {
  it("tells what is given, what happens, and what must hold", () => {
    scenario(purse, shop)
      .given(adaHas(100n))
      .when(ada, pay, { to: bob, amount: 60n })
      .then(
        accepted,
        emitted(moved, { from: ada, to: bob, amount: 60n }),
        holds(accounts, { holder: ada }, { balance: 40n }),
        holds(accounts, { holder: bob }, { balance: 60n }),
      )
      .when(ada, pay, { to: bob, amount: 41n })
      .then(refused("funds_insufficient", "purse"), silent)
      .when(bob, order, tea)
      .then(accepted, emitted(ordered, { paid: true }), holds(orders, { buyer: bob, number: 1 }))
      .then(lacks(orders, { buyer: ada, number: 1 }))
  })

  it("has several signers, operations, and time that passes", () => {
    const before = scenario(purse, shop).given(adaHas(10n)).begins({ chain: "other-1", time: 0 })
    const { ledger } = before
      .whenAll([ada, bob], [operation(order, tea), operation(order, { ...tea, number: 2 })], {
        mode: "each",
        memo: "two",
      })
      .then(accepted, holds(orders, { buyer: ada, number: 2 }, { paid: false }))
      .later(60_000)
      .meanwhile((one) => one.block([]))
    expect([ledger.state.chain, ledger.state.height]).toEqual(["other-1", 2n])
    expect(ledger.state.time).toBe(62_000)
  })

  it("lets a principal be denied, and a scope be frozen", () => {
    scenario(purse, shop)
      .given(adaHas(10n))
      .meanwhile(({ authority }) => authority!.deny(ada, "purse.pay"))
      .when(ada, pay, { to: bob, amount: 1n })
      .then(refused("permission_missing", "authority"))
      .when(ada, order, tea)
      .then(accepted)
      .meanwhile(({ authority }) => authority!.freeze("service:shop"))
      .when(ada, order, { ...tea, number: 2 })
      .then(refused("frozen"))
      .meanwhile(({ authority }) => authority!.deny(bob))
      .when(bob, order, tea)
      .then(refused("frozen"))
  })

  it("takes what is given before the first step only", () => {
    const begun = scenario(purse, shop)
    begun.when(ada, pay, { to: bob, amount: 1n }).then(refused("unknown_account"))
    expect(() => begun.given(adaHas(1n))).toThrow(/before the first step/)
  })
})

describe("what is not as expected", () => {
  const paid = () => scenario(purse, shop).given(adaHas(9n)).when(ada, pay, { to: bob, amount: 4n })
  const failures: [string, () => unknown, RegExp][] = [
    [
      "refused",
      () => paid().then(refused("frozen")),
      /step 1: expected refused frozen, found accepted/,
    ],
    [
      "accepted",
      () => paid().when(ada, pay, { to: bob, amount: 6n }).then(accepted),
      /step 2: expected accepted, found funds_insufficient/,
    ],
    [
      "another service",
      () =>
        paid().when(ada, pay, { to: bob, amount: 6n }).then(refused("funds_insufficient", "shop")),
      /by shop, found funds_insufficient by purse/,
    ],
    [
      "an event",
      () => paid().then(emitted(moved, { amount: 5n })),
      /expected event moved \{amount: 5n\}/,
    ],
    ["silence", () => paid().then(silent), /expected no event, found/],
    [
      "a row",
      () => paid().then(holds(accounts, { holder: ada }, { balance: 9n })),
      /to hold \{balance: 9n\}, found \{balance: 5n/,
    ],
    ["no such row", () => paid().then(holds(orders, { buyer: ada, number: 9 })), /found no row/],
    ["no row", () => paid().then(lacks(accounts, { holder: ada })), /expected no accounts/],
    [
      "before any step",
      () => scenario(purse, shop).then(accepted),
      /expected accepted, found undefined/,
    ],
  ]
  it.each(failures)("%s is told", (_, work, message) => {
    expect(work).toThrow(message)
  })

  it("is shown the same for equal values", () => {
    expect(shown({ b: [1n, "x"], a: Uint8Array.of(1, 255), c: null })).toBe(
      `{a: h'01ff', b: [1n, "x"], c: null}`,
    )
    expect(shown({ a: 1, b: 2 })).toBe(shown({ b: 2, a: 1 }))
  })
})

describe("a test signer", () => {
  it("has one key a name, algorithm and purpose", () => {
    const keys = [
      testSigner("ada/one"),
      testSigner("ada/two"),
      testSigner("ada/one", "es256"),
      testSigner("ada/one", "ed25519", "seal"),
    ]
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(4)
    expect(testSigner("ada/one")).toBe(keys[0])
    expect(keys[2]).toMatchObject({ principal: "ada/one", organisation: "ada", algorithm: "es256" })
  })
})
