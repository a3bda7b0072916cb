/**
 * Whole numbers as decimal strings: the JSON form of u64, u128 and i64, one string a value. Source
 * of truth: ARCHITECTURE.md, "JSON".
 */
import { Invalid } from "../failures.ts"
import { mismatch, outOfRange } from "./fault.ts"

const DECIMAL = /^(0|-?[1-9][0-9]*)$/
/** More digits than any kind has: refused before a large number is built. */
const DIGITS_MAX = 40

/**
 * The number of a decimal string within bounds. Throws `Invalid`: `type_mismatch` unless it is a
 * string, `integer_malformed` for any other form (`05`, `+5`, `1e3`), `number_out_of_range`.
 */
export function parseDecimal(json: unknown, min: bigint, max: bigint): bigint {
  if (typeof json !== "string") throw mismatch("a whole number as a decimal string", json)
  if (!DECIMAL.test(json)) {
    const reason = "Expected a whole number in decimal digits, without sign, space or leading zero."
    throw new Invalid("integer_malformed", "", reason, { expected: "0 or 1-9 and digits" })
  }
  if (json.length > DIGITS_MAX) {
    throw outOfRange(BigInt(json.startsWith("-") ? -1 : 1) * max * 10n, min, max)
  }
  const value = BigInt(json)
  if (value < min || value > max) throw outOfRange(value, min, max)
  return value
}

/**
 * A regular expression, without anchors, of exactly the decimal strings of 1..max:
 * `[1-9]|1[0-9]|2[0-4]` for 24, nested by digit so that its length is linear.
 */
export function decimalPattern(max: bigint): string {
  const digits = max.toString()
  const shorter = digits.length > 1 ? `[1-9]${anyDigits(digits.length - 2, 0)}|` : ""
  return `(${shorter}${upTo(digits, true)})`
}

/** Strings of as many digits as `digits` that are not above it. */
function upTo(digits: string, first: boolean): string {
  const lead = Number(digits[0])
  const rest = digits.slice(1)
  const lowest = first ? 1 : 0
  if (rest === "") return range(lowest, lead)
  const below = lead > lowest ? `${range(lowest, lead - 1)}${anyDigits(rest.length)}|` : ""
  return `${below}${lead}(${upTo(rest, false)})`
}

function range(low: number, high: number): string {
  return low === high ? `${low}` : `[${low}-${high}]`
}

function anyDigits(max: number, min = max): string {
  if (max === 0) return ""
  return min === max ? `[0-9]{${max}}` : `[0-9]{${min},${max}}`
}
