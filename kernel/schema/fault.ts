/** How kinds say what is wrong: one sentence a code, the same from bytes, JSON and memory. */
import { step } from "../cbor/pointer.ts"
import { quoted } from "../cbor/text.ts"
import { type Details, Invalid } from "../failures.ts"
import { nearestName } from "./nearest.ts"

export { quoted }

/** What a value in memory is, in a word. */
function typeName(value: unknown): string {
  if (value === null) return "null"
  if (Array.isArray(value)) return "list"
  if (value instanceof Uint8Array) return "bytes"
  if (value === undefined) return "nothing"
  if (typeof value === "string") return "text"
  return typeof value === "boolean" ? "true or false" : typeof value
}

/** `type_mismatch`: another type stands where `expected` is due. */
export function mismatch(expected: string, value: unknown): Invalid {
  const found = typeName(value)
  const details = { expected, found }
  return new Invalid("type_mismatch", "", `Expected ${expected}, found ${found}.`, details)
}

/** What `too_long` says: any length outside its bounds, both named. */
export function lengthReason(unit: string, actual: number, min: number, max: number) {
  const due = min === max ? `exactly ${max}` : `${min} to ${max}`
  const details: Details = { actual, min, limit: max }
  return [`${actual} ${unit}, where ${due} are allowed.`, details] as const
}

/** `too_long`, of a value in memory or JSON. */
export function tooLong(unit: string, actual: number, min: number, max: number): Invalid {
  const [reason, details] = lengthReason(unit, actual, min, max)
  return new Invalid("too_long", "", reason, details)
}

/** What `number_out_of_range` says. */
export function rangeReason(value: number | bigint, min: number | bigint, max: number | bigint) {
  const details: Details = { actual: String(value), min: String(min), max: String(max) }
  return [`${value} is outside ${min} to ${max}.`, details] as const
}

/** `number_out_of_range`, of a value in memory or JSON. */
export function outOfRange(
  value: number | bigint,
  min: number | bigint,
  max: number | bigint,
): Invalid {
  const [reason, details] = rangeReason(value, min, max)
  return new Invalid("number_out_of_range", "", reason, details)
}

/** What `unknown_value` and `unknown_field` say: the name, the nearest one, the allowed ones. */
export function unknownReason(what: string, name: string, allowed: readonly string[]) {
  const nearest = nearestName(name, allowed)
  const meant = nearest === null ? "" : ` Did you mean "${nearest}"?`
  const details: Details = { allowed: allowed.join(", "), nearest }
  return [`${quoted(name)} is not a known ${what}.${meant}`, details] as const
}

/** `unknown_value`, of a value in memory or JSON. */
export function unknownValue(name: string, allowed: readonly string[]): Invalid {
  const [reason, details] = unknownReason("value", name, allowed)
  return new Invalid("unknown_value", "", reason, details)
}

/** The failure of a part, told by the whole: its path begins with the name of the part. */
export function within(failure: unknown, name: string | number): unknown {
  if (!(failure instanceof Invalid)) return failure
  return new Invalid(failure.code, step(name) + failure.path, failure.message, failure.details)
}
