/** For tests: what chance decides of a command of money, and among whom and what. */
import type { Operation } from "@concordat/kernel"
import fc from "fast-check"
import {
  ALPHA,
  BETA,
  DAY,
  digestOfText,
  lineOf,
  numberOf,
  SCHEME,
  SHOP,
  TREASURER,
} from "./bank.testing.ts"
import type { Id, Line } from "./kinds.ts"
import type { NaiveLine, NaiveMove, NaivePolicy } from "./naive-kinds.testing.ts"

/** Who signs, by organisation. */
export const SEATS: Readonly<Record<string, string>> = {
  central: TREASURER,
  alpha: ALPHA,
  beta: BETA,
  shop: SHOP,
  scheme: SCHEME,
}
export const OWNERS = ["central", "alpha", "beta", "shop"] as const
/** Account, owner, tier. */
export const ACCOUNTS = [
  ["eur treasury", "central", 0],
  ["eur a", "alpha", 0],
  ["eur a2", "alpha", 1],
  ["eur b", "beta", 0],
  ["eur shop", "shop", 2],
  ["usd treasury", "central", 0],
  ["usd a", "alpha", 0],
  ["usd b", "beta", 1],
  ["eur scheme", "scheme", 0],
] as const
export const NAMES = [...ACCOUNTS.map(([name]) => name), "eur issuance", "nowhere"]

/** The policy of both assets: a tier with limits, one that may not pay another, a fee. */
export const POLICY: NaivePolicy = {
  tiers: [
    { tier: 1, limit: 900n, flow: { limit: 400n, seconds: 3_600 } },
    { tier: 2, limit: 2_000n, flow: null },
  ],
  deny: [[2, 1]],
  fees: [{ code: 101, fixed: 1n, num: 1n, den: 10n, to: "treasury" }],
}

/** What chance decides of one command; every number is taken modulo what there is. */
export type Draw = {
  readonly kind: number
  readonly who: number
  readonly picks: readonly number[]
  readonly amount: number
  readonly passes: number
}

export const draw: fc.Arbitrary<Draw> = fc.record({
  kind: fc.nat(99),
  who: fc.nat(3),
  picks: fc.array(fc.nat(1_000), { minLength: 10, maxLength: 10 }),
  amount: fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 1, max: 150 }) },
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 1_500 }) },
    { weight: 1, arbitrary: fc.constant(0) },
  ),
  passes: fc.oneof(
    { weight: 30, arbitrary: fc.constant(0) },
    { weight: 9, arbitrary: fc.nat(3_600_000) },
    { weight: 1, arbitrary: fc.nat(2 * DAY) },
  ),
})

export type Given = {
  readonly who: string
  readonly picks: readonly number[]
  readonly amount: bigint
}
/** What the naive ledger says to a command, what the other one is sent, and who signs that. */
export type Made = {
  readonly expected: string | null
  readonly sent: Operation
  readonly signers?: readonly string[]
}

/** A line as the ledger is sent it. */
export function sentLine({ from, to, amount, code, uetr }: NaiveLine): Line {
  return lineOf(from, to, amount, { code, uetr: uetr as Id | null })
}

/** A line without anything special. */
export function plainLine(from: string, to: string, amount: bigint): NaiveLine {
  return { from, to, amount, code: 100, uetr: null }
}

/** The name of an item as the ledger knows it, and a move of it as it is sent that. */
export const itemOf = (name: string) => digestOfText(name)
export function sentMove({ asset, item, from, to }: NaiveMove) {
  return { asset, item: itemOf(item), from: numberOf(from), to: numberOf(to) }
}
