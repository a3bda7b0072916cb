/**
 * For tests: a supervisor and an auditor beside the two ministries, with people and rights, and
 * what they say.
 */
import {
  type Command,
  type Hash,
  type Input,
  organisationOf,
  type Party,
  type Row,
  utf8,
  type Values,
} from "@concordat/kernel"
import {
  type GivenRow,
  given,
  openTestLedger,
  type Signatories,
  type TestLedger,
  type TestResult,
  testSigner,
} from "@concordat/kernel/testing"
import { expect } from "vitest"
import {
  grantRow,
  keyRows,
  organisationRow,
  overlaid,
  principalRow,
} from "../organisations/consortium.testing.ts"
import { administrators } from "../organisations/tables.ts"
import { BEGAN, CHAIN, DAY, EDUCATION, OFFICES, SERVICES } from "../provenance/office.testing.ts"
import type { requestAccess } from "./accesses.ts"
import { CASE_SALT_BYTES, commitCase } from "./case-file.ts"
import type { recordOrder } from "./orders.ts"
import { accesses, orders } from "./tables.ts"

export const SUPERVISION = "supervision" as Party
export const AUDIT = "audit-office" as Party
export const INSPECTOR = "supervision/inspector"
export const SECOND_INSPECTOR = "supervision/inspector-2"
/** A program of the supervisor, which holds the same rights and is no person. */
export const ROBOT = "supervision/robot"
/** The supervisor's administrator, without rights to look. */
export const CLERK = "supervision/clerk"
export const AUDITOR = "audit-office/auditor"
/** Who answers for the ministry. */
export const OPERATOR = "education/administrator"

const LOOKING = ["oversight.order", "oversight.access"]
const SEATS: Readonly<Record<string, readonly string[]>> = {
  [INSPECTOR]: LOOKING,
  [SECOND_INSPECTOR]: LOOKING,
  [ROBOT]: LOOKING,
  [CLERK]: ["org.admin"],
  [AUDITOR]: [...LOOKING, "org.admin"],
}

/** The rows of a principal: itself, its key, its roles. */
function seatRows([who, roles]: readonly [string, readonly string[]]): GivenRow[] {
  const holder = who as Party
  return [
    principalRow(holder, { kind: who === ROBOT ? "service" : "person" }),
    ...keyRows(holder, testSigner(who)),
    ...roles.map((role) => grantRow(holder, role)),
  ]
}

/** The row of an authority; `status` is what became of it. */
export function authorityRow(
  organisation: Party,
  status: "active" | "suspended" | "removed" = "active",
): GivenRow {
  const principals = Object.keys(SEATS).filter(
    (who) => organisationOf(who as Party) === organisation,
  )
  const of = organisation === AUDIT ? "auditor" : "supervisor"
  const more = { class: of, status, principals: principals.length } as const
  return organisationRow(organisation, { name: organisation, ...more })
}

function authorityRows(organisation: Party): GivenRow[] {
  const name = organisation === AUDIT ? "auditor" : "clerk"
  const chief = given(administrators, { organisation, name }, {})
  const held = LOOKING.map((role) => grantRow(organisation, role))
  return [authorityRow(organisation), chief, ...held]
}

/** The authorities and who answers them; the ministries come beside. */
export const BUREAUS: readonly GivenRow[] = [
  ...authorityRows(SUPERVISION),
  ...authorityRows(AUDIT),
  ...Object.entries(SEATS).flatMap(seatRows),
  grantRow(OPERATOR as Party, "org.operator"),
]

/** The commitment to a case of a test. */
export function caseOf(number: string): Hash {
  return commitCase({ salt: utf8(number.padEnd(CASE_SALT_BYTES, ".")), case: number })
}

/** The row of an order of the supervisor over the ministry, from the beginning on. */
export function orderRow(order: number, more: Partial<Row<typeof orders>> = {}): GivenRow {
  const row: Row<typeof orders> = {
    ...{ authority: SUPERVISION, by: INSPECTOR as Party, kind: "disclosure", scope: null },
    ...{ caseFile: caseOf("S-1"), from: BEGAN, until: BEGAN + 100 * DAY, recorded: BEGAN },
    ...{ lifted: null, ...more },
  }
  return given(orders, { subject: EDUCATION, order }, row)
}

/** The row of a look-up under its first order, which waits for an answer. */
export function accessRow(access: number, more: Partial<Row<typeof accesses>> = {}): GivenRow {
  const row: Row<typeof accesses> = {
    ...{ authority: SUPERVISION, by: INSPECTOR as Party, second: null, purpose: "inspection" },
    ...{ scope: null, caseFile: caseOf("S-1"), order: 1, asked: BEGAN, height: 1n },
    ...{ until: BEGAN + 10 * DAY, state: "requested", answered: null, answeredBy: null },
    ...{ digest: null, reason: null, ...more },
  }
  return given(accesses, { subject: EDUCATION, access }, row)
}

/** A ledger of ministries and authorities, and what is said on it. */
export class Bureau {
  readonly ledger: TestLedger

  constructor(rows: readonly GivenRow[] = []) {
    this.ledger = openTestLedger(SERVICES, {
      ...{ rows: overlaid([...OFFICES, ...BUREAUS, ...rows]), chain: CHAIN, time: BEGAN },
    })
  }

  /** What an order over the ministry says. */
  order(more: Partial<Input<typeof recordOrder>> = {}): Input<typeof recordOrder> {
    const { time } = this.ledger
    const period = { from: time, until: time + 100 * DAY }
    const about = { subject: EDUCATION, kind: "disclosure", scope: null } as const
    return { ...about, ...period, caseFile: caseOf("S-1"), ...more }
  }

  /** What a look-up at the ministry says. */
  look(more: Partial<Input<typeof requestAccess>> = {}): Input<typeof requestAccess> {
    const about = { subject: EDUCATION, purpose: "inspection", scope: null, order: 1 } as const
    return { ...about, caseFile: caseOf("S-1"), until: this.ledger.time + 10 * DAY, ...more }
  }

  /** Sends a command that is accepted. */
  ok<F extends Command["fields"]>(
    who: Signatories,
    command: Command<F>,
    input: Values<NoInfer<F>>,
  ): TestResult {
    const result = this.ledger.run(who, command, input)
    expect(result.refusals).toEqual([])
    return result
  }

  /** Sends a command that is refused with this code; answers the details. */
  no<F extends Command["fields"]>(
    code: string,
    who: Signatories,
    command: Command<F>,
    input: Values<NoInfer<F>>,
  ) {
    const { refusals, happened } = this.ledger.run(who, command, input)
    expect(refusals[0]?.code ?? "accepted").toBe(code)
    expect(happened).toEqual([])
    return refusals[0]!.details
  }
}
