/**
 * The life of a proposal: open, perhaps accepted, then one end for good. What time decides is told
 * from stored times whenever it is asked; what ballots decide is written when they are given.
 */
import {
  type Hash,
  type Infer,
  type Party,
  sorted,
  type View,
  type Writer,
} from "@concordat/kernel"
import { consortium } from "../organisations/service.ts"
import { constitutionOf, ruleFor } from "./constitution.ts"
import { type Count, countOf, verdictOf } from "./count.ts"
import { proposalAccepted, proposalEnded } from "./events.ts"
import { parameterOf } from "./parameters.ts"
import {
  ballots,
  liveProposals,
  type Proposal,
  type proposalState,
  proposals,
  vetoed,
} from "./tables.ts"

const SECOND_MS = 1_000
const DAY_MS = 86_400_000
/** How long an accepted proposal waits to be executed once it may. */
const EXECUTION_MS = 14 * DAY_MS

export type ProposalState = Infer<typeof proposalState>

/** Whether ballots may still be given, or the actions carried out. */
export function isLive(state: ProposalState): boolean {
  return state === "open" || state === "accepted"
}

/** When time ends a proposal that nobody carries out; null: it is over. */
export function endsAt({ state, closes, due, heldUntil }: Proposal): number | null {
  if (state === "open") return closes
  if (state !== "accepted" || due === null) return null
  return (heldUntil !== null && heldUntil > due ? heldUntil : due) + EXECUTION_MS
}

/** The state of a proposal at a time: what is stored, unless time ended it since. */
export function stateAt(row: Proposal, time: number): ProposalState {
  const ends = endsAt(row)
  return ends !== null && time >= ends ? "expired" : row.state
}

/** The ballots of a proposal that count now. */
export function countNow(view: View, proposal: Hash, row: Proposal): Count {
  const members = new Set<Party>(consortium.get(view, {})?.members ?? [])
  const rule = ruleFor(constitutionOf(view), row.class)
  const ballotOf = (organisation: Party) =>
    ballots.get(view, { proposal, organisation })?.choice ?? null
  return countOf(row, members, rule, ballotOf)
}

/** The proposals that are open or accepted. */
export function liveOf(view: View): readonly Hash[] {
  return liveProposals.get(view, {})?.list ?? []
}

/** A proposal that begins. */
export function enlist(tx: Writer, proposal: Hash): void {
  liveProposals.put(tx, {}, { list: [...liveOf(tx), proposal] })
}

type End = {
  readonly state: ProposalState
  readonly result?: string
  readonly counted?: Count
}

/** Ends a proposal for good. */
export function end(tx: Writer, proposal: Hash, row: Proposal, by: End): void {
  const { state, result = null, counted = row.counted } = by
  proposals.put(tx, { proposal }, { ...row, state, result, counted })
  liveProposals.put(tx, {}, { list: liveOf(tx).filter((one) => one !== proposal) })
  if (state !== "executed") tx.emit(proposalEnded, { proposal, state, result, counted })
}

function reject(tx: Writer, proposal: Hash, row: Proposal, counted: Count, result: string): void {
  end(tx, proposal, row, { state: "rejected", result, counted })
  if (result !== "vetoed") return
  const until = tx.time + Number(parameterOf(tx, "vetoDays")) * DAY_MS
  vetoed.put(tx, { actions: row.actions }, { until })
}

function accept(tx: Writer, proposal: Hash, row: Proposal, counted: Count): void {
  const { delay } = ruleFor(constitutionOf(tx), row.class)
  const due = tx.time + delay * SECOND_MS
  proposals.put(tx, { proposal }, { ...row, state: "accepted", due, counted })
  tx.emit(proposalAccepted, { proposal, due, counted })
}

/**
 * Writes down what ballots, members and time have decided of a live proposal. A veto ends it at
 * once; an accepted one that lost its share by other ballots is judged when it is executed, as
 * ballots may change until then. Answers whether anything was decided.
 */
export function settle(tx: Writer, proposal: Hash, row: Proposal): boolean {
  if (stateAt(row, tx.time) === "expired") {
    end(tx, proposal, row, { state: "expired" })
    return true
  }
  const counted = countNow(tx, proposal, row)
  const verdict = verdictOf(counted)
  if (verdict === "vetoed") reject(tx, proposal, row, counted, "vetoed")
  else if (row.state !== "open" || verdict === "undecided") return false
  else if (verdict === "carried") accept(tx, proposal, row, counted)
  else reject(tx, proposal, row, counted, verdict)
  return true
}

/** Rejects an accepted proposal that lost its share since. */
export function rejectAtExecution(tx: Writer, proposal: Hash, row: Proposal, counted: Count): void {
  reject(tx, proposal, row, counted, "share_lost")
}

/** Ends live proposals whose time is over. */
export function sweep(tx: Writer): void {
  for (const proposal of liveOf(tx)) {
    const row = proposals.get(tx, { proposal })
    if (row !== undefined && stateAt(row, tx.time) === "expired") {
      end(tx, proposal, row, { state: "expired" })
    }
  }
}

/** A new constitution: whatever else is open or accepted was decided under another. */
export function dropOthers(tx: Writer, except: Hash): void {
  for (const proposal of sorted(liveOf(tx), (one) => one)) {
    const row = proposals.get(tx, { proposal })
    if (row === undefined || proposal === except) continue
    const over = stateAt(row, tx.time) === "expired"
    end(tx, proposal, row, { state: over ? "expired" : "dropped" })
  }
}
