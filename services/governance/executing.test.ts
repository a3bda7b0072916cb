/** What was accepted is carried out, all or nothing; and what each action does. */
import type { Party } from "@concordat/kernel"
import { accepted, emitted, holds, lacks, operation, refused } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import {
  AUDIT,
  consortiumRow,
  EDUCATION,
  grantRow,
  HEALTH,
  INTERIOR,
  issue,
  JUSTICE,
  look,
  MEMBERS,
  newcomers,
  OBSERVATORY,
  organisationRow,
  seat,
} from "../organisations/consortium.testing.ts"
import { organisationRemoved } from "../organisations/events.ts"
import { activate } from "../organisations/membership.ts"
import {
  admit,
  grantOrganisation,
  organisations,
  reinstate,
  resetAdministrators,
  revokeOrganisation,
  suspend,
} from "../organisations/service.ts"
import { administrators, consortium, grants } from "../organisations/tables.ts"
import { addressOf, keyOf } from "../validators/council.testing.ts"
import { validators } from "../validators/service.ts"
import type { Action } from "./action-kind.ts"
import { ACTION_NAMES, classOf, classOfAction } from "./actions.ts"
import {
  ALL_FOUR,
  CLERK,
  CONSTITUTION,
  chamber,
  OF_EDUCATION,
  OF_HEALTH,
  openChamberOf,
  proposed,
  proposeOn,
  proposing,
  proposingAmong,
  setDays,
  telling,
  voteOn,
  voterOf,
} from "./chamber.testing.ts"
import { DEFAULT_CONSTITUTION } from "./constitution.ts"
import { constitutionSet, parameterSet, proposalEnded, proposalExecuted } from "./events.ts"
import { execute } from "./executing.ts"
import { propose } from "./proposing.ts"
import { constitution, liveProposals, parameters, proposals } from "./tables.ts"
import { vote } from "./voting.ts"

const DAY = 86_400_000
const TRADE = "trade" as Party
const reason = "unpaid"

/** Carried by all four and executed when it is due. */
function carried(days: number, ...actions: readonly Action[]) {
  return carriedAmong([], days, ...actions)
}

function carriedAmong(
  rows: Parameters<typeof proposingAmong>[0],
  days: number,
  ...actions: readonly Action[]
) {
  const { begun, proposal, say } = proposingAmong(rows, ...actions)
  say(ALL_FOUR)
  return { proposal, done: begun.later(days * DAY).when(CLERK, execute, { proposal }) }
}

describe("execute", () => {
  test("anybody, once the time to object is over", () => {
    const { begun, proposal, say } = proposing(setDays(9n))
    begun
      .when(CLERK, execute, { proposal })
      .then(refused("not_accepted"), telling({ state: "open" }))
    say(ALL_FOUR.slice(1))
    const { due } = proposals.get(begun.ledger.view(), { proposal })!
    begun
      .later(due! - begun.ledger.time - 1)
      .when(CLERK, execute, { proposal })
      .then(refused("not_due"))
      .when(CLERK, execute, { proposal })
      .then(
        accepted,
        holds(
          parameters,
          { module: "governance", name: "vetoDays" },
          {
            value: { number: 9n },
            by: proposal,
          },
        ),
        emitted(parameterSet, { name: "vetoDays", by: proposal }),
        emitted(proposalExecuted, { proposal, changes: 1, same: true }),
        holds(proposals, { proposal }, { state: "executed", result: null }),
        holds(liveProposals, {}, { list: [] }),
      )
      .when(CLERK, execute, { proposal })
      .then(refused("not_accepted"), telling({ state: "executed" }))
      .when(OF_HEALTH, vote, { proposal, choice: "no", reason: null })
      .then(refused("proposal_closed"))
      .when(CLERK, execute, { proposal: "00".repeat(32) as typeof proposal })
      .then(refused("unknown_proposal"))
  })

  test("a failing action undoes those before it, names its code, and the block goes on", () => {
    const begun = chamber()
    const [first, second] = [
      proposeOn(begun.ledger, { suspend: { organisation: JUSTICE, reason } }),
      proposeOn(begun.ledger, setDays(30n), { suspend: { organisation: JUSTICE, reason } }),
    ]
    for (const proposal of [first, second]) voteOn(begun.ledger, proposal, ALL_FOUR)
    begun
      .later(DAY)
      .when(OF_EDUCATION, execute, { proposal: first })
      .then(accepted)
      .when(OF_EDUCATION, execute, { proposal: second })
      .then(
        accepted,
        emitted(proposalEnded, { proposal: second, state: "failed", result: "wrong_state" }),
        holds(proposals, { proposal: second }, { state: "failed", result: "wrong_state" }),
        lacks(parameters, { module: "governance", name: "vetoDays" }),
      )
  })

  test("says so where other rows change than in the dry run", () => {
    const off: Action = { setModule: { module: "permits", enabled: false } }
    const begun = chamber()
    const [first, second] = [proposeOn(begun.ledger, off), proposeOn(begun.ledger, off)]
    for (const proposal of [first, second]) voteOn(begun.ledger, proposal, ALL_FOUR)
    begun
      .later(DAY)
      .when(CLERK, execute, { proposal: first })
      .then(emitted(proposalExecuted, { changes: 2, same: true }))
      .when(CLERK, execute, { proposal: second })
      .then(emitted(proposalExecuted, { changes: 0, same: false }))
  })
})

describe("classes", () => {
  test("of each action, as the specification says", () => {
    const by = (name: string) => ACTION_NAMES.filter((one) => classOfAction(one) === name).sort()
    const a = ["acceptRecovery", "removeOrganisation", "resetAdministrators", "setConstitution"]
    expect(by("a")).toEqual(a)
    const b = ["addValidator", "admit", "reinstate", "removeValidator", "setPower", "suspend"]
    expect(by("b")).toEqual(b)
    const c = ["freeze", "grantOrganisation", "revokeOrganisation", "setModule", "setParameter"]
    expect(by("c")).toEqual(c)
    expect(by("d")).toEqual(["cancelUpgrade", "scheduleUpgrade"])
  })

  test("the strictest of several decides: A, D, B, C", () => {
    const a: Action = { removeOrganisation: { organisation: JUSTICE, reason } }
    const b: Action = { suspend: { organisation: JUSTICE, reason } }
    const d: Action = { cancelUpgrade: { name: "two" } }
    const c = setDays(9n)
    expect([[c], [c, b], [b, d, c], [c, a, d]].map(classOf)).toEqual(["c", "b", "d", "a"])
  })
})

describe("organisations", () => {
  test("signatures of members are refused where ballots decide", () => {
    const three = ALL_FOUR.slice(0, 3)
    const terms = { from: 0, until: null, limit: null, delegable: false }
    const right = { organisation: JUSTICE, role: "permits.issue", scope: "" }
    const heads = { adminThreshold: 1, administrators: newcomers("trade", "chief") }
    chamber()
      .when(three, admit, { organisation: TRADE, name: "Trade", class: "member", ...heads })
      .then(refused("proposal_required", "organisations"))
      .when(three, suspend, { organisation: JUSTICE, reason })
      .then(refused("proposal_required"))
      .when(three, reinstate, { organisation: JUSTICE, reason })
      .then(refused("proposal_required"))
      .when(three, resetAdministrators, { organisation: JUSTICE, ...heads })
      .then(refused("proposal_required"))
      .when(three, grantOrganisation, { ...right, ...terms })
      .then(refused("proposal_required"))
      .when(three, revokeOrganisation, right)
      .then(refused("proposal_required"))
  })

  test("admitted by ballot, at work", () => {
    const invitation = { organisation: TRADE, name: "Trade", class: "member", adminThreshold: 1 }
    const chief = seat(TRADE, "chief")
    const { done } = carried(1, {
      admit: { ...invitation, class: "member", administrators: newcomers(TRADE, "chief") },
    })
    done
      .then(accepted, holds(organisations, { organisation: TRADE }, { status: "invited" }))
      .when(chief, activate, {})
      .when(chief, look, {})
      .then(accepted, holds(consortium, {}, { members: [...MEMBERS, TRADE] }))
  })

  test("suspended, reinstated, removed for good", () => {
    const { done } = carried(1, { suspend: { organisation: JUSTICE, reason } })
    done
      .then(accepted)
      .when(CLERK, look, {})
      .then(refused("organisation_suspended"))
      .meanwhile((ledger) => decide(ledger, 1, { reinstate: { organisation: JUSTICE, reason } }))
      .when(CLERK, look, {})
      .then(accepted)
      .meanwhile((ledger) =>
        decide(ledger, 7, { removeOrganisation: { organisation: JUSTICE, reason } }),
      )
      .when(CLERK, look, {})
      .then(refused("organisation_not_active"))
      .then(holds(consortium, {}, { members: MEMBERS.slice(0, 3), suspended: 0 }))
  })

  test("the ledger tells of a removal", () => {
    const { done } = carried(7, { removeOrganisation: { organisation: HEALTH, reason } })
    done.then(emitted(organisationRemoved, { organisation: HEALTH, reason }))
  })

  test("a suspended one may be removed; never a stranger, nor twice, nor the last", () => {
    const remove = (organisation: Party): Action => ({
      removeOrganisation: { organisation, reason },
    })
    const begun = chamber()
    decide(begun.ledger, 1, { suspend: { organisation: JUSTICE, reason } })
    decide(begun.ledger, 7, remove(JUSTICE))
    begun
      .then(holds(consortium, {}, { members: MEMBERS.slice(0, 3), suspended: 0 }))
      .when(OF_EDUCATION, propose, proposed(remove(JUSTICE)))
      .then(refused("dry_run_failed"), telling({ reason: "wrong_state" }))
      .when(OF_EDUCATION, propose, proposed(remove(TRADE)))
      .then(telling({ reason: "unknown_organisation" }))
      .when(OF_EDUCATION, propose, proposed(...MEMBERS.slice(0, 3).map(remove)))
      .then(telling({ reason: "limit_reached" }))
      .when(OF_EDUCATION, propose, proposed(remove(OBSERVATORY)))
      .then(telling({ reason: "organisation_has_validators" }))
      .when(OF_EDUCATION, propose, proposed(remove(AUDIT)))
      .then(accepted)
  })

  test("a removal that would leave too many suspended is refused", () => {
    const begun = chamber(
      consortiumRow(MEMBERS.slice(0, 3), 1, "production"),
      organisationRow(JUSTICE, { status: "suspended", administrators: 1, principals: 2 }),
    )
    begun
      .when(
        OF_EDUCATION,
        propose,
        proposed(
          { removeOrganisation: { organisation: HEALTH, reason } },
          { removeOrganisation: { organisation: INTERIOR, reason } },
        ),
      )
      .then(refused("dry_run_failed"), telling({ reason: "suspension_limit_reached" }))
  })

  test("new administrators, rights given and taken", () => {
    const terms = { from: 0, until: null, limit: null, delegable: false }
    const right = { organisation: EDUCATION, role: "permits.issue", scope: "" }
    const { done } = carriedAmong(
      [grantRow(seat(EDUCATION, "registrar"), "permits.issue")],
      7,
      { grantOrganisation: { ...right, ...terms } },
      {
        resetAdministrators: {
          ...{ organisation: HEALTH, adminThreshold: 1 },
          administrators: newcomers(HEALTH, "head"),
        },
      },
    )
    done
      .then(
        accepted,
        holds(administrators, { organisation: HEALTH, name: "head" }),
        lacks(administrators, { organisation: HEALTH, name: "chief" }),
        holds(
          grants,
          { holder: EDUCATION, role: "permits.issue", scope: "" },
          {
            grantor: EDUCATION,
            depth: 0,
          },
        ),
      )
      .when(seat(EDUCATION, "registrar"), issue, { scope: "", amount: 1n })
      .then(accepted)
      .meanwhile((ledger) =>
        decide(
          ledger,
          1,
          { revokeOrganisation: right },
          ALL_FOUR.filter((one) => one !== OF_HEALTH),
        ),
      )
      .when(seat(EDUCATION, "registrar"), issue, { scope: "", amount: 1n })
      .then(refused("permission_missing"))
  })
})

/** Proposed, voted for by all, executed after so many days. */
function decide(
  ledger: Parameters<typeof proposeOn>[0],
  days: number,
  action: Action,
  voters = ALL_FOUR.filter((one) => one !== voterOf(JUSTICE)),
): void {
  const proposal = proposeOn(ledger, action)
  voteOn(ledger, proposal, voters)
  ledger.time += days * DAY
  expect(ledger.run(OF_EDUCATION, execute, { proposal }).refusals).toEqual([])
}

describe("validators", () => {
  test("are added, weighed and removed by class B, by the rules of their service", () => {
    const ledger = openChamberOf([EDUCATION, HEALTH, INTERIOR, OBSERVATORY])
    const seat = { organisation: JUSTICE, key: keyOf(JUSTICE), power: 5n }
    decide(ledger, 1, { addValidator: seat })
    const validator = addressOf(JUSTICE)
    expect(validators.get(ledger.view(), { address: validator })).toMatchObject({ power: 5n })
    ledger.block([ledger.sign(OF_HEALTH, [operation(look, {})])])
    decide(ledger, 1, { setPower: { organisation: JUSTICE, validator, power: 7n } })
    expect(ledger.state.validators.map(({ power }) => power)).toContain(7n)
    ledger.block([ledger.sign(OF_HEALTH, [operation(look, {})])])
    decide(ledger, 1, { removeValidator: { organisation: JUSTICE, validator } })
    expect(ledger.state.validators).toHaveLength(4)
    const { refusals } = ledger.run(
      OF_EDUCATION,
      propose,
      proposed({ removeValidator: { organisation: HEALTH, validator: addressOf(HEALTH) } }),
    )
    expect(refusals[0]).toMatchObject({
      ...{ code: "dry_run_failed", details: { reason: "validator_minimum_reached" } },
    })
  })
})

describe("setConstitution", () => {
  const shorter = { ...CONSTITUTION, votingPeriod: 7 * 86_400 }

  test("drops everything that is open or accepted, and holds from then on", () => {
    const begun = chamber()
    const [change, open, agreed] = [
      proposeOn(begun.ledger, { setConstitution: shorter }),
      proposeOn(begun.ledger, setDays(9n)),
      proposeOn(begun.ledger, setDays(10n)),
    ]
    voteOn(begun.ledger, change, ALL_FOUR)
    voteOn(begun.ledger, agreed, ALL_FOUR)
    begun
      .later(7 * DAY)
      .when(CLERK, execute, { proposal: change })
      .then(
        accepted,
        emitted(constitutionSet, { version: 2 }),
        emitted(proposalEnded, { proposal: open, state: "dropped" }),
        emitted(proposalEnded, { proposal: agreed, state: "dropped" }),
        holds(proposals, { proposal: change }, { state: "executed" }),
        holds(liveProposals, {}, { list: [] }),
        holds(constitution, {}, { version: 2, votingPeriod: 7 * 86_400 }),
      )
      .when(CLERK, execute, { proposal: agreed })
      .then(refused("not_accepted"), telling({ state: "dropped" }))
      .when(OF_EDUCATION, propose, proposed(setDays(9n)))
      .then(({ ledger, result }) => {
        expect(result?.refusals).toEqual([])
        const [live] = liveProposals.get(ledger.view(), {})!.list
        const row = proposals.get(ledger.view(), { proposal: live! })!
        expect(row.closes - row.opened).toBe(7 * DAY)
      })
  })

  test("three of four do, and nobody may hold it", () => {
    const { begun, proposal, say } = proposing({ setConstitution: shorter })
    say(ALL_FOUR.slice(0, 3)).then(
      holds(proposals, { proposal }, { state: "accepted", class: "a" }),
    )
    begun
      .later(7 * DAY)
      .when(CLERK, execute, { proposal })
      .then(accepted)
  })

  test("an emergency group of people who can act", () => {
    const emergency = [seat(EDUCATION, "nobody"), seat(JUSTICE, "chief")]
    chamber()
      .when(OF_EDUCATION, propose, proposed({ setConstitution: { ...shorter, emergency } }))
      .then(refused("unknown_principal", "governance"))
    expect(DEFAULT_CONSTITUTION.emergency).toEqual([])
  })
})
