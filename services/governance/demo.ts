/**
 * A seeded vote: a member proposes that what was vetoed may come back after two weeks, and votes
 * for it; the others are asked. Those who decide for the members may freeze in an emergency. Pure
 * data.
 */
import type { Json, JsonObject, Party } from "@concordat/kernel"
import { DEFAULT_CONSTITUTION } from "./constitution.ts"
import { EMERGENCY_MAX } from "./kinds.ts"
import { constitution } from "./tables.ts"

type Row = { readonly key: JsonObject; readonly value: Json }

/** Rows for a genesis file, by table. `persons`: of each member one, who may freeze. */
export function demoRows(persons: readonly Party[]): Readonly<Record<string, readonly Row[]>> {
  const group = persons.toSorted((a, b) => (a < b ? -1 : 1)).slice(0, EMERGENCY_MAX)
  const emergency = group.length < 2 ? [] : group
  const value = constitution.row.toJson({ ...DEFAULT_CONSTITUTION, emergency })
  return { constitution: [{ key: {}, value }] }
}

/** What is proposed. */
export const DEMO_PROPOSAL = {
  title: "What was vetoed may come back after two weeks",
  documents: [],
  actions: [{ setParameter: { module: "governance", name: "vetoDays", value: { number: 14n } } }],
} as const
