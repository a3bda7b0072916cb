/**
 * The constitution: how many members must agree to what, how long everybody may object, who may
 * freeze in an emergency. What it may say is bounded here, so that no vote can make it undecidable.
 */
import {
  assert,
  ensure,
  type Infer,
  organisationOf,
  type Party,
  type RecordOf,
  type View,
  type Writer,
} from "@concordat/kernel"
import { isActive, nameOf } from "../organisations/service.ts"
import { constitutionSet } from "./events.ts"
import type { constitutionFields, ruleClass } from "./kinds.ts"
import { refuse } from "./refusals.ts"
import { isAtLeast, isShare, type Share } from "./shares.ts"
import { type Constitution, constitution } from "./tables.ts"

const HOUR_SECONDS = 3_600
/** Seconds. */
export const DAY_SECONDS = 86_400
const PERIOD_SECONDS_MIN = HOUR_SECONDS
const PERIOD_SECONDS_MAX = 90 * DAY_SECONDS
const DELAY_SECONDS_MAX = 30 * DAY_SECONDS

/** A class of decisions. */
export type RuleClass = Infer<typeof ruleClass>
/** What the constitution says of one class. */
export type ClassRule = Constitution["rules"][number]

/** Classes from the strictest on: a proposal of several follows the first of them. */
export const BY_STRICTNESS: readonly RuleClass[] = ["a", "d", "b", "c"]

const half: Share = { num: 1, den: 2, strict: false }
const moreThanHalf: Share = { num: 1, den: 2, strict: true }
const moreThanTwoThirds: Share = { num: 2, den: 3, strict: true }
const twoThirds: Share = { num: 2, den: 3, strict: false }
const threeQuarters: Share = { num: 3, den: 4, strict: false }

/** What a ledger begins with unless its genesis says otherwise. */
export const DEFAULT_CONSTITUTION: Constitution = {
  version: 1,
  rules: [
    ruleOf("a", threeQuarters, threeQuarters, 7 * DAY_SECONDS, false),
    ruleOf("b", moreThanTwoThirds, twoThirds, DAY_SECONDS, true),
    ruleOf("c", moreThanHalf, twoThirds, DAY_SECONDS, true),
    ruleOf("d", moreThanTwoThirds, twoThirds, DAY_SECONDS, true),
  ],
  emergency: [],
  votingPeriod: 14 * DAY_SECONDS,
}

function ruleOf(
  name: RuleClass,
  yes: Share,
  quorum: Share,
  delay: number,
  hold: boolean,
): ClassRule {
  return { class: name, yes, quorum, delay, hold }
}

/** The constitution in force. Genesis makes one. */
export function constitutionOf(view: View): Constitution {
  return constitution.get(view, {}) ?? DEFAULT_CONSTITUTION
}

/** What the constitution says of a class. */
export function ruleFor({ rules }: Pick<Constitution, "rules">, name: RuleClass): ClassRule {
  const found = rules.find((rule) => rule.class === name)
  assert(found !== undefined, `a lawful constitution has a rule for class ${name}`)
  return found
}

type Proposed = RecordOf<typeof constitutionFields>

/** What is wrong with a constitution, as the name of what is out of bounds; null: nothing. */
export function constitutionFault({ rules, emergency, votingPeriod }: Proposed): string | null {
  if (!within(votingPeriod, PERIOD_SECONDS_MIN, PERIOD_SECONDS_MAX)) return "votingPeriod"
  const once = (name: RuleClass) => rules.filter((rule) => rule.class === name).length === 1
  if (rules.length !== BY_STRICTNESS.length || !BY_STRICTNESS.every(once)) return "rules"
  for (const { yes, quorum, delay } of rules) {
    if (!isShare(yes) || !isAtLeast(yes, half)) return "yes"
    if (!isShare(quorum)) return "quorum"
    if (delay > DELAY_SECONDS_MAX) return "delay"
  }
  const ordered = BY_STRICTNESS.map((name) => ruleFor({ rules }, name).yes)
  if (!ordered.every((yes, i) => i === 0 || isAtLeast(ordered[i - 1]!, yes))) return "yes"
  return isGroup(emergency) ? null : "emergency"
}

/** Principals, sorted, each once; nobody, or of two organisations at least. */
function isGroup(emergency: readonly Party[]): boolean {
  const ordered = emergency.every((one, i) => i === 0 || emergency[i - 1]! < one)
  const persons = emergency.every((one) => nameOf(one) !== "")
  const organisations = new Set(emergency.map((one) => organisationOf(one)))
  return ordered && persons && (emergency.length === 0 || organisations.size >= 2)
}

function within(value: number, least: number, greatest: number): boolean {
  return value >= least && value <= greatest
}

/** Refuses a constitution that is out of bounds, or names somebody who cannot act. */
export function ensureConstitution(view: View, proposed: Proposed): void {
  const fault = constitutionFault(proposed)
  ensure(fault === null, refuse.parameter_out_of_range, { parameter: fault })
  const missing = proposed.emergency.find((one) => !isActive(view, one)) ?? null
  ensure(missing === null, refuse.unknown_principal, { principal: missing })
}

/** Puts a lawful constitution in force. */
export function setConstitution(tx: Writer, proposed: Proposed): void {
  const { rules, emergency, votingPeriod } = proposed
  const version = constitutionOf(tx).version + 1
  constitution.put(tx, {}, { version, rules, emergency, votingPeriod })
  tx.emit(constitutionSet, { version })
}
