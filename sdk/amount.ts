/** Amounts as people write them: `24.50` of an asset with two decimals is 2450 on the ledger. */
import { Invalid } from "@concordat/kernel"

const PLAIN = /^(0|[1-9][0-9]*)(?:\.([0-9]+))?$/
const AT = "/amount"

/**
 * The smallest units of an amount. Throws `Invalid`: `amount_ambiguous` for a comma, which means
 * thousands here and decimals there; `amount_precision` for more decimals than the asset has;
 * `integer_malformed` for what is no number.
 */
export function readAmount(text: string, decimals: number): string {
  if (text.includes(",")) {
    const reason = `"${text.slice(0, 40)}": write decimals after a point, and no thousands.`
    throw new Invalid("amount_ambiguous", AT, reason)
  }
  const [, whole, part = ""] = PLAIN.exec(text) ?? []
  if (whole === undefined) {
    throw new Invalid("integer_malformed", AT, "An amount is digits, with a point before decimals.")
  }
  if (part.length > decimals) {
    const reason = `The asset has ${decimals} decimals.`
    throw new Invalid("amount_precision", AT, reason, { limit: decimals, actual: part.length })
  }
  return BigInt(whole + part.padEnd(decimals, "0")).toString()
}

/** An amount of smallest units as people read it. */
export function amountText(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0")
  const point = digits.length - decimals
  const sign = units < 0n ? "-" : ""
  return sign + (decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`)
}
