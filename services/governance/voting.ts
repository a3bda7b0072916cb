/** Ballots, one an organisation, replaceable; holds; and what time decided, written down. */
import {
  command,
  ensure,
  type Hash,
  hash,
  option,
  text,
  timeText,
  type View,
} from "@concordat/kernel"
import { organisations } from "../organisations/service.ts"
import { constitutionOf, ruleFor } from "./constitution.ts"
import { recast } from "./count.ts"
import { ballotCast, proposalHeld } from "./events.ts"
import { isLive, settle, stateAt } from "./life.ts"
import { parameterOf } from "./parameters.ts"
import { refuse } from "./refusals.ts"
import { ballotChoice, ballots, type Proposal, proposals } from "./tables.ts"

const HOUR_MS = 3_600_000

/** A proposal that is there. */
export function knownProposal(view: View, proposal: Hash): Proposal {
  const row = proposals.get(view, { proposal })
  ensure(row, refuse.unknown_proposal, { proposal })
  return row
}

/** A proposal that is open or accepted, and whose time is not over. */
export function openProposal(view: View, proposal: Hash): Proposal {
  const row = knownProposal(view, proposal)
  const state = stateAt(row, view.time)
  ensure(isLive(state), refuse.proposal_closed, { state })
  return row
}

export const vote = command({
  about: "Give the ballot of the own organisation; a later one takes its place.",
  role: "org.approver",
  input: { proposal: hash, choice: ballotChoice, reason: option(hash) },
  run(tx, { proposal, choice, reason }) {
    const { organisation, caller: by } = tx
    const row = openProposal(tx, proposal)
    const voter = row.electorate.includes(organisation)
    ensure(voter, refuse.not_in_electorate, { organisation })

    const former = ballots.get(tx, { proposal, organisation })
    const replaced = former === undefined ? 0 : former.replaced + 1
    ballots.put(tx, { proposal, organisation }, { choice, reason, by, at: tx.time, replaced })
    const tally = recast(row.tally, choice, former?.choice ?? null)
    const given = { ...row, tally }
    proposals.put(tx, { proposal }, given)
    tx.emit(ballotCast, {
      ...{ proposal, organisation, choice, reason, by, replaced: former?.choice ?? null },
    })
    settle(tx, proposal, given)
  },
})

export const hold = command({
  about: "Put off the execution of a proposal, once, as a supervisor.",
  role: "org.approver",
  input: { proposal: hash, reason: text(40, 1) },
  run(tx, { proposal, reason }) {
    const row = openProposal(tx, proposal)
    const of = organisations.get(tx, tx)?.class ?? null
    ensure(of === "supervisor", refuse.hold_not_allowed, { class: of })
    const { hold: allowed } = ruleFor(constitutionOf(tx), row.class)
    ensure(allowed, refuse.hold_not_allowed, { class: row.class })
    const held = row.heldUntil
    ensure(held === null, refuse.already_held, { until: held === null ? null : timeText(held) })

    const until = tx.time + Number(parameterOf(tx, "holdHours")) * HOUR_MS
    proposals.put(tx, { proposal }, { ...row, heldUntil: until })
    tx.emit(proposalHeld, { proposal, by: tx.caller, reason, until })
  },
})

export const close = command({
  about: "Write down what time, or the departure of members, has decided of a proposal.",
  role: null,
  input: { proposal: hash },
  run(tx, { proposal }) {
    const row = knownProposal(tx, proposal)
    ensure(isLive(row.state), refuse.proposal_closed, { state: row.state })

    const decided = settle(tx, proposal, row)
    const closes = timeText(row.due ?? row.closes)
    ensure(decided, refuse.proposal_still_open, { state: row.state, until: closes })
  },
})
