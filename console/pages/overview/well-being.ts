/**
 * Is all well: the first sentence of the overview, from what the node says of itself. On a network
 * it counts whose votes the last block holds, and how many of those could still be missed.
 */
import type { LedgerStatus } from "@concordat/sdk"
import { isQuiet } from "../../components/quiet.ts"
import type { Tone } from "../../components/sign.tsx"
import { tell } from "../../texts/tell.ts"

type Facts = Pick<LedgerStatus, "halted" | "validators" | "engine" | "time" | "now">

/** An organisation with all its validators. */
export type Voter = {
  readonly name: string
  readonly power: bigint
  /** False where a vote of one of its validators is missing in the last block. */
  readonly signs: boolean
}

/** The organisations behind the validators, in their order; unknown ones by address. */
export function votersOf(validators: LedgerStatus["validators"]): readonly Voter[] {
  const voters = new Map<string, Voter>()
  for (const { organisation, address, power, signed } of validators) {
    const name = organisation ?? address
    const known = voters.get(name)
    const signs = (known?.signs ?? true) && signed !== false
    voters.set(name, { name, power: (known?.power ?? 0n) + BigInt(power), signs })
  }
  return [...voters.values()]
}

/** How many of those who sign may fail while more than two thirds of all power still sign. */
export function mayFail(voters: readonly Voter[]): number {
  const all = voters.reduce((sum, { power }) => sum + power, 0n)
  const powers = voters.filter(({ signs }) => signs).map(({ power }) => power)
  let left = powers.reduce((sum, power) => sum + power, 0n)
  let failed = 0
  // The strongest first: a promise must hold whoever it is.
  for (const power of powers.toSorted((a, b) => (a < b ? 1 : -1))) {
    left -= power
    if (left * 3n <= all * 2n) return failed
    failed += 1
  }
  return failed
}

/** The tone and the sentence; `answers` is false while the node cannot be reached. */
export function wellBeing(
  facts: Facts,
  answers: boolean,
): { readonly tone: Tone; readonly sentence: string } {
  if (!answers) return { tone: "unknown", sentence: tell("overview.offline") }
  if (facts.halted !== null) return { tone: "negative", sentence: tell("overview.halted") }
  if (isQuiet(facts)) return { tone: "negative", sentence: tell("overview.quiet") }
  const voters = votersOf(facts.validators)
  if (voters.length <= 1) return { tone: "positive", sentence: tell("overview.alone") }
  const have = voters.filter(({ signs }) => signs).length
  const spare = mayFail(voters)
  const figures = { have, all: voters.length, spare }
  if (spare === 0) return { tone: "caution", sentence: tell("overview.noSpare", figures) }
  if (have < voters.length) {
    return { tone: "caution", sentence: tell("overview.missing", figures) }
  }
  return { tone: "positive", sentence: tell("overview.well", figures) }
}
