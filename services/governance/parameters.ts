/**
 * Parameters: what the members may change within bounds that stand here, in the code. One that
 * nobody changed has its initial value.
 */
import { ensure, type Infer, type View, type Writer } from "@concordat/kernel"
import { parameterSet } from "./events.ts"
import type { parameterValue } from "./kinds.ts"
import { refuse } from "./refusals.ts"
import { parameters } from "./tables.ts"

type Value = Infer<typeof parameterValue>
type Declared = {
  /** A sentence. */
  readonly about: string
  readonly least: bigint
  readonly greatest: bigint
  readonly initial: bigint
}

const number = (about: string, least: bigint, greatest: bigint, initial: bigint): Declared => ({
  ...{ about, least, greatest, initial },
})

/** All parameters of this service. */
export const PARAMETERS = {
  freezeHours: number("How many hours a freeze lasts at most.", 1n, 72n, 72n),
  freezeQuietDays: number("Days before the same is frozen again without a vote.", 1n, 90n, 7n),
  holdHours: number("How many hours a supervisor's hold lasts.", 1n, 336n, 72n),
  upgradeLeadHours: number("Hours between a decision and the upgrade's height.", 0n, 2_160n, 24n),
  vetoDays: number("Days before what was vetoed may be proposed again.", 1n, 365n, 7n),
} as const
export type ParameterName = keyof typeof PARAMETERS

/** The module that they are of. */
const MODULE = "governance"

/** What is declared under this name, if anything. */
function declaredAs(module: string, name: string): Declared | null {
  if (module !== MODULE || !Object.hasOwn(PARAMETERS, name)) return null
  return PARAMETERS[name as ParameterName]
}

/** Whether a value lies within the bounds of a declared parameter. */
export function isLawful(module: string, name: string, value: Value): boolean {
  const declared = declaredAs(module, name)
  if (declared === null || !("number" in value)) return false
  return value.number >= declared.least && value.number <= declared.greatest
}

/** Refuses a parameter that nobody declared, of another type, or out of its bounds. */
export function ensureParameter(module: string, name: string, value: Value): void {
  const declared = declaredAs(module, name)
  const bounds = declared === null ? null : `${declared.least} to ${declared.greatest}`
  const details = { module, parameter: name, expected: bounds }
  ensure(isLawful(module, name, value), refuse.parameter_out_of_range, details)
}

/** The value in force. */
export function parameterOf(view: View, name: ParameterName): bigint {
  const value = parameters.get(view, { module: MODULE, name })?.value
  return value !== undefined && "number" in value ? value.number : PARAMETERS[name].initial
}

/** Sets a lawful parameter; `by`: the proposal that said so. */
export function setParameter(tx: Writer, { module, name, value, by }: ParameterChange): void {
  ensureParameter(module, name, value)
  parameters.put(tx, { module, name }, { value, changed: tx.time, by })
  tx.emit(parameterSet, { module, name, value, by })
}

type ParameterChange = {
  readonly module: string
  readonly name: string
  readonly value: Value
  readonly by: Parameters<typeof parameters.put>[2]["by"]
}
