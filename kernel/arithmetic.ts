/**
 * Whole-number arithmetic of services: division that says which way it rounds, splits that lose
 * nothing, one order for everything (ARCHITECTURE.md, "Services"). Faults of the caller are a
 * `Bug`.
 */
import { compareBytes } from "./bytes.ts"
import { assert } from "./failures.ts"

const MS_PER_SECOND = 1_000

/** a ÷ b towards minus infinity; b > 0. */
export function divFloor(a: bigint, b: bigint): bigint {
  assert(b > 0n, "a divisor is greater than zero")
  const quotient = a / b
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient
}

/** a ÷ b towards plus infinity; b > 0. */
export function divCeil(a: bigint, b: bigint): bigint {
  return -divFloor(-a, b)
}

/**
 * amount × numerator ÷ denominator, rounded down, with what the rounding left over:
 * part × denominator + remainder = amount × numerator. No argument is negative; denominator > 0.
 */
export function share(
  amount: bigint,
  numerator: bigint,
  denominator: bigint,
): { readonly part: bigint; readonly remainder: bigint } {
  assert(amount >= 0n && numerator >= 0n, "a share is of nothing negative")
  const product = amount * numerator
  const part = divFloor(product, denominator)
  return { part, remainder: product - part * denominator }
}

/**
 * Splits an amount in proportion to weights without losing a unit: every part is rounded down, and
 * what is left goes, one unit each, to the largest remainders, ties to the lower index. No argument
 * is negative; the weights' sum is greater than zero.
 * @example split(100n, [1n, 1n, 1n]) // [34n, 33n, 33n]
 */
export function split(amount: bigint, weights: readonly bigint[]): bigint[] {
  let total = 0n
  for (const weight of weights) total += weight
  assert(total > 0n, "a split needs a weight greater than zero")
  const shares = weights.map((weight) => share(amount, weight, total))
  const parts = shares.map(({ part }) => part)
  let left = amount
  for (const part of parts) left -= part
  const byRemainder = shares.map(({ remainder }, index) => ({ remainder, index }))
  byRemainder.sort((a, b) => order(b.remainder, a.remainder) || a.index - b.index)
  for (let i = 0; left > 0n; i++, left--) parts[byRemainder[i]!.index]! += 1n
  return parts
}

/**
 * What a list can be sorted by. Text goes by code points, which is the order of its UTF-8 bytes.
 */
export type SortKey = string | number | bigint | Uint8Array

/** A sorted copy, smallest first; equal items keep their order. All keys are of one type. */
export function sorted<Item>(items: readonly Item[], by: (item: Item) => SortKey): Item[] {
  const keyed = items.map((item) => ({ item, key: by(item) }))
  keyed.sort((a, b) => compareKeys(a.key, b.key))
  return keyed.map(({ item }) => item)
}

/** Unix time in whole seconds, rounded down, of a time in milliseconds. */
export function seconds(time: number): bigint {
  assert(Number.isSafeInteger(time) && time >= 0, "a time is whole milliseconds since 1970")
  return BigInt((time - (time % MS_PER_SECOND)) / MS_PER_SECOND)
}

function compareKeys(a: SortKey, b: SortKey): number {
  if (typeof a === "string" && typeof b === "string") return compareText(a, b)
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b)
  const numeric = (key: SortKey) => typeof key === "bigint" || Number.isSafeInteger(key)
  assert(typeof a === typeof b && numeric(a), "keys of one sort are of one type")
  return order(a as bigint, b as bigint)
}

function order<T extends number | bigint>(a: T, b: T): number {
  if (a < b) return -1
  return a > b ? 1 : 0
}

/**
 * Order by code points. UTF-16 units agree with it except that surrogates sort above all others.
 */
function compareText(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1
  }
  return a.length - b.length
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}
