/**
 * A seeded vote: the first member proposes that what was vetoed may come back after two weeks, and
 * votes for it; the others are asked. Administrators are who may freeze in an emergency. Pure data.
 */
import type { Json, JsonObject, Party } from "@concordat/kernel"
import { demoAdministrator } from "../organisations/demo.ts"
import { DEFAULT_CONSTITUTION } from "./constitution.ts"
import { constitution } from "./tables.ts"

type Row = { readonly key: JsonObject; readonly value: Json }

/** Rows of governance for a genesis file, by table. */
export function demoRows(
  organisations: readonly Party[],
): Readonly<Record<string, readonly Row[]>> {
  const persons = organisations.map(demoAdministrator).toSorted((a, b) => (a < b ? -1 : 1))
  const emergency = persons.length < 2 ? [] : persons.slice(0, 9)
  const value = constitution.row.toJson({ ...DEFAULT_CONSTITUTION, emergency })
  return { constitution: [{ key: {}, value }] }
}

/** Who proposes, and who is asked first. */
export const DEMO_PROPOSER = demoAdministrator("education" as Party)

/** What is proposed. */
export const DEMO_PROPOSAL = {
  title: "What was vetoed may come back after two weeks",
  documents: [],
  actions: [{ setParameter: { module: "governance", name: "vetoDays", value: { number: 14n } } }],
} as const
