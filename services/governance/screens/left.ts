/** How long something still takes by the ledger's own time, in the largest unit that says it. */
import { tell } from "./tell.ts"

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** In words, of a span above 0; rounded up, so that nothing is over before it is. */
export function spanText(ms: number): string {
  if (ms >= 2 * DAY_MS) return tell("time.days", { count: Math.ceil(ms / DAY_MS) })
  if (ms >= 2 * HOUR_MS) return tell("time.hours", { count: Math.ceil(ms / HOUR_MS) })
  return tell("time.minutes", { count: Math.ceil(ms / MINUTE_MS) })
}
