/** Money against a naive ledger: random commands have the same answers, and the same effects. */
import { verifyState } from "@concordat/kernel"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { verifyByOpenssl } from "../../test/openssl.ts"
import { runs } from "../../test/runs.ts"
import { numberOf } from "./bank.testing.ts"
import { type Draw, draw, Pair } from "./random-commands.testing.ts"
import { accounts } from "./tables.ts"

const storyOf = (length: number) =>
  fc.noBias(fc.array(draw, { minLength: length, maxLength: length }))

function expectSameMoney({ bank, naive }: Pair): void {
  const view = bank.ledger.view()
  for (const one of naive.accounts) {
    const row = accounts.get(view, { account: numberOf(one.name) })!
    const { debitsPosted, creditsPosted, debitsPending, creditsPending, frozen, closed } = row
    const left = row.fundFrom?.left ?? null
    expect([one.name, debitsPosted, creditsPosted, debitsPending, creditsPending]).toEqual([
      one.name,
      ...one.posted,
      ...one.pending,
    ])
    expect([one.name, frozen, closed, left]).toEqual([
      one.name,
      one.frozen,
      one.closed,
      one.mandate?.left ?? null,
    ])
  }
  expect(verifyState(bank.ledger.runtime, bank.ledger.state)).toEqual([])
}

function play(steps: readonly Draw[], seen?: Set<string>): void {
  const pair = new Pair()
  for (const [index, step] of steps.entries()) {
    const { found, expected } = pair.step(step)
    expect([index, found]).toEqual([index, expected])
    seen?.add(expected ?? "accepted")
  }
  expectSameMoney(pair)
}

let restore = () => {}
beforeAll(() => {
  restore = verifyByOpenssl()
})
afterAll(() => restore())

describe("money against a naive ledger", () => {
  test("every answer to random commands is as predicted, and every balance afterwards", () => {
    fc.assert(
      fc.property(storyOf(120), (steps) => play(steps)),
      { numRuns: runs(10), endOnFailure: true },
    )
  })

  test("the random commands reach every refusal that they can reach", () => {
    const seen = new Set<string>()
    for (const steps of fc.sample(storyOf(150), { numRuns: 5, seed: 7 })) play(steps, seen)
    const reached = [
      "accepted account_blocked account_not_empty asset_mismatch asset_paused condition_unmet",
      "counterparty_not_allowed entry_mismatch expiry_out_of_range flow_limit hold_not_open",
      "holding_limit id_in_future id_too_old insufficient_funds limit_in_use not_the_owner",
      "order_exceeded order_expired order_missing price_moved quote_expired return_exceeds",
      "same_account terms_mismatch uetr_exists unknown_account unknown_entry unknown_hold",
      "zero_amount",
    ]
    for (const code of reached.join(" ").split(" ")) expect(seen).toContain(code)
  })

  test("two replicas come to equal roots after every block", () => {
    const [steps] = fc.sample(storyOf(runs(60)), { numRuns: 1, seed: 11 })
    const [one, two] = [new Pair(), new Pair()]
    for (const step of steps!) {
      one.step(step)
      two.step(step)
      expect(two.bank.ledger.state.appHash).toBe(one.bank.ledger.state.appHash)
    }
  })
})
