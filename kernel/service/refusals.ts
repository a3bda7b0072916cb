/** Refusals: a service's closed list of codes with their sentences, and `ensure`. */

import { type Code, codeRow, codes } from "../codes.ts"
import { assert, type Details, Refusal } from "../failures.ts"
import { assertValueName } from "../schema/names.ts"
import { listed } from "./listed.ts"

/** HTTP status of a refusal that names none. */
const STATUS = 409

/** One way to say no. */
export type RefusalKind = {
  readonly code: string
  /** A sentence for people. Not hashed. */
  readonly message: string
  /** HTTP status. */
  readonly status: number
}

/** A sentence (status 409), or a sentence with its status. */
export type RefusalDefinition = string | readonly [message: string, status: number]

/** The refusals of a service by code; platform codes come with every list. */
export type Refusals<D extends Readonly<Record<string, RefusalDefinition>>> = {
  readonly [Name in keyof D | Code]: RefusalKind
}

/** Facts about a case; bigints become decimal strings. */
export type RefusalDetails = Readonly<Record<string, string | number | bigint | boolean | null>>

/**
 * A service's refusals by code.
 * @example
 * export const refuse = refusals({
 *   unknown_ticket: ["No such ticket was sold.", 404],
 *   ticket_used: "This ticket has been used.",
 * })
 */
export function refusals<const D extends Readonly<Record<string, RefusalDefinition>>>(
  definitions: D,
): Refusals<D> {
  const list: Record<string, RefusalKind> = {}
  for (const { code, title, status } of codes) {
    list[code] = { code, message: title, status: status ?? STATUS }
  }
  for (const [code, definition] of listed<RefusalDefinition>(definitions)) {
    assertValueName(code)
    const [message, status] = typeof definition === "string" ? [definition, null] : definition
    const platform = codeRow(code)?.status ?? null
    const agrees = platform === null || status === null || status === platform
    assert(agrees, `"${code}" is a code of the platform, of status ${platform}`)
    list[code] = { code, message, status: status ?? platform ?? STATUS }
  }
  return list as Refusals<D>
}

/**
 * Narrows `condition`, or refuses: the operation's effects are dropped and the code is recorded.
 */
export function ensure(
  condition: unknown,
  refusal: RefusalKind,
  details?: RefusalDetails,
): asserts condition {
  if (!condition) throw refusalOf(refusal, details)
}

function refusalOf(refusal: RefusalKind, details: RefusalDetails = {}): Refusal {
  const safe: Record<string, Details[string]> = {}
  for (const [name, value] of listed(details)) {
    safe[name] = typeof value === "bigint" ? value.toString() : value
  }
  return new Refusal(refusal.code, refusal.message, safe, refusal.status)
}
