/** Query parameters: each known, once, in the one form that is accepted. */
import { Invalid, nearestName } from "@concordat/kernel"
import { ECHO_MAX, PAGE_ROWS, PAGE_ROWS_MAX } from "../limits.ts"

const NONE: Readonly<Record<string, string>> = Object.freeze(Object.create(null))

function unknownParameter(name: string, known: readonly string[]): Invalid {
  const [field, operator] = name.split(/[[~!<>*]/, 2)
  if (operator !== undefined && known.includes(field!)) {
    const reason = `"${field}" is compared for equality alone; no other operator is offered.`
    return new Invalid("filter_unsupported", `/${field}`, reason, { expected: `${field}=value` })
  }
  const guess = nearestName(name, known)
  const help = guess === null ? "" : ` Did you mean "${guess}"?`
  const shown = name.slice(0, ECHO_MAX)
  const reason = `This route has no parameter "${shown}".${help}`
  return new Invalid("unknown_parameter", `/${shown}`, reason)
}

/**
 * The parameters of a target by name. Refuses one that the route does not know, one twice, an
 * operator that would make a filter of it, and U+0000, which is in no text of a database.
 */
export function queryOf(
  target: string,
  known: readonly string[],
): Readonly<Record<string, string | undefined>> {
  const start = target.indexOf("?")
  if (start < 0 || start === target.length - 1) return NONE
  const read: Record<string, string> = Object.create(null)
  for (const [name, value] of new URLSearchParams(target.slice(start + 1))) {
    if (!known.includes(name)) throw unknownParameter(name, known)
    if (name in read) {
      throw new Invalid("duplicate_parameter", `/${name}`, `"${name}" is given twice.`)
    }
    if (value.includes("\0")) {
      throw new Invalid("text_invalid", `/${name}`, `"${name}" holds U+0000.`)
    }
    read[name] = value
  }
  return read
}

/** An unsigned integer in its one decimal form. */
export function integer(text: string, name: string): bigint {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(text)) {
    const reason = `"${name}" is a decimal integer without sign, space or leading zero.`
    throw new Invalid("integer_malformed", `/${name}`, reason)
  }
  return BigInt(text)
}

/** Rows of a page: 1 to 200, 50 unless given. */
export function pageLimit(text: string | undefined): number {
  if (text === undefined) return PAGE_ROWS
  const negative = /^-[1-9][0-9]*$/.test(text)
  const value = negative || text.length > 9 ? 0n : integer(text, "limit")
  if (value < 1n || value > PAGE_ROWS_MAX) {
    if (!negative && !/^[0-9]+$/.test(text)) integer(text, "limit")
    const reason = `"limit" is 1 to ${PAGE_ROWS_MAX}.`
    throw new Invalid("page_out_of_range", "/limit", reason, { limit: PAGE_ROWS_MAX })
  }
  return Number(value)
}

/** A parameter that is "1" or "0", which is what it is when absent. */
export function flag(text: string | undefined, name: string): boolean {
  if (text === undefined || text === "0") return false
  if (text === "1") return true
  throw new Invalid("unknown_value", `/${name}`, `"${name}" is 0 or 1.`, { expected: "0, 1" })
}

/** A parameter that must be given. Throws `Invalid` `field_missing`. */
export function needed(text: string | undefined, name: string): string {
  if (text !== undefined && text !== "") return text
  throw new Invalid("field_missing", `/${name}`, `This question needs "${name}".`)
}
