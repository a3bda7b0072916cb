/** Quotes and returns: money changed at a rate, and money given back. */
import { type Hash, hashOf, MerkleTree } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import {
  ALPHA,
  type Bank,
  BETA,
  DAY,
  euros,
  lineOf,
  numberOf,
  SHOP,
  TREASURER,
} from "./bank.testing.ts"
import { lineLeaf } from "./entry.ts"
import { returned } from "./events.ts"
import type { Form, Line } from "./kinds.ts"
import { post, transfer } from "./post.ts"
import { offerQuote, takeQuote, withdrawQuote } from "./quote.ts"
import { returnLine } from "./return.ts"
import { quotes } from "./tables-control.ts"

describe("a quote", () => {
  /** Beta gives 1.08 dollars for a euro, 540 dollars in all. */
  function desk() {
    const bank = euros()
    bank.asset("usd", 1_000n)
    bank.open(ALPHA, "alpha usd", "usd")
    bank.open(BETA, "beta usd", "usd")
    const line = lineOf("usd treasury", "beta usd", 600n)
    bank.ok(TREASURER, transfer, { entry: bank.id(), line })
    const quote = bank.id()
    const offer = {
      ...{ quote, pays: numberOf("beta usd"), takes: numberOf("beta"), num: 108n, den: 100n },
      ...{ left: 540n, expires: bank.ledger.time + DAY },
    }
    return { bank, quote, offer }
  }
  const take = (bank: Bank, quote: never, amount: bigint, least: bigint) => ({
    ...{ entry: bank.id(), quote, pays: numberOf("alpha"), takes: numberOf("alpha usd") },
    ...{ amount, least },
  })

  test("is offered by its provider for its own accounts", () => {
    const { bank, offer } = desk()
    bank.no("permission_missing", SHOP, offerQuote, offer)
    bank.no("not_the_owner", ALPHA, offerQuote, offer)
    bank.no("unknown_account", BETA, offerQuote, { ...offer, pays: numberOf("nowhere") })
    bank.no("parameter_out_of_range", BETA, offerQuote, { ...offer, den: 0n })
    bank.no("expiry_out_of_range", BETA, offerQuote, { ...offer, expires: 1 })
    bank.open(BETA, "person", "usd", { wallet: "ab".repeat(32) as never })
    bank.no("consent_invalid", BETA, offerQuote, { ...offer, pays: numberOf("person") })
    bank.ok(BETA, offerQuote, offer)
    bank.no("already_exists", BETA, offerQuote, offer)
  })

  test("is taken at its rate, rounded down, as long as it lasts", () => {
    const { bank, quote, offer } = desk()
    const id = quote as never
    bank.no("unknown_quote", ALPHA, takeQuote, take(bank, id, 33n, 0n))
    bank.ok(BETA, offerQuote, offer)
    expect(bank.no("price_moved", ALPHA, takeQuote, take(bank, id, 33n, 36n))).toMatchObject({
      ...{ gets: "35", least: "36" },
    })
    bank.ok(ALPHA, takeQuote, take(bank, id, 33n, 35n))
    expect([bank.balance("beta"), bank.balance("alpha usd")]).toEqual([33n, 35n])
    bank.no("price_moved", ALPHA, takeQuote, take(bank, id, 500n, 0n))
    bank.no("not_the_owner", SHOP, takeQuote, take(bank, id, 10n, 0n))
    bank.no("not_the_owner", ALPHA, withdrawQuote, { quote })
    bank.no("unknown_quote", BETA, withdrawQuote, { quote: bank.id() })
    bank.ok(BETA, withdrawQuote, { quote })
    bank.no("price_moved", ALPHA, takeQuote, take(bank, id, 1n, 0n))
    bank.ledger.time += DAY
    bank.no("quote_expired", ALPHA, takeQuote, take(bank, id, 1n, 0n))
    bank.ledger.time += 7 * DAY
    bank.ok(ALPHA, transfer, { entry: bank.id(), line: lineOf("alpha", "beta", 1n) })
    expect(quotes.has(bank.ledger.view(), { quote })).toBe(false)
  })
})

describe("a return", () => {
  const lines = [
    lineOf("alpha", "beta", 60n),
    lineOf("alpha", "shop", 5_000n),
    lineOf("alpha", "shop", 40n),
  ]

  /** A line of an entry, with its way to the digest. */
  function shown(entry: ReturnType<Bank["id"]>, form: Form, of: readonly Line[], index: number) {
    const tree = new MerkleTree(of.map((line) => lineLeaf(form, line)))
    const path: Hash[] = tree.path(index).map((step) => hashOf(step))
    return { entry, form, index, line: of[index]!, path }
  }
  const back = (bank: Bank, original: ReturnType<typeof shown>, amount: bigint) => ({
    ...{ entry: bank.id(), original, amount, reason: "AC03", consent: null },
  })

  test("gives back all or part of a line, never more, by its payee", () => {
    const bank = euros()
    const entry = bank.id()
    bank.ok(ALPHA, post, { entry, mode: "each", lines })
    const third = shown(entry, "each", lines, 2)
    bank.no("not_the_owner", ALPHA, returnLine, back(bank, third, 10n))
    const first = back(bank, third, 10n)
    const { happened } = bank.ok(SHOP, returnLine, first)
    expect(happened.at(-1)).toMatchObject({
      event: returned.name,
      fields: { original: entry, line: 2, amount: 10n, reason: "AC03" },
    })
    bank.no("entry_exists", SHOP, returnLine, first)
    expect(bank.no("return_exceeds", SHOP, returnLine, back(bank, third, 31n))).toMatchObject({
      left: "30",
    })
    bank.ok(SHOP, returnLine, back(bank, third, 30n))
    bank.no("already_returned", SHOP, returnLine, back(bank, third, 1n))
    expect([bank.balance("alpha"), bank.balance("shop")]).toEqual([940n, 0n])
  })

  test("is of a line that was booked, as it was, within seven days", () => {
    const bank = euros()
    const entry = bank.id()
    bank.ok(ALPHA, post, { entry, mode: "each", lines })
    const refusedLine = shown(entry, "each", lines, 1)
    bank.no("unknown_entry", SHOP, returnLine, back(bank, refusedLine, 1n))
    const third = shown(entry, "each", lines, 2)
    const more = { ...third, line: { ...third.line, amount: 50n } }
    bank.no("unknown_entry", SHOP, returnLine, back(bank, more, 1n))
    bank.no("unknown_entry", SHOP, returnLine, back(bank, { ...third, form: "linked" }, 1n))
    bank.no("unknown_entry", SHOP, returnLine, back(bank, { ...third, index: 7 }, 1n))
    bank.no("unknown_entry", SHOP, returnLine, back(bank, { ...third, entry: bank.id() }, 1n))
    bank.ledger.time += 7 * DAY + 5_000
    bank.no("unknown_entry", SHOP, returnLine, back(bank, third, 1n))
  })
})
