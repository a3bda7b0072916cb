/** Proposals begin here: bounds, memory of vetoes, limits, a dry run; then they are open. */
import {
  command,
  encode,
  encodeValue,
  ensure,
  type Hash,
  hash,
  list,
  organisationOf,
  type Rehearsal,
  record,
  sha256Hex,
  type Tx,
  text,
  timeText,
  u32,
  type View,
  type Writer,
} from "@concordat/kernel"
import { consortium } from "../organisations/service.ts"
import { type Action, actionKind } from "./action-kind.ts"
import { carryOut, classOf, ensureBounds, type Origin } from "./actions.ts"
import { constitutionOf } from "./constitution.ts"
import { NO_BALLOTS } from "./count.ts"
import { CHANGES_NAMED_MAX, proposalOpened } from "./events.ts"
import { end, enlist, liveOf, sweep } from "./life.ts"
import { refuse } from "./refusals.ts"
import {
  actions as actionRows,
  LIVE_MAX,
  LIVE_OF_ORGANISATION_MAX,
  proposals,
  vetoed,
} from "./tables.ts"
import { openProposal } from "./voting.ts"

const SECOND_MS = 1_000
const ACTIONS_MAX = 16
const actionList = list(actionKind, ACTIONS_MAX, 1)
const place = record({ transaction: hash, operation: u32 })

/** The id of the proposal that an operation makes. */
export function proposalId(transaction: Hash, operation: number): Hash {
  return sha256Hex(encode(place, { transaction, operation }))
}

/** Refuses when too many proposals are live; those whose time is over make room first. */
function ensureRoom(tx: Tx): void {
  sweep(tx)
  const live = liveOf(tx)
  const own = live.filter((proposal) => {
    const proposer = proposals.get(tx, { proposal })?.proposer
    return proposer !== undefined && organisationOf(proposer) === tx.organisation
  })
  const limit = LIVE_OF_ORGANISATION_MAX
  ensure(live.length < LIVE_MAX, refuse.proposals_too_many, { limit: LIVE_MAX })
  ensure(own.length < limit, refuse.proposals_too_many, { limit })
}

/** What actions would do now; the digests name the changes with and without their values. */
export function dryRun(tx: Writer, actions: readonly Action[], origin: Origin) {
  const rehearsal: Rehearsal = tx.rehearse(() => carryOut(tx, actions, origin))
  const { refusal, changes, digest } = rehearsal
  const keys = sha256Hex(encodeValue([...changes]))
  return { refusal, named: changes, row: { changes: changes.length, keys, digest } }
}

/** The actions of a proposal, as they were written down. */
export function actionsOf(view: View, proposal: Hash): Action[] {
  const rows = actionRows.scan(view, { proposal }, { limit: ACTIONS_MAX })
  return rows.map(({ value }) => value.action)
}

export const propose = command({
  about: "Propose actions that the members decide about together.",
  role: "org.approver",
  input: { title: text(120, 1), documents: list(hash, 8), actions: actionList },
  made: (_, { transaction, operation }) => ({ proposal: proposalId(transaction, operation) }),
  run(tx, { title, documents, actions }) {
    const electorate = consortium.get(tx, {})?.members ?? []
    const member = electorate.includes(tx.organisation)
    ensure(member, refuse.class_not_allowed, { expected: "member" })
    ensureBounds(tx, actions)
    const digest = sha256Hex(encode(actionList, actions))
    const until = vetoed.get(tx, { actions: digest })?.until ?? 0
    ensure(tx.time >= until, refuse.recently_vetoed, { until: timeText(until) })
    ensureRoom(tx)
    const proposal = proposalId(tx.id, tx.operation)
    const { refusal, named, row } = dryRun(tx, actions, { proposal, by: tx.organisation })
    ensure(refusal === null, refuse.dry_run_failed, { reason: refusal?.code ?? null })

    const proposed = { proposer: tx.caller, title, documents, actions: digest, electorate }
    const closes = tx.time + constitutionOf(tx).votingPeriod * SECOND_MS
    const count = actions.length
    proposals.put(
      tx,
      { proposal },
      {
        ...{ ...proposed, class: classOf(actions), count, opened: tx.time, closes },
        ...{ due: null, heldUntil: null, state: "open", result: null },
        ...{ tally: NO_BALLOTS, counted: null, dryRun: row },
      },
    )
    for (const [position, action] of actions.entries()) {
      actionRows.put(tx, { proposal, position }, { action })
    }
    enlist(tx, proposal)
    tx.emit(proposalOpened, {
      ...{ proposal, proposer: tx.caller, class: classOf(actions), title, actions: digest },
      ...{ count, closes, digest: row.digest, changes: named.slice(0, CHANGES_NAMED_MAX) },
    })
  },
})

export const withdraw = command({
  about: "Take back a proposal of the own organisation while it is open.",
  role: "org.approver",
  input: { proposal: hash },
  run(tx, { proposal }) {
    const row = openProposal(tx, proposal)
    const own = organisationOf(row.proposer) === tx.organisation
    ensure(own, refuse.not_the_proposer, { proposer: row.proposer })
    ensure(row.state === "open", refuse.proposal_closed, { state: row.state })

    end(tx, proposal, row, { state: "withdrawn" })
  },
})
