/** Whether the ledger came out of a recovery that the members have not accepted yet. */
import type { View } from "@concordat/kernel"
import { recoveries } from "./tables.ts"

/** The place in the list of what is stopped that stands for everything but deciding. */
export const UNACCEPTED = "recovery"

/** The newest recovery; null: there was none. */
export function lastRecovery(view: View) {
  return recoveries.scan(view, {}, { limit: 1, reverse: true })[0] ?? null
}

/** Whether nobody accepted the newest recovery yet. */
export function isUnaccepted(view: View): boolean {
  return lastRecovery(view)?.value.accepted === null
}
