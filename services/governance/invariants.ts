/** What holds after every block, whatever was sent. */
import { type Hash, invariant, type View } from "@concordat/kernel"
import { constitutionFault } from "./constitution.ts"
import { isCarried, NO_BALLOTS, recast, type Tally } from "./count.ts"
import { ELECTORATE_MAX } from "./kinds.ts"
import { isLive, liveOf } from "./life.ts"
import { isLawful } from "./parameters.ts"
import {
  actions,
  ballots,
  constitution,
  liveProposals,
  parameters,
  proposals,
  stopped,
} from "./tables.ts"

/** What the ballots of a proposal come to. */
function tallied(view: View, proposal: Hash): Tally {
  const given = ballots.scan(view, { proposal }, { limit: ELECTORATE_MAX + 1 })
  return given.reduce((tally, { value }) => recast(tally, value.choice, null), NO_BALLOTS)
}

function isSameTally(a: Tally, b: Tally): boolean {
  return a.yes === b.yes && a.no === b.no && a.abstain === b.abstain && a.veto === b.veto
}

function isOrdered(list: readonly string[]): boolean {
  return list.every((one, i) => i === 0 || list[i - 1]! < one)
}

/** All of them. */
export const invariants = [
  invariant("the tally of a proposal is what its ballots come to", {
    rows: proposals,
    holds: (view, { proposal }, row) => isSameTally(row.tally, tallied(view, proposal)),
  }),
  invariant("a ballot is of an organisation of its proposal's electorate", {
    rows: ballots,
    holds: (view, { proposal, organisation }) =>
      proposals.get(view, { proposal })?.electorate.includes(organisation) ?? false,
  }),
  invariant("a proposal was accepted at a time when it has one to be executed at", {
    rows: proposals,
    holds(_view, _key, { state, due, counted }) {
      const decided = due !== null && counted !== null
      if (state === "accepted" || state === "executed" || state === "failed") return decided
      return state !== "open" || due === null
    },
  }),
  invariant("an executed proposal was carried by the count that its row holds", {
    rows: proposals,
    holds(_view, _key, { state, counted }) {
      return state !== "executed" || (counted !== null && isCarried(counted))
    },
  }),
  invariant("a proposal is on the list while it is open or accepted, and has its actions", {
    rows: proposals,
    holds(view, { proposal }, { state, count }) {
      const whole = actions.has(view, { proposal, position: count - 1 })
      const more = actions.has(view, { proposal, position: count })
      return liveOf(view).includes(proposal) === isLive(state) && whole && !more
    },
  }),
  invariant("what is on the list is open or accepted, each once", {
    rows: liveProposals,
    holds(view, _key, { list }) {
      const each = new Set(list).size === list.length
      return each && list.every((one) => isLive(proposals.get(view, { proposal: one })!.state))
    },
  }),
  invariant("a constitution can be decided under: its shares, delays and persons are in bounds", {
    rows: constitution,
    holds: (_view, _key, row) => constitutionFault(row) === null,
  }),
  invariant("every parameter lies within the bounds that the code declares", {
    rows: parameters,
    holds: (_view, { module, name }, { value }) => isLawful(module, name, value),
  }),
  invariant("scopes that are stopped are named in order, each once", {
    rows: stopped,
    holds: (_view, _key, { list }) => isOrdered(list),
  }),
]
