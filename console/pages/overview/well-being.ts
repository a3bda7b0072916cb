/** Is all well: the first sentence of the overview, from what the node says of itself. */
import type { LedgerStatus } from "@concordat/sdk"
import type { Tone } from "../../components/sign.tsx"
import { tell } from "../../texts/tell.ts"

type Facts = Pick<LedgerStatus, "halted" | "validators">

/** How many organisations may fail while more than two thirds of the power still sign. */
export function mayFail(powers: readonly bigint[]): number {
  const all = powers.reduce((sum, power) => sum + power, 0n)
  let left = all
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
  { halted, validators }: Facts,
  answers: boolean,
): { readonly tone: Tone; readonly sentence: string } {
  if (!answers) return { tone: "unknown", sentence: tell("overview.offline") }
  if (halted !== null) return { tone: "negative", sentence: tell("overview.halted") }
  const powers = new Map<string, bigint>()
  for (const { organisation, address, power } of validators) {
    const who = organisation ?? address
    powers.set(who, (powers.get(who) ?? 0n) + BigInt(power))
  }
  if (powers.size <= 1) return { tone: "positive", sentence: tell("overview.alone") }
  const spare = mayFail([...powers.values()])
  const figures = { have: powers.size, all: powers.size, spare }
  return { tone: spare === 0 ? "caution" : "positive", sentence: tell("overview.well", figures) }
}
