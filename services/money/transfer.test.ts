/** Paying: one line, many lines, the order of checks, and that an id serves once. */
import { type Hex, type Party, toHex } from "@concordat/kernel"
import { testSigner } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { closeAccount } from "./accounts.ts"
import { setAllowance } from "./allowance.ts"
import { pauseAsset, resumeAsset, setPolicy } from "./assets.ts"
import {
  ALPHA,
  BETA,
  CHAIN,
  DAY,
  digestOfText,
  euros,
  grantRow,
  IDLE,
  idAt,
  lineOf,
  numberOf,
  SHOP,
  TREASURER,
} from "./bank.testing.ts"
import { toConsent } from "./consent.ts"
import { lineRefused, moved } from "./events.ts"
import type { Line } from "./kinds.ts"
import { post, transfer } from "./post.ts"
import { entries, uetrs } from "./tables.ts"
import { allowances } from "./tables-control.ts"

describe("a transfer", () => {
  test("moves money, and says so in an event that proves it", () => {
    const bank = euros()
    const entry = bank.id()
    const line = lineOf("alpha", "beta", 250n, { code: 120, memo: digestOfText("invoice 7") })
    const { happened } = bank.ok(ALPHA, transfer, { entry, line })
    expect([bank.balance("alpha"), bank.balance("beta")]).toEqual([750n, 250n])
    const { consent: _, ...said } = line
    const fields = { entry, line: 0, asset: "eur", ...said }
    expect(happened.map(({ event, fields: told }) => [event, told])).toEqual([[moved.name, fields]])
  })

  test.each([
    ["zero_amount", lineOf("alpha", "beta", 0n)],
    ["amount_overflow", lineOf("alpha", "beta", 2n ** 128n - 1n)],
    ["same_account", lineOf("alpha", "alpha", 1n)],
    ["unknown_account", lineOf("alpha", "nowhere", 1n)],
    ["unknown_account", lineOf("nowhere", "alpha", 1n)],
    ["asset_mismatch", lineOf("alpha", "dollars", 1n)],
    ["insufficient_funds", lineOf("alpha", "beta", 1_001n)],
    ["account_blocked", lineOf("eur issuance", "alpha", 1n)],
    ["account_blocked", lineOf("alpha", "eur issuance", 1n)],
    ["not_the_owner", lineOf("beta", "alpha", 1n)],
  ])("is refused: %s", (code, line) => {
    const bank = euros()
    bank.asset("usd")
    bank.open(ALPHA, "dollars", "usd")
    bank.no(code, ALPHA, transfer, { entry: bank.id(), line })
  })

  test("of a paused asset waits until it moves again", () => {
    const bank = euros()
    bank.ok(TREASURER, pauseAsset, { asset: "eur" })
    bank.no("wrong_state", TREASURER, pauseAsset, { asset: "eur" })
    const line = lineOf("alpha", "beta", 1n)
    bank.no("asset_paused", ALPHA, transfer, { entry: bank.id(), line })
    bank.no("permission_missing", ALPHA, resumeAsset, { asset: "eur" })
    bank.ok(TREASURER, resumeAsset, { asset: "eur" })
    bank.ok(ALPHA, transfer, { entry: bank.id(), line })
  })

  test("needs money.pay of the owner's people, up to their limit", () => {
    const bank = euros({
      rows: [grantRow("alpha/teller" as Party, "pay", { limit: 100n })],
    })
    const entry = bank.id()
    bank.ok(ALPHA, transfer, { entry, line: lineOf("alpha", "beta", 100n) })
    const line = lineOf("alpha", "beta", 101n)
    const told = bank.no("grant_limit_exceeded", ALPHA, transfer, { entry: bank.id(), line })
    expect(told).toMatchObject({ limit: "100", actual: "101" })
    bank.no("not_the_owner", IDLE, transfer, { entry: bank.id(), line })
  })

  test("is stopped between tiers that the policy denies", () => {
    const bank = euros()
    const policy = { asset: "eur", tiers: [], fees: [] }
    bank.ok(TREASURER, setPolicy, { ...policy, deny: [{ from: 0, to: 0 }] })
    const line = lineOf("alpha", "beta", 1n)
    bank.no("counterparty_not_allowed", ALPHA, transfer, { entry: bank.id(), line })
  })
})

describe("an id", () => {
  test("serves once: the same again is known, something else is not it", () => {
    const bank = euros()
    const entry = bank.id()
    const line = lineOf("alpha", "beta", 5n)
    bank.ok(ALPHA, transfer, { entry, line })
    const { height } = bank.ledger.state
    expect(bank.no("entry_exists", ALPHA, transfer, { entry, line })).toMatchObject({
      height: `${height}`,
    })
    const other = lineOf("alpha", "beta", 6n)
    bank.no("entry_mismatch", ALPHA, transfer, { entry, line: other })
    bank.no("entry_mismatch", ALPHA, post, { entry, mode: "each", lines: [line] })
  })

  test("is of the last seven days, and at most five minutes ahead", () => {
    const bank = euros()
    const line = lineOf("alpha", "beta", 1n)
    const now = bank.ledger.time
    bank.no("id_too_old", ALPHA, transfer, { entry: idAt(now - 7 * DAY - 1, 1), line })
    bank.no("id_in_future", ALPHA, transfer, { entry: idAt(now + 302_000, 1), line })
    bank.ok(ALPHA, transfer, { entry: idAt(bank.ledger.time - 7 * DAY, 1), line })
    bank.ok(ALPHA, transfer, { entry: idAt(bank.ledger.time + 300_000, 1), line })
  })

  test("that was forgotten cannot come again", () => {
    const bank = euros()
    const entry = bank.id()
    const line = lineOf("alpha", "beta", 1n)
    bank.ok(ALPHA, transfer, { entry, line })
    bank.ledger.time += 8 * DAY
    bank.ok(ALPHA, transfer, { entry: bank.id(), line })
    expect(entries.has(bank.ledger.view(), { entry })).toBe(false)
    bank.no("id_too_old", ALPHA, transfer, { entry, line })
  })
})

describe("a UETR", () => {
  test("serves once in this generation and the one before, then it is forgotten", () => {
    const bank = euros()
    const uetr = numberOf("uetr")
    const line = lineOf("alpha", "beta", 1n, { uetr })
    const entry = bank.id()
    bank.ok(ALPHA, transfer, { entry, line })
    bank.no("uetr_exists", ALPHA, transfer, { entry: bank.id(), line })
    bank.ledger.time += 31 * DAY
    bank.no("uetr_exists", ALPHA, transfer, { entry: bank.id(), line })
    bank.ledger.time += 31 * DAY
    bank.ok(ALPHA, transfer, { entry: bank.id(), line })
    const places = uetrs.scan(bank.ledger.view(), {}, { limit: 10 })
    expect(places.map(({ key }) => key.uetr)).toEqual([uetr])
  })
})

describe("many lines", () => {
  const lines = [
    lineOf("alpha", "beta", 600n),
    lineOf("alpha", "shop", 600n),
    lineOf("alpha", "shop", 400n),
  ]

  test("linked: all or none, and the line at fault is named", () => {
    const bank = euros()
    const told = bank.no("insufficient_funds", ALPHA, post, {
      ...{ entry: bank.id(), mode: "linked", lines },
    })
    expect(told).toMatchObject({ line: 1, available: "400", amount: "600" })
    expect(bank.balance("alpha")).toBe(1_000n)
  })

  test("each: independent results, and a refused line is told", () => {
    const bank = euros()
    const entry = bank.id()
    const { happened } = bank.ok(ALPHA, post, { entry, mode: "each", lines })
    expect(["alpha", "beta", "shop"].map(bank.balance)).toEqual([0n, 600n, 400n])
    const told = happened.map(({ event, fields }) => [event, fields["line"]])
    expect(told).toEqual([
      [moved.name, 0],
      [moved.name, 2],
      [lineRefused.name, 1],
    ])
    const refused = { entry, line: 1, code: "insufficient_funds", side: null }
    expect(happened.at(-1)?.fields).toEqual(refused)
    expect(entries.get(bank.ledger.view(), { entry })).toMatchObject({ lines: 3, refused: [1] })
  })

  test("each: a line that one of its accounts refuses says which of the two", () => {
    const bank = euros()
    bank.open(ALPHA, "old", "eur")
    bank.ok(ALPHA, closeAccount, { account: numberOf("old") })
    const wrong = [
      ...[lineOf("nowhere", "beta", 1n), lineOf("alpha", "nowhere", 1n)],
      ...[lineOf("old", "beta", 1n), lineOf("alpha", "old", 1n)],
      ...[lineOf("eur issuance", "beta", 1n), lineOf("alpha", "eur issuance", 1n)],
    ]
    const { happened } = bank.ok(ALPHA, post, { entry: bank.id(), mode: "each", lines: wrong })
    const sides = happened.map(({ fields }) => [fields["code"], fields["side"]])
    const codes = ["unknown_account", "account_closed", "account_blocked"]
    expect(sides).toEqual(
      codes.flatMap((code) => [
        [code, "debit"],
        [code, "credit"],
      ]),
    )
  })

  test("of several owners need the signature of each", () => {
    const bank = euros()
    const both = [lineOf("alpha", "beta", 10n), lineOf("beta", "shop", 10n)]
    const posting = { mode: "linked", lines: both } as const
    bank.no("not_the_owner", ALPHA, post, { entry: bank.id(), ...posting })
    bank.ok([ALPHA, BETA], post, { entry: bank.id(), ...posting })
  })
})

describe("a wallet", () => {
  const person = testSigner("person/phone")
  /** The last 32 bytes of a COSE_Key are x. */
  const wallet = toHex(person.public).slice(-64) as Hex

  function signed(entry: Hex, line: Line, index = 0): Line {
    const message = toConsent(CHAIN, entry, index, line)
    return { ...line, consent: toHex(person.sign(message)) as Hex }
  }

  function withWallet() {
    const bank = euros()
    bank.open(ALPHA, "wallet", "eur", { wallet })
    bank.ok(ALPHA, transfer, { entry: bank.id(), line: lineOf("alpha", "wallet", 100n) })
    return bank
  }

  test("is debited by its person's signature over this very line, and by nothing else", () => {
    const bank = withWallet()
    const [entry, other] = [bank.id(), bank.id()]
    const line = lineOf("wallet", "shop", 30n)
    const send = (one: Line, under = entry) => ({ entry: under, line: one })
    bank.no("consent_invalid", ALPHA, transfer, send(line))
    bank.no("consent_invalid", ALPHA, transfer, send(signed(other, line)))
    bank.no("consent_invalid", ALPHA, transfer, send(signed(entry, line, 1)))
    const more = { ...signed(entry, line), amount: 31n }
    bank.no("consent_invalid", ALPHA, transfer, send(more))
    bank.no("not_the_owner", BETA, transfer, send(signed(entry, line)))
    bank.ok(ALPHA, transfer, send(signed(entry, line)))
    bank.no("entry_exists", ALPHA, transfer, send(signed(entry, line)))
    expect(bank.balance("wallet")).toBe(70n)
  })
})

describe("an allowance", () => {
  test("lets somebody else debit, as far as it reaches and until its end", () => {
    const bank = euros()
    const account = numberOf("alpha")
    const spender = "shop" as Party
    const expires = bank.ledger.time + DAY
    const terms = { account, spender, amount: 50n, expires }
    bank.no("not_the_owner", SHOP, setAllowance, terms)
    bank.ok(ALPHA, setAllowance, terms)
    const take = (amount: bigint) => ({ entry: bank.id(), line: lineOf("alpha", "shop", amount) })
    bank.ok(SHOP, transfer, take(30n))
    bank.no("allowance_exceeded", SHOP, transfer, take(21n))
    expect(allowances.get(bank.ledger.view(), { account, spender })?.left).toBe(20n)
    bank.ledger.time += DAY
    bank.no("not_the_owner", SHOP, transfer, take(1n))
    bank.ok(ALPHA, setAllowance, { ...terms, amount: 0n })
    expect(allowances.has(bank.ledger.view(), { account, spender })).toBe(false)
  })
})
