/** Query parameters: each known, once, in the one form that is accepted. */
import { Invalid, nearestName } from "@concordat/kernel"
import { PAGE_ROWS, PAGE_ROWS_MAX } from "../limits.ts"

/** The parameters of a request by name. Refuses one that the route does not know, or one twice. */
export function parameters(
  url: string,
  known: readonly string[],
): { readonly [name: string]: string | undefined } {
  const read: Record<string, string> = Object.create(null)
  for (const [name, value] of new URL(url).searchParams) {
    if (!known.includes(name)) {
      const guess = nearestName(name, known)
      const help = guess === null ? "" : ` Did you mean "${guess}"?`
      const reason = `This route has no parameter "${name.slice(0, 64)}".${help}`
      throw new Invalid("unknown_parameter", `/${name.slice(0, 64)}`, reason)
    }
    if (name in read) {
      throw new Invalid("duplicate_parameter", `/${name}`, `"${name}" is given twice.`)
    }
    read[name] = value
  }
  return read
}

/** An unsigned integer in its one decimal form. */
export function integer(text: string, name: string): bigint {
  if (!/^(0|[1-9][0-9]{0,19})$/.test(text)) {
    const reason = `"${name}" is a decimal integer without sign, space or leading zero.`
    throw new Invalid("integer_malformed", `/${name}`, reason)
  }
  return BigInt(text)
}

/** Rows of a page: 1 to 200, 50 unless given. */
export function pageLimit(text: string | undefined): number {
  if (text === undefined) return PAGE_ROWS
  const digits = /^-?[0-9]+$/.test(text)
  if (!digits) integer(text, "limit")
  const value = text.length > 9 ? Number.POSITIVE_INFINITY : Number(text)
  if (value < 1 || value > PAGE_ROWS_MAX) {
    const reason = `"limit" is 1 to ${PAGE_ROWS_MAX}.`
    throw new Invalid("page_out_of_range", "/limit", reason, { limit: PAGE_ROWS_MAX })
  }
  return value
}

/** A parameter with a fixed set of values. */
export function choice(text: string, name: string, allowed: readonly string[]): string {
  if (!allowed.includes(text)) {
    const reason = `"${name}" is one of ${allowed.join(", ")}.`
    throw new Invalid("unknown_value", `/${name}`, reason)
  }
  return text
}
