/**
 * A seeded vote: a member proposes that what was vetoed may come back after two weeks, and votes
 * for it; the others are asked. Those who decide for the members may freeze in an emergency. Pure
 * data.
 */
import type { Hash, Json, JsonObject, Party } from "@concordat/kernel"
import { DAY_SECONDS, DEFAULT_CONSTITUTION } from "./constitution.ts"
import { EMERGENCY_MAX } from "./kinds.ts"
import { type Constitution, constitution, parameters } from "./tables.ts"

/** The proposal of what the genesis set: none. */
const NOBODY = "00".repeat(32) as Hash

type Row = { readonly key: JsonObject; readonly value: Json }

/** Rows for a genesis file, by table. `persons`: of each member one, who may freeze. */
export function demoRows(persons: readonly Party[]): Readonly<Record<string, readonly Row[]>> {
  return rowsOf(DEFAULT_CONSTITUTION, persons)
}

/**
 * The same where it is rehearsed how members decide: a day of the constitution's waits lasts so
 * many seconds, and an upgrade may follow its decision at once.
 */
export function rehearsalRows(
  persons: readonly Party[],
  secondsADay: number,
  now: number,
): Readonly<Record<string, readonly Row[]>> {
  const rules = DEFAULT_CONSTITUTION.rules.map((rule) => {
    return { ...rule, delay: (rule.delay / DAY_SECONDS) * secondsADay }
  })
  const lead = { value: { number: 0n }, changed: now, by: NOBODY }
  return {
    ...rowsOf({ ...DEFAULT_CONSTITUTION, rules }, persons),
    parameters: [
      {
        key: { module: "governance", name: "upgradeLeadHours" },
        value: parameters.row.toJson(lead),
      },
    ],
  }
}

function rowsOf(rules: Constitution, persons: readonly Party[]) {
  const group = persons.toSorted((a, b) => (a < b ? -1 : 1)).slice(0, EMERGENCY_MAX)
  const emergency = group.length < 2 ? [] : group
  const value = constitution.row.toJson({ ...rules, emergency })
  return { constitution: [{ key: {}, value }] }
}

/** What is proposed. */
export const DEMO_PROPOSAL = {
  title: "What was vetoed may come back after two weeks",
  documents: [],
  actions: [{ setParameter: { module: "governance", name: "vetoDays", value: { number: 14n } } }],
} as const
