/** Ballots, what they come to, what time and departures decide, and how a supervisor holds. */
import type { Hash } from "@concordat/kernel"
import { accepted, emitted, given, holds, refused, silent } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { HEALTH, INTERIOR, JUSTICE, MEMBERS } from "../organisations/consortium.testing.ts"
import { consortium } from "../organisations/service.ts"
import {
  ALL_FOUR,
  CLERK,
  CONSTITUTION,
  chamber,
  HOUR,
  OBSERVER,
  OF_EDUCATION,
  OF_HEALTH,
  OF_INTERIOR,
  OF_JUSTICE,
  proposeOn,
  proposing,
  proposingAmong,
  SUPERVISOR,
  setDays,
  THREE_OF_FOUR,
  telling,
  voteOn,
} from "./chamber.testing.ts"
import { ballotCast, proposalAccepted, proposalEnded, proposalHeld } from "./events.ts"
import { execute } from "./executing.ts"
import { ballots, constitution, proposals } from "./tables.ts"
import { close, hold, vote } from "./voting.ts"

const DAY = 86_400_000
const yes = { choice: "yes", reason: null } as const
const no = { choice: "no", reason: null } as const
const nobodys = "0".repeat(64) as Hash
const suspendJustice = { suspend: { organisation: JUSTICE, reason: "unpaid" } }

describe("vote", () => {
  test("one ballot an organisation, with who gave it; a later one takes its place", () => {
    const { begun, proposal } = proposing(setDays(9n))
    const reason = "ab".repeat(32) as Hash
    begun
      .when(OF_HEALTH, vote, { proposal, ...yes })
      .then(
        accepted,
        emitted(ballotCast, { proposal, organisation: HEALTH, choice: "yes", replaced: null }),
        holds(ballots, { proposal, organisation: HEALTH }, { by: OF_HEALTH, replaced: 0 }),
      )
      .when(OF_HEALTH, vote, { proposal, choice: "abstain", reason })
      .then(
        emitted(ballotCast, { organisation: HEALTH, choice: "abstain", replaced: "yes", reason }),
        holds(ballots, { proposal, organisation: HEALTH }, { choice: "abstain", replaced: 1 }),
        holds(proposals, { proposal }, { tally: { yes: 0, no: 0, abstain: 1, veto: 0 } }),
      )
  })

  test("G01: not without the right, not outside the electorate, not on nothing", () => {
    const { begun, proposal } = proposing(setDays(9n))
    begun
      .when(CLERK, vote, { proposal, ...yes })
      .then(refused("permission_missing", "organisations"))
      .when(OBSERVER, vote, { proposal, ...yes })
      .then(refused("not_in_electorate", "governance"), silent)
      .when(SUPERVISOR, vote, { proposal, ...yes })
      .then(refused("not_in_electorate"))
      .when(OF_HEALTH, vote, { proposal: nobodys, ...yes })
      .then(refused("unknown_proposal"))
  })

  test("accepted as soon as share and quorum hold; everybody may object until it is due", () => {
    const { begun, proposal, say } = proposing(setDays(9n))
    say([OF_EDUCATION, OF_HEALTH])
      .then(holds(proposals, { proposal }, { state: "open", due: null }))
      .when(OF_INTERIOR, vote, { proposal, ...yes })
      .then(({ ledger }) => {
        const row = proposals.get(ledger.view(), { proposal })!
        const counted = { of: 4, yes: 3, no: 0, abstain: 0, veto: 0, need: 3, quorum: 3 }
        expect(row).toMatchObject({ state: "accepted", due: ledger.time - 1_000 + DAY, counted })
      })
      .then(emitted(proposalAccepted, { proposal }))
      .when(OF_JUSTICE, vote, { proposal, ...no })
      .then(accepted, holds(proposals, { proposal }, { state: "accepted" }))
    expect(begun.ledger.state.height).toBe(5n)
  })

  test("a majority without quorum is none", () => {
    // Two of three are more than half; of four asked, three must vote.
    const half = { num: 1, den: 2, strict: false }
    const rules = CONSTITUTION.rules.map((rule) =>
      rule.class === "c" ? { ...rule, yes: half } : rule,
    )
    const row = given(constitution, {}, { version: 1, ...CONSTITUTION, rules })
    const { proposal, say } = proposingAmong([row], setDays(9n))
    say([OF_EDUCATION, OF_HEALTH]).then(holds(proposals, { proposal }, { state: "open" }))
    say([OF_INTERIOR], "abstain").then(holds(proposals, { proposal }, { state: "accepted" }))
  })

  test("rejected once the share is out of reach", () => {
    const { proposal, say } = proposing(setDays(9n))
    say([OF_HEALTH], "no").then(holds(proposals, { proposal }, { state: "open" }))
    say([OF_JUSTICE], "abstain").then(
      emitted(proposalEnded, { proposal, state: "rejected", result: "unreachable" }),
      holds(proposals, { proposal }, { state: "rejected" }),
    )
  })

  test("vetoed by more than a third, also after it was accepted", () => {
    const { begun, proposal, say } = proposing(setDays(9n))
    say(ALL_FOUR)
    say([OF_HEALTH], "veto").then(holds(proposals, { proposal }, { state: "accepted" }))
    say([OF_JUSTICE], "veto").then(holds(proposals, { proposal }, { state: "rejected" }))
    begun
      .then(emitted(proposalEnded, { result: "vetoed" }))
      .when(OF_HEALTH, vote, { proposal, ...yes })
      .then(refused("proposal_closed"), telling({ state: "rejected" }))
  })

  test("a minority that objects in time stops it: the share is judged again at execution", () => {
    const { begun, proposal, say } = proposing(setDays(9n))
    say(THREE_OF_FOUR)
    say([OF_INTERIOR], "no")
    begun
      .later(DAY)
      .when(CLERK, execute, { proposal })
      .then(accepted, emitted(proposalEnded, { state: "rejected", result: "share_lost" }))
      .then(holds(proposals, { proposal }, { state: "rejected" }))
  })

  test("G01: nobody votes when the time is over", () => {
    const { begun, proposal } = proposing(setDays(9n))
    const { closes } = proposals.get(begun.ledger.view(), { proposal })!
    begun
      .later(closes - begun.ledger.time - 1)
      .when(OF_HEALTH, vote, { proposal, ...yes })
      .then(accepted)
      .when(OF_JUSTICE, vote, { proposal, ...yes })
      .then(refused("proposal_closed"), telling({ state: "expired" }))
  })
})

describe("members who leave", () => {
  const suspended = () => {
    const begun = chamber()
    const about = proposeOn(begun.ledger, setDays(9n))
    const removal = proposeOn(begun.ledger, suspendJustice)
    voteOn(begun.ledger, removal, THREE_OF_FOUR)
    return { begun, about, removal }
  }

  test("leave the electorate with their ballots, and may make it a majority", () => {
    const { begun, about, removal } = suspended()
    voteOn(begun.ledger, about, [OF_EDUCATION, OF_HEALTH])
    voteOn(begun.ledger, about, [OF_JUSTICE], "no")
    begun
      .later(DAY)
      .when(CLERK, execute, { proposal: removal })
      .then(accepted)
      .when(OF_JUSTICE, vote, { proposal: about, ...yes })
      .then(refused("organisation_suspended"))
      .when(OF_HEALTH, close, { proposal: about })
      .then(
        accepted,
        // Two of three are more than half.
        emitted(proposalAccepted, { proposal: about }),
        holds(
          proposals,
          { proposal: about },
          {
            counted: { of: 3, yes: 2, no: 0, abstain: 0, veto: 0, need: 2, quorum: 2 },
            tally: { yes: 2, no: 1, abstain: 0, veto: 0 },
          },
        ),
      )
  })

  test("those who join later have no vote on what is open", () => {
    const { begun, about } = suspended()
    begun.then(({ ledger }) => {
      expect(proposals.get(ledger.view(), { proposal: about })?.electorate).toEqual(MEMBERS)
      expect(consortium.get(ledger.view(), {})?.members).toContain(INTERIOR)
    })
  })
})

describe("close", () => {
  test("writes down what time decided, once", () => {
    const { begun, proposal } = proposing(setDays(9n))
    const { closes } = proposals.get(begun.ledger.view(), { proposal })!
    begun
      .when(CLERK, close, { proposal: nobodys })
      .then(refused("unknown_proposal"))
      .later(closes - begun.ledger.time - 1)
      .when(CLERK, close, { proposal })
      .then(refused("proposal_still_open"), telling({ state: "open" }))
      .when(CLERK, close, { proposal })
      .then(accepted, emitted(proposalEnded, { proposal, state: "expired" }))
      .when(CLERK, close, { proposal })
      .then(refused("proposal_closed"), telling({ state: "expired" }))
  })

  test("an accepted proposal that nobody executes expires fourteen days after it was due", () => {
    const { begun, proposal, say } = proposing(setDays(9n))
    say(THREE_OF_FOUR)
    const { due } = proposals.get(begun.ledger.view(), { proposal })!
    begun
      .later(due! + 14 * DAY - begun.ledger.time)
      .when(CLERK, execute, { proposal })
      .then(refused("not_accepted"), telling({ state: "expired" }))
      .when(CLERK, close, { proposal })
      .then(emitted(proposalEnded, { proposal, state: "expired" }))
  })
})

describe("hold", () => {
  const reason = "examining"

  test("a supervisor puts execution off by three days, once", () => {
    const { begun, proposal, say } = proposing(setDays(9n))
    say(THREE_OF_FOUR)
    begun
      .when(SUPERVISOR, hold, { proposal, reason })
      .then(accepted, ({ ledger }) => {
        const until = ledger.time - 1_000 + 72 * HOUR
        emitted(proposalHeld, { proposal, by: SUPERVISOR, reason, until })
        expect(proposals.get(ledger.view(), { proposal })?.heldUntil).toBe(until)
      })
      .when(SUPERVISOR, hold, { proposal, reason })
      .then(refused("already_held"))
      .later(DAY)
      .when(CLERK, execute, { proposal })
      .then(refused("proposal_held"))
      .later(2 * DAY)
      .when(CLERK, execute, { proposal })
      .then(accepted, holds(proposals, { proposal }, { state: "executed" }))
      .when(SUPERVISOR, hold, { proposal, reason })
      .then(refused("proposal_closed"))
  })

  test("not members or observers, and not what the constitution exempts", () => {
    const { begun, proposal } = proposing(setDays(9n))
    const other = proposeOn(begun.ledger, { removeOrganisation: { organisation: JUSTICE, reason } })
    begun
      .when(OF_JUSTICE, hold, { proposal, reason })
      .then(refused("hold_not_allowed"), telling({ class: "member" }))
      .when(OBSERVER, hold, { proposal, reason })
      .then(refused("hold_not_allowed"))
      .when(SUPERVISOR, hold, { proposal: other, reason })
      .then(refused("hold_not_allowed"), telling({ class: "a" }))
  })
})
