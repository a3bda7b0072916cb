/**
 * A seeded set: one validator for each organisation of a development ledger, all of equal power.
 * Pure data: the caller makes the keys and hands in their public parts.
 */
import type { JsonObject } from "@concordat/kernel"
import { type FoundingValidator, foundingState } from "./founding.ts"

/** What each of them weighs: enough for a third of it to be a number. */
export const DEMO_POWER = 10n

/** `state` of the genesis file: the rows of the organisations beside those of their validators. */
export function demoState(
  organisations: Parameters<typeof foundingState>[0],
  validators: readonly Omit<FoundingValidator, "power">[],
  begun: number,
): JsonObject {
  const seated = validators.map((one) => ({ ...one, power: DEMO_POWER }))
  return foundingState(organisations, seated, begun)
}
