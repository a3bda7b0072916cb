/** What every message says of itself: its id and when it was made; and the checks over its sums. */
import { Invalid } from "@concordat/kernel"
import { textAt, type XmlElement } from "./xml/element.ts"

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/
const DECIMAL = /^\+?(\d*)(?:\.(\d*))?$/
/** Digits behind the point that a control sum may have (DecimalNumber). */
const SCALE = 17

/** A time of a message in milliseconds of 1970; without an offset it is one of UTC. */
export function readInstant(text: string, path: string): number {
  const offset = INSTANT.exec(text)?.[2]
  const time = INSTANT.test(text)
    ? Date.parse(offset === undefined ? `${text}Z` : text)
    : Number.NaN
  if (Number.isFinite(time) && time >= 0) return time
  throw new Invalid("date_invalid", path, "This is no time of the form 2026-11-28T10:00:00Z.")
}

/** The text of an element that must be there. Throws `Invalid` `field_missing`. */
export function demanded(element: XmlElement, path: string, ...names: readonly string[]): string {
  const text = textAt(element, ...names)
  if (text !== undefined && text !== "") return text
  const at = `${path}/${names.join("/")}`
  throw new Invalid("field_missing", at, `${names.join("/")} is missing.`)
}

/** A decimal without what says nothing: sign, zeros in front and behind; null for no decimal. */
export function plainDecimal(text: string): string | null {
  const [, whole = "", part = ""] = DECIMAL.exec(text) ?? []
  if (whole === "" && part === "") return null
  const behind = part.replace(/0+$/, "")
  const front = whole.replace(/^0+/, "") || "0"
  return behind === "" ? front : `${front}.${behind}`
}

/** The sum of decimals, to compare sums by; null where one of them is none. */
export function sumOf(texts: readonly string[]): bigint | null {
  let sum = 0n
  for (const text of texts) {
    const plain = plainDecimal(text)
    if (plain === null) return null
    const [whole = "", part = ""] = plain.split(".")
    sum += BigInt(whole + part.slice(0, SCALE).padEnd(SCALE, "0"))
  }
  return sum
}
