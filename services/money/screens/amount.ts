/** Amounts of an asset: grouped as people of the locale read them, typed strictly, never floats. */
import { LOCALE, plainText } from "@concordat/console/components"
import { amountText, readAmount } from "@concordat/sdk"

/** What amounts are counted in. */
export type Unit = {
  readonly asset: string
  readonly decimals: number
  /** What stands behind an amount: `EUR`, or the asset's own name. */
  readonly code: string
}

const MINUS = "\u2212"
const POINT = new Intl.NumberFormat(LOCALE).formatToParts(1.5).find(isPoint)?.value ?? "."

function isPoint({ type }: Intl.NumberFormatPart): boolean {
  return type === "decimal"
}

/** The one way from smallest units to what people read, and back. */
export function amountOf({ decimals, code }: Unit) {
  const digits = (units: bigint) => {
    const plain = amountText(units < 0n ? -units : units, decimals)
    const [whole = "0", part] = plain.split(".")
    const grouped = plainText(BigInt(whole))
    const sign = units < 0n ? MINUS : ""
    return sign + (part === undefined ? grouped : `${grouped}${POINT}${part}`)
  }
  return {
    /** `41,200.00`, a minus as U+2212. */
    digits,
    /** `41,200.00 EUR`. */
    text: (units: bigint) => `${digits(units)} ${code}`,
    /** `41200.00`: for fields, copies and files. */
    plain: (units: bigint) => amountText(units, decimals),
    /** Smallest units of a typed amount. Throws `Invalid`: nothing is guessed. */
    read: (text: string) => BigInt(readAmount(text.trim(), decimals)),
  }
}
