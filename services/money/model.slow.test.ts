/**
 * Money against a naive ledger: random commands have the same answers, and the same effects. What
 * they reach is counted: every command, and every code but those of which a test is named here.
 */
import { readdirSync, readFileSync } from "node:fs"
import type { Party } from "@concordat/kernel"
import { verifyState } from "@concordat/kernel"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { verifyByOpenssl } from "../../test/openssl.ts"
import { runs } from "../../test/runs.ts"
import { numberOf } from "./bank.testing.ts"
import type { Id } from "./kinds.ts"
import { exposure, owes, standing } from "./naive-cycles.testing.ts"
import { Pair } from "./random-commands.testing.ts"
import { type Draw, draw, itemOf } from "./random-draws.testing.ts"
import { moneyService } from "./service.ts"
import { accounts } from "./tables.ts"
import { items } from "./tables-control.ts"
import { caps, cycles, positions } from "./tables-netting.ts"

const storyOf = (length: number) =>
  fc.noBias(fc.array(draw, { minLength: length, maxLength: length }))

function expectSameMoney({ bank, naive }: Pair): void {
  const view = bank.ledger.view()
  for (const one of naive.accounts) {
    const row = accounts.get(view, { account: numberOf(one.name) })!
    const { debitsPosted, creditsPosted, debitsPending, creditsPending, frozen, closed } = row
    const left = row.fundFrom?.left ?? null
    expect([one.name, row.noDebits, row.noCredits, row.cycles]).toEqual([
      one.name,
      one.noDebits.length > 0,
      one.noCredits.length > 0,
      standing(naive, one.name),
    ])
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

function expectSameCycles({ bank, naive }: Pair): void {
  const view = bank.ledger.view()
  for (const one of naive.cycles) {
    const cycle = one.id as Id
    const { state, round, fundBy } = cycles.get(view, { cycle })!
    expect([cycle, state, round, fundBy]).toEqual([cycle, one.state, one.round, one.fundBy])
    if (state === "settled" || state === "abandoned") continue
    for (const { who, hold, out } of one.members) {
      const row = positions.get(view, { cycle, participant: who as Party })!
      expect([who, row.owes, row.excluded, row.hold]).toEqual([who, owes(one, who), out, hold])
    }
  }
  for (const { key, value } of caps.scan(view, {}, { limit: 100 })) {
    const counted = exposure(naive, key.asset, key.participant)
    expect([key.participant, value.exposure]).toEqual([key.participant, counted])
  }
}

function expectSameItems({ bank, naive }: Pair): void {
  const found = items.scan(bank.ledger.view(), {}, { limit: 100 })
  expect(found).toHaveLength(naive.items.length)
  for (const { asset, name, holder, frozen } of naive.items) {
    const row = items.get(bank.ledger.view(), { asset, item: itemOf(name) })
    expect(row).toMatchObject({ holder: numberOf(holder), frozen: frozen.length > 0 })
  }
}

function play(steps: readonly Draw[], reached?: Set<string>): void {
  const pair = new Pair()
  for (const [index, step] of steps.entries()) {
    const { command, found, expected } = pair.step(step)
    expect([index, command, found]).toEqual([index, command, expected])
    reached?.add(expected ?? command)
  }
  expectSameMoney(pair)
  expectSameCycles(pair)
  expectSameItems(pair)
}

/** Codes that the story is too short or too small for, with the test that provokes each. */
const BY_NAME: Readonly<Record<string, readonly [file: string, title: string]>> = {
  amount_overflow: ["issue", "never goes above what can be counted"],
  consent_invalid: ["transfer", "is debited by its person's signature over this very line"],
  grant_limit_exceeded: ["transfer", "needs money.pay of the owner's people"],
  item_frozen: ["settle", "goes to no closed account, and nowhere while its asset is paused"],
  round_limit: ["netting", "three times at most; then only its operator ends it"],
}

const HERE = new URL(".", import.meta.url)
const textOf = (file: string) => readFileSync(new URL(file, HERE), "utf8")

/** Every code that a rule of this service answers with. */
function codesOfRules(): string[] {
  const rules = readdirSync(HERE).filter((file) => /^[a-z-]+\.ts$/.test(file))
  const named = rules.flatMap((file) => [...textOf(file).matchAll(/refuse\.([a-z_]+)/g)])
  return [...new Set(named.map(([, code]) => code!))].sort()
}

/** What stands in one test of a file. */
function testOf(file: string, title: string): string {
  const [, after = ""] = textOf(`${file}.test.ts`).split(`test("${title}`)
  return after.split(/\n {0,2}(?:test|describe)\b/)[0]!
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

  test("every command is accepted, every code answered, here or in a test that is named", () => {
    const reached = new Set<string>()
    for (const steps of fc.sample(storyOf(200), { numRuns: 12, seed: 7 })) play(steps, reached)
    const commands = Object.keys(moneyService.commands).map((name) => `money.${name}`)
    const codes = codesOfRules().filter((code) => !Object.hasOwn(BY_NAME, code))
    expect([...commands, ...codes].filter((one) => !reached.has(one))).toEqual([])
    for (const [code, [file, title]] of Object.entries(BY_NAME)) {
      expect([code, testOf(file, title).includes(code)]).toEqual([code, true])
    }
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
