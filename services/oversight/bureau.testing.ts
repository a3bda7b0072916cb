/**
 * For tests: a supervisor and an auditor beside the two ministries, with people and rights, and
 * what they say.
 */
import {
  type Command,
  type Hash,
  type Input,
  type Party,
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
  administrators,
  grants,
  holderKeys,
  keys,
  organisations,
  principals,
} from "../organisations/tables.ts"
import { BEGAN, CHAIN, DAY, EDUCATION, OFFICES, SERVICES } from "../provenance/office.testing.ts"
import type { requestAccess } from "./accesses.ts"
import { CASE_SALT_BYTES, commitCase } from "./case-file.ts"
import type { recordOrder } from "./orders.ts"

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

function grantRow(holder: Party, role: string, grantor: Party): GivenRow {
  const depth = holder.includes("/") ? 1 : 0
  const terms = { grantor, from: BEGAN, until: null, limit: null, delegable: false, depth }
  const row = { ...terms, status: "active", changed: BEGAN } as const
  return given(grants, { holder, role, scope: "" }, row)
}

/** The rows of a principal: itself, its key, its roles. */
function seatRows([who, roles]: readonly [string, readonly string[]]): GivenRow[] {
  const [organisation, name] = who.split("/") as [Party, string]
  const holder = who as Party
  const { kid, public: bytes } = testSigner(who)
  const kind = who === ROBOT ? "service" : "person"
  const principal = { kind, status: "active", since: BEGAN, changed: BEGAN } as const
  const key = { holder, purpose: "sign", algorithm: "ed25519", public: bytes } as const
  return [
    given(principals, { organisation, name }, principal),
    given(keys, { key: kid }, { ...key, from: BEGAN, until: null, status: "active", since: null }),
    given(holderKeys, { holder, key: kid }, {}),
    ...roles.map((role) => grantRow(holder, role, organisation)),
  ]
}

function authorityRows(organisation: Party, of: "supervisor" | "auditor"): GivenRow[] {
  const seats = Object.keys(SEATS).filter((who) => who.startsWith(`${organisation}/`))
  const name = of === "auditor" ? "auditor" : "clerk"
  const row = {
    ...({ name: organisation, class: of, status: "active", adminThreshold: 1 } as const),
    ...{ administrators: 1, principals: seats.length, page: null, reason: null },
    ...{ since: BEGAN, changed: BEGAN },
  }
  const held = LOOKING.map((role) => grantRow(organisation, role, organisation))
  const chief = given(administrators, { organisation, name }, {})
  return [given(organisations, { organisation }, row), chief, ...held]
}

/** The authorities and who answers them; the ministries come beside. */
export const BUREAUS: readonly GivenRow[] = [
  ...authorityRows(SUPERVISION, "supervisor"),
  ...authorityRows(AUDIT, "auditor"),
  ...Object.entries(SEATS).flatMap(seatRows),
  grantRow(OPERATOR as Party, "org.operator", EDUCATION),
]

/** The commitment to a case of a test. */
export function caseOf(number: string): Hash {
  return commitCase({ salt: utf8(number.padEnd(CASE_SALT_BYTES, ".")), case: number })
}

/** A ledger of ministries and authorities, and what is said on it. */
export class Bureau {
  readonly ledger: TestLedger

  constructor(rows: readonly GivenRow[] = []) {
    this.ledger = openTestLedger(SERVICES, {
      ...{ rows: [...OFFICES, ...BUREAUS, ...rows], chain: CHAIN, time: BEGAN },
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
