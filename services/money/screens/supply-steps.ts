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
/** Where scales end, in tenths of a power of ten. */
const ENDS = [10n, 12n, 15n, 20n, 25n, 30n, 40n, 50n, 60n, 80n, 100n]

/** The round end of a scale that a greatest value fits on. */
export function scaleEnd(most: bigint): bigint {
  let power = TEN
  while (power * TEN <= most) power *= TEN
  return ENDS.map((tenths) => (power * tenths) / TEN).find((end) => end >= most) ?? power * TEN
}
