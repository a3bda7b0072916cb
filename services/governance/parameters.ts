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
  /** What the members may set at least. */
  readonly least: bigint
  readonly greatest: bigint
  readonly initial: bigint
  /** What a genesis may begin with at least: less where it is rehearsed how members decide. */
  readonly begun: bigint
}

const number = (
  about: string,
  least: bigint,
  greatest: bigint,
  initial: bigint,
  begun = least,
): Declared => ({ about, least, greatest, initial, begun })

/** All parameters of this service. */
export const PARAMETERS = {
  freezeHours: number("How many hours a freeze lasts at most.", 1n, 72n, 72n),
  freezeQuietDays: number("Days before the same is frozen again without a vote.", 1n, 90n, 7n),
  holdHours: number("How many hours a supervisor's hold lasts.", 1n, 336n, 72n),
  upgradeLeadHours: number("Hours from a decision to the upgrade's height.", 24n, 2_160n, 24n, 0n),
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

/** Whether a declared parameter may have a value, set by the members or begun with. */
export function isLawful(module: string, name: string, value: Value): boolean {
  return lies(declaredAs(module, name), "begun", value)
}

function lies(declared: Declared | null, from: "least" | "begun", value: Value): boolean {
  if (declared === null || !("number" in value)) return false
  return value.number >= declared[from] && value.number <= declared.greatest
}

/** Refuses a parameter that nobody declared, of another type, or out of its bounds. */
export function ensureParameter(module: string, name: string, value: Value): void {
  const declared = declaredAs(module, name)
  const bounds = declared === null ? null : `${declared.least} to ${declared.greatest}`
  const details = { module, parameter: name, expected: bounds }
  ensure(lies(declared, "least", value), refuse.parameter_out_of_range, details)
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
