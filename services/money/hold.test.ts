/** Holds: reserved, posted, given up, expired; conditions; what the sweep does. */
import { type Input, type Party, sha256, sha256Hex, utf8 } from "@concordat/kernel"
import { operation } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { pauseAsset } from "./assets.ts"
import {
  ALPHA,
  type Bank,
  BETA,
  DAY,
  euros,
  GAMMA,
  IDLE,
  idAt,
  lineOf,
  numberOf,
  SHOP,
  TREASURER,
} from "./bank.testing.ts"
import { held, moved, released } from "./events.ts"
import { hold, postHold, voidHold } from "./hold.ts"
import type { Condition, Id } from "./kinds.ts"
import { transfer } from "./post.ts"
import { expiries, holds } from "./tables-control.ts"

function holding(bank: Bank, more: Partial<Input<typeof hold>> = {}): Input<typeof hold> {
  return {
    ...{ hold: bank.id(), from: numberOf("alpha"), to: numberOf("shop"), amount: 50n },
    ...{ condition: { by: "shop" as Party }, notBefore: 0, expires: bank.ledger.time + DAY },
    ...{ consent: null, ...more },
  }
}

const stateOf = (bank: Bank, id: Id) => holds.get(bank.ledger.view(), { hold: id })?.state
const post = (id: Id, amount: bigint, release: Uint8Array | null = null) => ({
  ...{ hold: id, amount, release },
})

describe("a hold", () => {
  test("reserves money, which is spent or free again", () => {
    const bank = euros()
    const row = holding(bank)
    const { happened } = bank.ok(ALPHA, hold, row)
    expect(happened.map(({ event }) => event)).toEqual([held.name])
    expect([bank.balance("alpha"), bank.free("alpha")]).toEqual([1_000n, 950n])
    expect(bank.row("shop").creditsPending).toBe(50n)
    const line = lineOf("alpha", "beta", 951n)
    bank.no("insufficient_funds", ALPHA, transfer, { entry: bank.id(), line })

    const posted = bank.ok(SHOP, postHold, post(row.hold, 30n))
    expect(posted.happened.map(({ event, fields }) => [event, fields["amount"]])).toEqual([
      [released.name, 20n],
      [moved.name, 30n],
    ])
    expect([bank.free("alpha"), bank.balance("shop")]).toEqual([970n, 30n])
    expect(bank.row("alpha").debitsPending).toBe(0n)
    bank.no("hold_not_open", SHOP, postHold, post(row.hold, 1n))
  })

  test("is refused like a line, and for its own reasons", () => {
    const bank = euros()
    const row = holding(bank)
    const now = bank.ledger.time
    bank.no("id_too_old", ALPHA, hold, { ...row, hold: idAt(now - 8 * DAY, 1) })
    const range = "expiry_out_of_range"
    bank.no(range, ALPHA, hold, { ...row, expires: now })
    bank.no(range, ALPHA, hold, { ...row, expires: now + 401 * DAY })
    bank.no(range, ALPHA, hold, { ...row, notBefore: row.expires })
    bank.no("not_the_owner", BETA, hold, row)
    bank.no("insufficient_funds", ALPHA, hold, { ...row, amount: 1_001n })
    bank.no("zero_amount", ALPHA, hold, { ...row, amount: 0n })
    bank.ok(ALPHA, hold, row)
    bank.no("hold_exists", ALPHA, hold, row)
  })

  test("answers the list of holds in its order, and stays as it is", () => {
    const bank = euros()
    const later = bank.ledger.time + 60_000
    const row = holding(bank, { notBefore: later })
    bank.ok(ALPHA, hold, row)
    bank.no("unknown_hold", SHOP, postHold, post(bank.id(), 1n))
    bank.no("hold_too_early", SHOP, postHold, post(row.hold, 60n))
    bank.ledger.time = later
    expect(bank.no("hold_exceeds", SHOP, postHold, post(row.hold, 60n))).toMatchObject({
      ...{ held: "50", amount: "60" },
    })
    bank.no("condition_unmet", BETA, postHold, post(row.hold, 50n))
    bank.no("zero_amount", SHOP, postHold, post(row.hold, 0n))
    bank.ok(TREASURER, pauseAsset, { asset: "eur" })
    bank.no("asset_paused", SHOP, postHold, post(row.hold, 50n))
    expect(stateOf(bank, row.hold)).toBe("open")
  })

  test("is given up by its payee, never by its payer", () => {
    const bank = euros()
    const row = holding(bank)
    bank.ok(ALPHA, hold, row)
    bank.no("not_the_owner", ALPHA, voidHold, { hold: row.hold })
    bank.no("unknown_hold", SHOP, voidHold, { hold: bank.id() })
    bank.ok(SHOP, voidHold, { hold: row.hold })
    bank.no("hold_not_open", SHOP, voidHold, { hold: row.hold })
    expect([bank.free("alpha"), stateOf(bank, row.hold)]).toEqual([1_000n, "voided"])
  })

  test("prepare-fulfil-timeout: what nobody posts in time is free again", () => {
    const bank = euros()
    const row = holding(bank)
    bank.ok(ALPHA, hold, row)
    bank.ledger.time = row.expires
    bank.no("hold_expired", SHOP, postHold, post(row.hold, 50n))
    bank.no("hold_not_open", SHOP, voidHold, { hold: row.hold })
    expect([bank.free("alpha"), stateOf(bank, row.hold)]).toEqual([1_000n, "expired"])
    bank.no("hold_exists", ALPHA, hold, { ...row, expires: bank.ledger.time + DAY })
    bank.ledger.time += 7 * DAY
    bank.ok(ALPHA, transfer, { entry: bank.id(), line: lineOf("alpha", "beta", 1n) })
    expect(stateOf(bank, row.hold)).toBeUndefined()
    bank.no("id_too_old", ALPHA, hold, { ...row, expires: bank.ledger.time + DAY })
    expect(expiries.scan(bank.ledger.view(), {}, { limit: 10 })).toEqual([])
  })

  test("of more than one page of the sweep ends in the same block as the others", () => {
    const bank = euros()
    const from = numberOf("eur treasury")
    const all = Array.from({ length: 1_050 }, () => holding(bank, { from, amount: 1n }))
    for (let at = 0; at < all.length; at += 350) {
      const given = all.slice(at, at + 350).map((row) => operation(hold, row))
      expect(bank.ledger.block([bank.ledger.sign(TREASURER, given)]).results[0]?.code).toBe(0)
    }
    expect(bank.free("eur treasury")).toBe(9_000n - 1_050n)
    bank.ledger.time = all.at(-1)!.expires
    const line = lineOf("alpha", "beta", 1n)
    bank.ok(ALPHA, transfer, { entry: bank.id(), line })
    expect(new Set(all.map((row) => stateOf(bank, row.hold)))).toEqual(new Set(["expired"]))
    expect([bank.free("eur treasury"), bank.row("shop").creditsPending]).toEqual([9_000n, 0n])
  })

  test("voided after its end is over, not given up", () => {
    const bank = euros()
    const row = holding(bank)
    bank.ok(ALPHA, hold, row)
    bank.ledger.time = row.expires
    bank.no("hold_expired", SHOP, voidHold, { hold: row.hold })
  })
})

describe("a condition", () => {
  const secret = sha256(utf8("secret"))

  function conditional(condition: Condition) {
    const bank = euros()
    const row = holding(bank, { condition })
    bank.ok(ALPHA, hold, row)
    return { bank, id: row.hold }
  }

  test("of a preimage takes its 32 bytes and nothing else, from anybody", () => {
    const { bank, id } = conditional({ preimage: sha256Hex(secret) })
    const short = secret.slice(1)
    for (const wrong of [null, short, sha256(secret), new Uint8Array(32)]) {
      bank.no("condition_unmet", SHOP, postHold, post(id, 50n, wrong))
    }
    bank.ok(IDLE, postHold, post(id, 50n, secret))
  })

  test("htlc: a secret of another length opens nothing, though its hash is right", () => {
    const { bank, id } = conditional({ preimage: sha256Hex(secret.slice(1)) })
    bank.no("condition_unmet", SHOP, postHold, post(id, 50n, secret.slice(1)))
  })

  test("of approvals takes k different parties", () => {
    const of = ["beta", "gamma", "central"] as Party[]
    const { bank, id } = conditional({ approvals: { k: 2, of: [...of, "beta" as Party] } })
    bank.no("condition_unmet", [BETA, ALPHA], postHold, post(id, 50n))
    bank.ok([BETA, GAMMA], postHold, post(id, 50n))
  })

  test("of no approvals, of a settlement, a service or a cycle is met by no signature", () => {
    const nobody: Condition[] = [
      { approvals: { k: 0, of: ["shop" as Party] } },
      { settlement: sha256Hex(secret) },
      { service: "escrow" },
      { cycle: numberOf("cycle") },
    ]
    for (const condition of nobody) {
      const { bank, id } = conditional(condition)
      bank.no("condition_unmet", [SHOP, ALPHA], postHold, post(id, 50n))
    }
  })

  test("of a cycle is not given up by the payee", () => {
    const { bank, id } = conditional({ cycle: numberOf("cycle") })
    bank.no("not_the_owner", SHOP, voidHold, { hold: id })
  })
})
