/** The supply of an asset after each issue and redemption, reckoned back from what it is now. */
import { CODE } from "../kinds.ts"

type Change = { readonly at: number; readonly code: number; readonly amount: bigint }

/** The supply after a change. */
export type SupplyStep = {
  readonly at: number
  readonly issued: boolean
  readonly amount: bigint
  readonly supply: bigint
}

/** Steps in the order of time, from changes with the newest first; and what was before them. */
export function supplySteps(changes: readonly Change[], supply: bigint) {
  const steps: SupplyStep[] = []
  let after = supply
  for (const { at, code, amount } of changes) {
    const issued = code === CODE.mint
    steps.push({ at, issued, amount, supply: after })
    after -= issued ? amount : -amount
  }
  return { steps: steps.reverse(), before: after }
}

const TEN = 10n
const FIVE = 5n
const TWO = 2n

/** The end of a scale that a greatest value fits on: 1, 2 or 5 times a power of ten. */
export function scaleEnd(most: bigint): bigint {
  let power = 1n
  while (power * TEN <= most) power *= TEN
  for (const times of [1n, TWO, FIVE, TEN]) if (power * times >= most) return power * times
  return power
}
