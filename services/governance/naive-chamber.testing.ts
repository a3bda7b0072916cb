/**
 * A naive chamber: it predicts the answer to every command about proposals, and what becomes of
 * them, from the words of the specification. Maps and plain arithmetic; no code of the service.
 */
const DAY = 86_400_000
const HOUR = 3_600_000
const OWN_MAX = 8

export type NaiveChoice = "yes" | "no" | "abstain" | "veto"
export type NaiveAction =
  | { readonly kind: "days"; readonly days: number }
  | { readonly kind: "suspend" | "reinstate"; readonly member: string }
  | { readonly kind: "period"; readonly seconds: number }

export type NaiveState =
  | "open"
  | "accepted"
  | "executed"
  | "failed"
  | "rejected"
  | "expired"
  | "withdrawn"
  | "dropped"

export type NaiveProposal = {
  readonly by: string
  readonly actions: readonly NaiveAction[]
  readonly electorate: readonly string[]
  readonly closes: number
  readonly ballots: Map<string, NaiveChoice>
  due: number | null
  held: number | null
  state: NaiveState
}

const A = new Set(["period"])
const B = new Set(["suspend", "reinstate"])

/** The class of a proposal: A before B before C. */
function classOf({ actions }: NaiveProposal): "a" | "b" | "c" {
  if (actions.some(({ kind }) => A.has(kind))) return "a"
  return actions.some(({ kind }) => B.has(kind)) ? "b" : "c"
}

const WAIT = { a: 7 * DAY, b: DAY, c: DAY } as const

/** Members, proposals and what was vetoed. */
export class NaiveChamber {
  readonly proposals = new Map<string, NaiveProposal>()
  readonly members: ReadonlySet<string>
  readonly suspended = new Set<string>()
  private readonly vetoed = new Map<string, number>()
  private days = 7
  private period = 14 * DAY

  constructor(members: readonly string[]) {
    this.members = new Set(members)
  }

  /** What a proposal is at a time, whether somebody wrote it down or not. */
  stateAt(one: NaiveProposal, now: number): NaiveState {
    const last = one.held !== null && one.due !== null ? Math.max(one.due, one.held) : one.due
    if (one.state === "open") return now < one.closes ? "open" : "expired"
    if (one.state === "accepted") return now < last! + 14 * DAY ? "accepted" : "expired"
    return one.state
  }

  propose(id: string, by: string, actions: readonly NaiveAction[], now: number): string | null {
    if (this.suspended.has(by)) return "organisation_suspended"
    if (!actions.every(isInBounds)) return "parameter_out_of_range"
    if (now < (this.vetoed.get(JSON.stringify(actions)) ?? 0)) return "recently_vetoed"
    const live = (one: NaiveProposal) => ["open", "accepted"].includes(this.stateAt(one, now))
    const own = [...this.proposals.values()].filter((one) => one.by === by && live(one))
    if (own.length >= OWN_MAX) return "proposals_too_many"
    if (!this.attempt(actions)) return "dry_run_failed"
    // What time ended makes room, which is written down.
    for (const one of this.proposals.values()) one.state = this.stateAt(one, now)
    this.proposals.set(id, {
      ...{ by, actions, electorate: this.present(), closes: now + this.period },
      ...{ ballots: new Map(), due: null, held: null, state: "open" },
    })
    return null
  }

  vote(id: string, by: string, choice: NaiveChoice, now: number): string | null {
    if (this.suspended.has(by)) return "organisation_suspended"
    const one = this.proposals.get(id)
    if (one === undefined) return "unknown_proposal"
    if (!["open", "accepted"].includes(this.stateAt(one, now))) return "proposal_closed"
    if (!one.electorate.includes(by)) return "not_in_electorate"
    one.ballots.set(by, choice)
    this.decide(one, now)
    return null
  }

  withdraw(id: string, by: string, now: number): string | null {
    if (this.suspended.has(by)) return "organisation_suspended"
    const one = this.proposals.get(id)
    if (one === undefined) return "unknown_proposal"
    const state = this.stateAt(one, now)
    if (state !== "open" && state !== "accepted") return "proposal_closed"
    if (one.by !== by) return "not_the_proposer"
    if (state === "accepted") return "proposal_closed"
    one.state = "withdrawn"
    return null
  }

  hold(id: string, now: number): string | null {
    const one = this.proposals.get(id)
    if (one === undefined) return "unknown_proposal"
    if (!["open", "accepted"].includes(this.stateAt(one, now))) return "proposal_closed"
    if (classOf(one) === "a") return "hold_not_allowed"
    if (one.held !== null) return "already_held"
    one.held = now + 72 * HOUR
    return null
  }

  close(id: string, now: number): string | null {
    const one = this.proposals.get(id)
    if (one === undefined) return "unknown_proposal"
    if (one.state !== "open" && one.state !== "accepted") return "proposal_closed"
    const before = one.state
    if (this.stateAt(one, now) === "expired") one.state = "expired"
    else this.decide(one, now)
    return one.state === before ? "proposal_still_open" : null
  }

  execute(id: string, now: number): string | null {
    const one = this.proposals.get(id)
    if (one === undefined) return "unknown_proposal"
    if (this.stateAt(one, now) !== "accepted") return "not_accepted"
    if (now < one.due!) return "not_due"
    if (one.held !== null && now < one.held) return "proposal_held"
    const { carried } = this.count(one)
    if (!carried) one.state = "rejected"
    else if (!this.attempt(one.actions)) one.state = "failed"
    else this.carryOut(one, now)
    return null
  }

  /** The members that are not suspended, in order. */
  present(): readonly string[] {
    return [...this.members].filter((member) => !this.suspended.has(member)).sort()
  }

  private count(one: NaiveProposal) {
    const voters = one.electorate.filter((member) => !this.suspended.has(member))
    const of = voters.length
    const said = voters.flatMap((member) => one.ballots.get(member) ?? [])
    const [yes, veto] = ["yes", "veto"].map((kind) => said.filter((c) => c === kind).length)
    const others = said.length - yes!
    const reach = (count: number) => {
      if (classOf(one) === "a") return 4 * count >= 3 * of
      return classOf(one) === "b" ? 3 * count > 2 * of : 2 * count > of
    }
    const quorum = classOf(one) === "a" ? 4 * said.length >= 3 * of : 3 * said.length >= 2 * of
    const vetoed = 3 * veto! > of
    return { vetoed, carried: !vetoed && reach(yes!) && quorum, open: reach(of - others) }
  }

  private decide(one: NaiveProposal, now: number): void {
    const { vetoed, carried, open } = this.count(one)
    if (vetoed) {
      one.state = "rejected"
      this.vetoed.set(JSON.stringify(one.actions), now + this.days * DAY)
    } else if (one.state !== "open") return
    else if (carried) {
      one.state = "accepted"
      one.due = now + WAIT[classOf(one)]
    } else if (!open) one.state = "rejected"
  }

  /** Whether the actions would pass in order; nothing is changed. */
  private attempt(actions: readonly NaiveAction[]): boolean {
    const suspended = new Set(this.suspended)
    return actions.every((action) => {
      if (action.kind === "reinstate") return suspended.delete(action.member)
      if (action.kind !== "suspend") return true
      const { member } = action
      if (suspended.has(member) || 3 * (suspended.size + 1) > this.members.size) return false
      suspended.add(member)
      return true
    })
  }

  private carryOut(executed: NaiveProposal, now: number): void {
    executed.state = "executed"
    for (const action of executed.actions) {
      if (action.kind === "suspend") this.suspended.add(action.member)
      if (action.kind === "reinstate") this.suspended.delete(action.member)
      if (action.kind === "days") this.days = action.days
      if (action.kind !== "period") continue
      this.period = action.seconds * 1_000
      for (const one of this.proposals.values()) {
        const state = this.stateAt(one, now)
        if (one !== executed)
          one.state = state === "open" || state === "accepted" ? "dropped" : state
      }
    }
  }
}

function isInBounds(action: NaiveAction): boolean {
  if (action.kind === "days") return action.days >= 1 && action.days <= 365
  if (action.kind !== "period") return true
  return action.seconds >= 3_600 && action.seconds <= 90 * 86_400
}
