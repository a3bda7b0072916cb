/** What was accepted is carried out: all actions or none, once the time to object is over. */
import { command, ensure, hash, organisationOf, timeText } from "@concordat/kernel"
import { carryOut } from "./actions.ts"
import { isCarried } from "./count.ts"
import { proposalExecuted } from "./events.ts"
import { countNow, end, rejectAtExecution, stateAt } from "./life.ts"
import { actionsOf, dryRun } from "./proposing.ts"
import { refuse } from "./refusals.ts"
import { knownProposal } from "./voting.ts"

export const execute = command({
  about: "Carry out an accepted proposal once the time to object is over.",
  role: null,
  input: { proposal: hash },
  run(tx, { proposal }) {
    const row = knownProposal(tx, proposal)
    const state = stateAt(row, tx.time)
    const { due, heldUntil } = row
    ensure(state === "accepted" && due !== null, refuse.not_accepted, { state })
    ensure(tx.time >= due, refuse.not_due, { until: timeText(due) })
    const held = heldUntil !== null && tx.time < heldUntil
    ensure(!held, refuse.proposal_held, { until: held ? timeText(heldUntil) : null })

    const counted = countNow(tx, proposal, row)
    if (!isCarried(counted)) {
      rejectAtExecution(tx, proposal, row, counted)
      return
    }
    const actions = actionsOf(tx, proposal)
    const origin = { proposal, by: organisationOf(row.proposer) }
    const { refusal, row: now } = dryRun(tx, actions, origin)
    if (refusal !== null) {
      end(tx, proposal, row, { state: "failed", result: refusal.code, counted })
      return
    }
    end(tx, proposal, row, { state: "executed", counted })
    carryOut(tx, actions, origin)
    const same = now.keys === row.dryRun.keys
    const { changes, digest } = now
    tx.emit(proposalExecuted, { proposal, actions: row.actions, counted, changes, digest, same })
  },
})
