/** Each invariant, broken by one row of a genesis, is found; a sound chamber breaks none. */
import { type Hash, type Party, verifyState } from "@concordat/kernel"
import { type GivenRow, given } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import {
  ALL_FOUR,
  CONSTITUTION,
  openChamber,
  proposeOn,
  setDays,
  voteOn,
} from "./chamber.testing.ts"
import {
  actions,
  ballots,
  constitution,
  liveProposals,
  type Proposal,
  parameters,
  proposals,
  stopped,
} from "./tables.ts"

const begun = openChamber()
const proposal = proposeOn(begun, setDays(9n))
const OPEN = proposals.get(begun.view(), { proposal })!
voteOn(begun, proposal, ALL_FOUR)
const ACCEPTED = proposals.get(begun.view(), { proposal })!
const HEALTH = "health" as Party
const action = given(actions, { proposal, position: 0 }, { action: setDays(9n) })
const listed = given(liveProposals, {}, { list: [proposal] })
const yes = {
  choice: "yes",
  reason: null,
  by: "health/chief" as Party,
  at: 0,
  replaced: 0,
} as const
const ballot = given(ballots, { proposal, organisation: HEALTH }, yes)

/** An open proposal of one action on the list, changed. */
const changed = (row: Partial<Proposal>): GivenRow[] => [
  ...[given(proposals, { proposal }, { ...OPEN, ...row }), action, listed],
]

const open =
  (...rows: readonly GivenRow[]) =>
  () =>
    openChamber(...rows)

describe("invariants", () => {
  test("a chamber with a vote under way breaks none", () => {
    expect(verifyState(begun.runtime, begun.state)).toEqual([])
    expect(open(...changed({}))).not.toThrow()
  })

  const counted = { of: 4, yes: 2, no: 0, abstain: 0, veto: 0, need: 3, quorum: 3 }
  const done = { state: "executed", due: 1, counted: ACCEPTED.counted } as const
  const rule = CONSTITUTION.rules[0]!
  test.each([
    ["a tally without its ballots", changed({ tally: { yes: 1, no: 0, abstain: 0, veto: 0 } })],
    ["a ballot that was not counted", [...changed({}), ballot]],
    ["a ballot of nobody's", [ballot]],
    [
      "a ballot of a stranger",
      [...changed({ electorate: ["justice" as Party], tally: { ...OPEN.tally, yes: 1 } }), ballot],
    ],
    ["an accepted one without a time", changed({ state: "accepted" })],
    ["an open one that is due", changed({ due: 1 })],
    ["one that nothing carried", [changed({ ...done, counted })[0]!, action]],
    ["one that is over on the list", changed(done)],
    ["a live one that is not on the list", [changed({})[0]!, action]],
    ["actions that are missing", changed({ count: 2 })],
    [
      "actions too many",
      [...changed({}), given(actions, { proposal, position: 1 }, { action: setDays(9n) })],
    ],
    [
      "one listed twice",
      [...changed({}), given(liveProposals, {}, { list: [proposal, proposal] })],
    ],
    [
      "a zero denominator",
      [
        given(
          constitution,
          {},
          {
            ...{ version: 1, ...CONSTITUTION },
            rules: [{ ...rule, yes: { ...rule.yes, den: 0 } }, ...CONSTITUTION.rules.slice(1)],
          },
        ),
      ],
    ],
    [
      "a parameter out of bounds",
      [
        given(
          parameters,
          { module: "governance", name: "vetoDays" },
          { value: { number: 366n }, changed: 0, by: "00".repeat(32) as Hash },
        ),
      ],
    ],
    ["scopes out of order", [given(stopped, {}, { list: ["b", "a"] })]],
  ] satisfies [string, readonly GivenRow[]][])("finds %s", (_what, rows) => {
    expect(open(...rows)).toThrow(/An invariant is broken/)
  })
})
