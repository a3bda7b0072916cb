/**
 * The outlook of a proposal: what it would change if it were carried out now, whatever its ballots
 * come to; tried by the code that carries it out.
 */
import { type Hash, organisationOf, type View, type Writer } from "@concordat/kernel"
import { carryOut } from "./actions.ts"
import { actionsOf } from "./proposing.ts"
import { openProposal } from "./voting.ts"

/** Refuses `unknown_proposal`, and `proposal_closed` where nothing will be carried out any more. */
export function ensureLive(view: View, proposal: Hash): void {
  openProposal(view, proposal)
}

/** Does what a live proposal says. Throws its refusal. */
export function doProposal(tx: Writer, proposal: Hash): void {
  const { proposer } = openProposal(tx, proposal)
  carryOut(tx, actionsOf(tx, proposal), { proposal, by: organisationOf(proposer) })
}
