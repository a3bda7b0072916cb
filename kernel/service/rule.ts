/**
 * Rules: named pure predicates over a record. Every signature and every proof is one, so that
 * workers can compute verdicts ahead (ARCHITECTURE.md, "Rules").
 */

import type { Kind } from "../schema/kind.ts"
import { assertFieldName } from "../schema/names.ts"
import { record } from "../schema/record.ts"
import type { Fields, Values } from "./fields.ts"

/** A pure yes-or-no question about a record, with its price. */
export interface Rule<F extends Fields = Fields> {
  readonly name: string
  readonly input: Kind<Values<F>>
  /** Names of the input's fields in declared order. */
  readonly names: readonly string[]
  cost(input: Values<F>): number
  holds(input: Values<F>): boolean
}

/** How a rule is given; `cost` in units, constant or by input. */
export interface RuleDefinition<F extends Fields> {
  readonly input: F
  readonly cost: number | ((input: Values<F>) => number)
  /** Deterministic, without state, for any input of the schema; never throws. */
  holds(input: Values<F>): boolean
}

/**
 * A question to a rule, as `ahead` lists them. The two are not tied by type: a wrong pair is a
 * wrong guess.
 */
export type Question = readonly [rule: Rule, input: Readonly<Record<string, unknown>>]

/** A rule by name, `[a-z][A-Za-z0-9]{0,31}`, unique in a runtime. */
export function rule<F extends Fields>(name: string, definition: RuleDefinition<F>): Rule<F> {
  assertFieldName(name)
  const { cost } = definition
  return {
    name,
    input: record(definition.input),
    names: Object.keys(definition.input), // in the order of definition
    cost: typeof cost === "number" ? () => cost : cost,
    holds: definition.holds,
  }
}
