/**
 * The table of causes, in the order in which they are looked for: the first that holds is named.
 * Source of truth: docs/operations/when-something-is-wrong.md.
 */
import type { Facts } from "./facts.ts"
import type { Finding, Row } from "./finding.ts"
import { callOpen, consensusFailed, engineGone, rootDiffers, signerSilent } from "./of-engine.ts"
import { catchingUp, clockOff, diskShort, idle } from "./of-machine.ts"
import { peersMissing, powerMissing, proposalsLate, proposalsRejected } from "./of-network.ts"

type Entry = readonly [name: string, level: Finding["level"], row: Row]

const TABLE: readonly Entry[] = [
  ["consensus_failed", "fault", consensusFailed],
  ["engine_gone", "fault", engineGone],
  ["root_differs", "fault", rootDiffers],
  ["clock_off", "fault", clockOff],
  ["power_missing", "fault", powerMissing],
  ["peers_missing", "fault", peersMissing],
  ["proposals_late", "fault", proposalsLate],
  ["proposals_rejected", "fault", proposalsRejected],
  ["call_open", "fault", callOpen],
  ["signer_silent", "fault", signerSilent],
  ["disk_short", "fault", diskShort],
  ["catching_up", "notice", catchingUp],
  ["idle", "notice", idle],
]

/** Every cause that holds, in the table's order. */
export function findingsOf(facts: Facts): readonly Finding[] {
  return TABLE.flatMap(([name, level, row], index) => {
    const seen = row(facts)
    return seen === null ? [] : [{ row: index + 1, name, level, ...seen }]
  })
}
