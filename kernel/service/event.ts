/** Events: facts of accepted operations, kept for ever as leaves of the log. */

import type { Kind } from "../schema/kind.ts"
import { assertValueName } from "../schema/names.ts"
import { record } from "../schema/record.ts"
import type { Fields, Values } from "./fields.ts"
import type { Binding } from "./table-shape.ts"

/** An event that a service may emit. */
export interface Event<F extends Fields = Fields> {
  readonly name: string
  readonly fields: F
  /** Names of the fields in declared order. */
  readonly names: readonly string[]
  readonly kind: Kind<Values<F>>
  /** 5 + largest size of the fields ÷ 1,024. */
  readonly units: number
  readonly binding: Binding
}

/**
 * An event by name, `[a-z][a-z0-9_]{0,47}`, with its fields.
 * @example export const issued = event("issued", { digest: hash, issuer: party })
 */
export function event<F extends Fields>(name: string, fields: F): Event<F> {
  assertValueName(name)
  const kind = record(fields)
  const names = Object.keys(fields) // in the order of definition
  return { name, fields, names, kind, units: 5 + (kind.sizeMax >> 10), binding: { service: null } }
}
