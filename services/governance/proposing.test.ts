/** A proposal begins: who may, what is refused before anybody votes, what is written down. */
import type { Hash } from "@concordat/kernel"
import { accepted, emitted, holds, lacks, refused, silent } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { BEGAN, FIRST, MEMBERS, newcomers } from "../organisations/consortium.testing.ts"
import type { Action } from "./action-kind.ts"
import {
  CLERK,
  CONSTITUTION,
  chamber,
  OBSERVER,
  OF_EDUCATION,
  OF_HEALTH,
  OF_JUSTICE,
  proposed,
  proposeOn,
  proposing,
  setDays,
  telling,
  voteOn,
} from "./chamber.testing.ts"
import { proposalEnded, proposalOpened } from "./events.ts"
import { propose, withdraw } from "./proposing.ts"
import {
  actions,
  LIVE_MAX,
  LIVE_OF_ORGANISATION_MAX,
  liveProposals,
  proposals,
  vetoed,
} from "./tables.ts"

const DAY = 86_400_000
const invite = (organisation: string): Action => ({
  admit: {
    ...{ organisation: organisation as never, name: "Ministry", class: "member" },
    ...{ adminThreshold: 1, administrators: newcomers(organisation, "chief") },
  },
})

describe("propose", () => {
  test("writes down who decides about what until when, and what it would change", () => {
    const begun = chamber().when(OF_EDUCATION, propose, proposed(setDays(9n), invite("trade")))
    const [proposal] = liveProposals.get(begun.ledger.view(), {})!.list as [Hash]
    begun.then(
      emitted(proposalOpened, { proposal, class: "b", count: 2, closes: FIRST + 14 * DAY }),
      holds(
        proposals,
        { proposal },
        {
          ...{ proposer: OF_EDUCATION, class: "b", title: "A proposal", count: 2 },
          ...{ electorate: MEMBERS, opened: FIRST, closes: FIRST + 14 * DAY, due: null },
          ...{ state: "open", result: null, counted: null, heldUntil: null },
          tally: { yes: 0, no: 0, abstain: 0, veto: 0 },
        },
      ),
      holds(actions, { proposal, position: 0 }, { action: setDays(9n) }),
      holds(actions, { proposal, position: 1 }, { action: invite("trade") }),
      lacks(actions, { proposal, position: 2 }),
      ({ result }) => {
        const place = { transaction: result!.id!, operation: 0 }
        expect(propose.made(proposed(), place)).toEqual({ proposal })
      },
      holds(liveProposals, {}, { list: [proposal] }),
      ({ ledger }) => {
        const { dryRun } = proposals.get(ledger.view(), { proposal })!
        // The parameter; organisation, principal, key, its holder's, administrator, right.
        expect(dryRun.changes).toBe(7)
      },
    )
  })

  test("an approver of a member alone", () => {
    const input = proposed(setDays(9n))
    chamber()
      .when(CLERK, propose, input)
      .then(refused("permission_missing", "organisations"))
      .when(OBSERVER, propose, input)
      .then(refused("class_not_allowed", "governance"), silent)
      .when(OF_JUSTICE, propose, input)
      .then(accepted)
  })

  test.each([
    ["a parameter above its bound", setDays(366n)],
    ["a parameter of zero", setDays(0n)],
    [
      "less time before an upgrade than a genesis may begin with",
      { setParameter: { module: "governance", name: "upgradeLeadHours", value: { number: 23n } } },
    ],
    [
      "a parameter of another type",
      { setParameter: { module: "governance", name: "vetoDays", value: { switch: true } } },
    ],
    [
      "a parameter that nobody declares",
      { setParameter: { module: "permits", name: "vetoDays", value: { number: 9n } } },
    ],
    [
      "the name of no parameter",
      { setParameter: { module: "governance", name: "toString", value: { number: 9n } } },
    ],
    ["a constitution without rules", { setConstitution: { ...CONSTITUTION, rules: [] } }],
  ] satisfies [string, Action][])("G02: not %s", (_what, action) => {
    chamber()
      .when(OF_EDUCATION, propose, proposed(action))
      .then(refused("parameter_out_of_range", "governance"), silent)
  })

  test("what would fail now fails at once, and leaves nothing", () => {
    const action: Action = { suspend: { organisation: "nobody" as never, reason: "x" } }
    chamber()
      .when(OF_EDUCATION, propose, proposed(setDays(9n), action))
      .then(refused("dry_run_failed", "governance"), silent)
      .then(telling({ reason: "unknown_organisation" }), lacks(liveProposals, {}))
  })

  test("one to sixteen actions, with a title", () => {
    const many = (count: number) => Array.from({ length: count }, () => setDays(9n))
    expect(() => propose.input.check(proposed())).toThrow()
    expect(() => propose.input.check(proposed(...many(17)))).toThrow()
    expect(() => propose.input.check({ ...proposed(setDays(9n)), title: "" })).toThrow()
    const { begun, proposal } = proposing(...many(16))
    begun.then(holds(proposals, { proposal }, { count: 16 }))
  })

  test(`an organisation has ${LIVE_OF_ORGANISATION_MAX} proposals at once, until one ends`, () => {
    const begun = chamber()
    const ids = Array.from({ length: LIVE_OF_ORGANISATION_MAX }, (_, i) =>
      proposeOn(begun.ledger, setDays(BigInt(i + 1))),
    )
    begun
      .when(OF_EDUCATION, propose, proposed(setDays(20n)))
      .then(refused("proposals_too_many"), telling({ limit: LIVE_OF_ORGANISATION_MAX }))
      .when(OF_JUSTICE, propose, proposed(setDays(20n)))
      .then(accepted)
      .when(OF_EDUCATION, withdraw, { proposal: ids[0]! })
      .when(OF_EDUCATION, propose, proposed(setDays(20n)))
      .then(accepted)
  })

  test(`${LIVE_MAX} at once, and those whose time is over make room`, () => {
    const begun = chamber()
    const row = { list: Array.from({ length: LIVE_MAX }, (_, i) => hashOf(i)) }
    const { begun: one, proposal } = proposing(setDays(9n))
    const old = proposals.get(one.ledger.view(), { proposal })!
    begun
      .given({ table: liveProposals, key: {}, row })
      .given(
        ...row.list.flatMap((id) => [
          { table: proposals, key: { proposal: id }, row: { ...old, proposer: OF_HEALTH } },
          { table: actions, key: { proposal: id, position: 0 }, row: { action: setDays(9n) } },
        ]),
      )
      .when(OF_EDUCATION, propose, proposed(setDays(20n)))
      .then(refused("proposals_too_many"), telling({ limit: LIVE_MAX }))
      .later(14 * DAY)
      .when(OF_EDUCATION, propose, proposed(setDays(20n)))
      .then(accepted, emitted(proposalEnded, { proposal: row.list[63]!, state: "expired" }))
  })

  test("what was vetoed may come back after seven days, in another form at once", () => {
    const { begun, proposal, say } = proposing(setDays(9n))
    say([OF_HEALTH, OF_JUSTICE], "veto")
    const { actions: digest } = proposals.get(begun.ledger.view(), { proposal })!
    const until = vetoed.get(begun.ledger.view(), { actions: digest })!.until
    expect(until).toBe(FIRST + 2_000 + 7 * DAY)
    begun
      .then(holds(proposals, { proposal }, { state: "rejected", result: "vetoed" }))
      .when(OF_EDUCATION, propose, { ...proposed(setDays(9n)), title: "Again" })
      .then(refused("recently_vetoed"))
      .when(OF_EDUCATION, propose, proposed(setDays(10n)))
      .then(accepted)
      .later(until - begun.ledger.time - 1)
      .when(OF_EDUCATION, propose, proposed(setDays(9n)))
      .then(refused("recently_vetoed"))
      .when(OF_EDUCATION, propose, proposed(setDays(9n)))
      .then(accepted)
  })
})

const hashOf = (number: number) => number.toString(16).padStart(64, "0") as Hash

describe("withdraw", () => {
  test("the proposing organisation, while nobody has decided", () => {
    const { begun, proposal, say } = proposing(setDays(9n))
    begun
      .when(OF_JUSTICE, withdraw, { proposal })
      .then(refused("not_the_proposer"), telling({ proposer: OF_EDUCATION }))
      .when(OF_EDUCATION, withdraw, { proposal: hashOf(1) })
      .then(refused("unknown_proposal"))
    say([OF_HEALTH])
      .when(OF_EDUCATION, withdraw, { proposal })
      .then(accepted, emitted(proposalEnded, { proposal, state: "withdrawn", result: null }))
      .then(holds(proposals, { proposal }, { state: "withdrawn" }))
      .then(holds(liveProposals, {}, { list: [] }))
      .when(OF_EDUCATION, withdraw, { proposal })
      .then(refused("proposal_closed"), telling({ state: "withdrawn" }))
  })

  test("no more once it was accepted", () => {
    const { begun, proposal, say } = proposing(setDays(9n))
    say([OF_EDUCATION, OF_HEALTH, OF_JUSTICE])
    begun.when(OF_EDUCATION, withdraw, { proposal }).then(refused("proposal_closed"))
  })
})

test("a ballot on a proposal that nobody made is refused", () => {
  const { begun } = proposing(setDays(9n))
  expect(begun.ledger.time).toBeGreaterThan(BEGAN)
  expect(() => voteOn(begun.ledger, hashOf(2), [OF_HEALTH])).toThrow()
})
