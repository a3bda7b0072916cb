/**
 * Shares of a number of organisations, in integers: `have` of `of` reaches num/den where
 * `den * have ≥ num * of`, and a strict share where it is more.
 */
import { bool, divCeil, divFloor, type RecordOf, u8 } from "@concordat/kernel"

/** The fields of a share. */
export const shareFields = { num: u8, den: u8, strict: bool }
export type Share = RecordOf<typeof shareFields>

/** The least number of `of` that reaches a share; of nobody, nobody ever reaches it. */
export function needOf({ num, den, strict }: Share, of: number): number {
  const product = BigInt(num) * BigInt(of)
  const need = strict ? divFloor(product, BigInt(den)) + 1n : divCeil(product, BigInt(den))
  return need < 1n ? 1 : Number(need)
}

/** Whether `have` of `of` reach a share. */
export function reaches(share: Share, have: number, of: number): boolean {
  return have >= needOf(share, of)
}

/**
 * Whether a share of a vote makes sense: above nothing, at most all, and some number reaches it. A
 * strict share of all is reached by nobody, and a denominator of zero is no share.
 */
export function isShare({ num, den, strict }: Share): boolean {
  return den >= 1 && num >= 1 && (strict ? num < den : num <= den)
}

/** Whether one share asks for at least as much as another. */
export function isAtLeast(a: Share, b: Share): boolean {
  const [left, right] = [a.num * b.den, b.num * a.den]
  return left > right || (left === right && (a.strict || !b.strict))
}
