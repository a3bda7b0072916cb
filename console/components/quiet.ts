/** Whether a network has fallen silent, as far as the node behind this page sees. */
import type { LedgerStatus } from "@concordat/sdk"

/** A network closes a block every 10 s, also an empty one; three missed ones are no accident. */
const QUIET_MS_MAX = 30_000

/** The embedded engine rests where there is nothing to order; a network never does. */
export function isQuiet({ engine, time, now }: Pick<LedgerStatus, "engine" | "time" | "now">) {
  return engine === "cometbft" && Date.parse(now) - Date.parse(time) > QUIET_MS_MAX
}
