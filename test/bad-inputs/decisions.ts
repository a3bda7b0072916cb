/** Rows of table G that governance's own scenarios hold: votes, holds, freezes, plans. */
import type { ElsewhereRow } from "./row.ts"

const proposing = "services/governance/proposing.test.ts"
const voting = "services/governance/voting.test.ts"
const executing = "services/governance/executing.test.ts"
const freezing = "services/governance/freezing.test.ts"
const recovering = "services/governance/recovering.test.ts"
const upgrade = "services/governance/upgrade.test.ts"

function row(
  number: string,
  what: string,
  code: string,
  status: 403 | 404 | 409,
  tested: string,
): ElsewhereRow {
  return { row: number, what, code, status, tested }
}

export const DECISIONS: readonly ElsewhereRow[] = [
  row("G01a", "a ballot after the end", "proposal_closed", 409, voting),
  row("G01b", "a ballot of a stranger", "not_in_electorate", 403, voting),
  row("G02a", "a parameter out of bounds", "parameter_out_of_range", 409, proposing),
  row("G03a", "executed too early", "not_due", 409, executing),
  row("G03b", "executed while held", "proposal_held", 409, voting),
  row("G04a", "an upgrade too soon", "upgrade_height_too_soon", 409, upgrade),
  row("G04b", "a platform without program", "upgrade_incomplete", 409, upgrade),
  row("G05a", "a freeze of those who decide", "scope_not_allowed", 409, freezing),
  row("G05b", "a freeze again in seven days", "freeze_repeated", 409, freezing),
  row("G10a", "a recovery signed by two of four", "endorsement_insufficient", 403, recovering),
  row("G10b", "a recovery signed by keys that vote", "key_purpose_mismatch", 403, recovering),
  row("G10c", "a payment before it was accepted", "recovery_not_accepted", 409, recovering),
  row("G11", "actions that would fail", "dry_run_failed", 409, proposing),
  row("G12", "what was vetoed, again", "recently_vetoed", 409, proposing),
  row("G13", "too many proposals", "proposals_too_many", 409, proposing),
  row("G14", "a ballot on nothing", "unknown_proposal", 404, voting),
  row("G15", "somebody else's proposal taken back", "not_the_proposer", 403, proposing),
  row("G16", "executed without consent", "not_accepted", 409, executing),
  row("G17", "a hold by a member", "hold_not_allowed", 403, voting),
  row("G18", "a second hold", "already_held", 409, voting),
  row("G19", "closed while undecided", "proposal_still_open", 409, voting),
  row("G20", "frozen twice", "already_frozen", 409, freezing),
  row("G21", "no such freeze lifted", "unknown_freeze", 404, freezing),
  row("G22", "a second plan", "upgrade_pending", 409, upgrade),
  row("G23", "ready for no plan", "unknown_upgrade", 404, upgrade),
  row("G24", "signatures in place of ballots", "proposal_required", 403, executing),
  {
    ...{ row: "S06b", what: "a block of the newer program's", code: "upgrade_needed" },
    ...{ status: null, tested: "node/upgrade.test.ts" },
  },
  row("T34", "a frozen command", "frozen", 409, freezing),
]
