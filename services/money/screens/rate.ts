/** Rates as people write them, and as quotes keep them: whole numbers over whole numbers. */
import { amountText, readAmount } from "@concordat/sdk"
import type { Unit } from "./amount.ts"

/** Decimals of a rate that is shown. */
const DECIMALS = 4
const TEN = 10n

type Quote = { readonly num: bigint; readonly den: bigint }
type Pair = { readonly sells: Unit; readonly buys: Unit }

/** Ten to the power of the difference of the decimals, above or below the line. */
function shift({ sells, buys }: Pair): readonly [above: bigint, below: bigint] {
  const more = sells.decimals - buys.decimals
  return more >= 0 ? [TEN ** BigInt(more), 1n] : [1n, TEN ** BigInt(-more)]
}

/** How much of one unit one gets for one of the other: `1.0850`, rounded down. */
export function rateText({ num, den }: Quote, pair: Pair): string {
  const [above, below] = shift(pair)
  const scaled = (num * above * TEN ** BigInt(DECIMALS)) / (den * below)
  return amountText(scaled, DECIMALS)
}

/** The quote of a typed rate. Throws `Invalid`: nothing is guessed. */
export function readRate(text: string, pair: Pair): Quote {
  const [above, below] = shift(pair)
  const scaled = BigInt(readAmount(text.trim(), DECIMALS))
  return { num: scaled * below, den: TEN ** BigInt(DECIMALS) * above }
}

/** What one gets for an amount, as the ledger reckons: rounded down. */
export function getsFor(amount: bigint, { num, den }: Quote): bigint {
  return (amount * num) / den
}
