/**
 * For tests: the four ministries of organisations' tests, in profile production, with people who
 * propose and vote for them, a court of audit that may hold, an emergency group, and permits that
 * can be frozen.
 */
import { type Hash, inSetOrder, type Party, type Validators } from "@concordat/kernel"
import {
  accepted,
  type Expectation,
  type GivenRow,
  given,
  openTestLedger,
  type Scenario,
  scenario,
  type TestLedger,
} from "@concordat/kernel/testing"
import { expect } from "vitest"
import {
  AUDIT,
  BEGAN,
  CHAIN,
  consortiumRow,
  EDUCATION,
  grantRow,
  JUSTICE,
  MEMBERS,
  OBSERVATORY,
  OFFICES,
  overlaid,
  permits,
  seat,
} from "../organisations/consortium.testing.ts"
import { organisationsService } from "../organisations/service.ts"
import { keyOf, registered, validatorRow } from "../validators/council.testing.ts"
import { validatorsService } from "../validators/service.ts"
import type { Action } from "./action-kind.ts"
import { DEFAULT_CONSTITUTION } from "./constitution.ts"
import type { Choice } from "./count.ts"
import { proposalId, propose } from "./proposing.ts"
import { governanceService } from "./service.ts"
import { constitution } from "./tables.ts"
import { vote } from "./voting.ts"

export const HOUR = 3_600_000
/** The power of each validator. */
const POWER = 10n

/** Whoever votes for an organisation. */
export const voterOf = (organisation: string) => seat(organisation, "chief")
type Four = [Party, Party, Party, Party]
/** The voters of the four members. */
export const [OF_EDUCATION, OF_HEALTH, OF_INTERIOR, OF_JUSTICE] = MEMBERS.map(voterOf) as Four
export const ALL_FOUR = [OF_EDUCATION, OF_HEALTH, OF_INTERIOR, OF_JUSTICE]
/** Three of four: more than two thirds, and three quarters. */
export const THREE_OF_FOUR = [OF_EDUCATION, OF_HEALTH, OF_INTERIOR]
export const SUPERVISOR = voterOf(AUDIT)
export const OBSERVER = voterOf(OBSERVATORY)
export const CLERK = seat(JUSTICE, "clerk")
/** Two of the emergency group, of two members; and a second one of the first member. */
export const EMERGENCY = [OF_EDUCATION, OF_JUSTICE]
export const ALSO_OF_EDUCATION = seat(EDUCATION, "deputy")

export const SERVICES = [organisationsService, validatorsService, governanceService, permits]

const { rules, votingPeriod } = DEFAULT_CONSTITUTION
/** The default constitution, with an emergency group, as a proposal says it. */
export const CONSTITUTION = {
  ...{ rules, votingPeriod },
  emergency: [OF_EDUCATION, ALSO_OF_EDUCATION, OF_JUSTICE],
}

const RIGHTS = [
  ...[...MEMBERS, AUDIT, OBSERVATORY].map((one) => grantRow(voterOf(one), "org.approver")),
  ...MEMBERS.map((one) => grantRow(voterOf(one), "org.operator")),
  ...[JUSTICE, CLERK].map((one) => grantRow(one, "permits.issue")),
  ...[...MEMBERS, OBSERVATORY].flatMap((one) => [...registered(one, 1), ...registered(one, 2)]),
]

/** Everything that a chamber begins with; later rows take the place of earlier ones. */
function chamberRows(rows: readonly GivenRow[]): GivenRow[] {
  return overlaid([
    ...[...OFFICES, consortiumRow(MEMBERS, 0, "production"), ...RIGHTS],
    ...[given(constitution, {}, { version: 1, ...CONSTITUTION }), ...rows],
  ])
}

/** Who runs a validator of equal power: the members, or somebody who may always stay. */
type Seated = readonly Party[]
const begins = (seated: Seated): { chain: string; time: number; validators: Validators } => ({
  ...{ chain: CHAIN, time: BEGAN },
  validators: inSetOrder(seated.map((one) => ({ key: { ed25519: keyOf(one) }, power: POWER }))),
})
const validatorRows = (seated: Seated) => seated.map((one) => validatorRow(one, POWER))

/** A scenario in the chamber, in which the observatory alone runs a validator. */
export const chamber = (...rows: readonly GivenRow[]) =>
  scenario(...SERVICES)
    .begins(begins([OBSERVATORY]))
    .given(...chamberRows([...validatorRows([OBSERVATORY]), ...rows]))

/** A chamber whose genesis says nothing of a table. */
export const chamberWithout = (table: GivenRow["table"]) =>
  scenario(...SERVICES)
    .begins(begins([OBSERVATORY]))
    .given(...chamberRows(validatorRows([OBSERVATORY])).filter((row) => row.table !== table))

/** The same as a ledger, in which these run validators. */
export const openChamberOf = (seated: Seated, ...rows: readonly GivenRow[]): TestLedger =>
  openTestLedger(SERVICES, {
    ...begins(seated),
    rows: chamberRows([...validatorRows(seated), ...rows]),
  })

/** The same, with the observatory's alone. */
export const openChamber = (...rows: readonly GivenRow[]) => openChamberOf([OBSERVATORY], ...rows)

/** What a proposal of these actions says. */
export const proposed = (...actions: readonly Action[]) => ({
  ...{ title: "A proposal", documents: [], actions },
})

/** A parameter that everybody can agree on. */
export const setDays = (days: bigint): Action => ({
  setParameter: { module: "governance", name: "vetoDays", value: { number: days } },
})

/** Proposes on a ledger; answers the id of the proposal. */
export function proposeOn(ledger: TestLedger, ...actions: readonly Action[]): Hash {
  const { id, refusals } = ledger.run(OF_EDUCATION, propose, proposed(...actions))
  expect(refusals).toEqual([])
  return proposalId(id!, 0)
}

/** Gives ballots of one choice on a ledger. */
export function voteOn(
  ledger: TestLedger,
  proposal: Hash,
  voters: readonly Party[],
  choice: Choice = "yes",
): void {
  for (const who of voters) {
    expect(ledger.run(who, vote, { proposal, choice, reason: null }).refusals).toEqual([])
  }
}

/** A scenario in which education has proposed these actions. */
export function proposing(...actions: readonly Action[]) {
  return proposingAmong([], ...actions)
}

/** The same, given these rows. */
export function proposingAmong(rows: readonly GivenRow[], ...actions: readonly Action[]) {
  const begun = chamber(...rows)
  const proposal = proposeOn(begun.ledger, ...actions)
  const say = (voters: readonly Party[], choice: Choice = "yes"): Scenario => {
    const [last] = voters.slice(-1)
    voteOn(begun.ledger, proposal, voters.slice(0, -1), choice)
    return begun.when(last!, vote, { proposal, choice, reason: null }).then(accepted)
  }
  return { begun, proposal, say }
}

/** The refusal names these details. */
export const telling =
  (details: Readonly<Record<string, unknown>>): Expectation =>
  ({ result }) =>
    expect(result?.refusals[0]?.details).toMatchObject(details)
