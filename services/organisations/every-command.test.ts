/**
 * Every command of this service and of one with rights of its own, in every circumstance that stops
 * its first signer, with inputs drawn from its schema: refused by the exact code, or let through.
 */
import type { Party } from "@concordat/kernel"
import {
  type GivenRow,
  openTestLedger,
  type TestLedger,
  testSigner,
} from "@concordat/kernel/testing"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  BEGAN,
  BOTH,
  CHIEF,
  chiefsOf,
  consortiumRow,
  DEPUTY,
  EDUCATION,
  FIRST,
  grantRow,
  HEALTH,
  INTERIOR,
  JUSTICE,
  keyRows,
  MEMBERS,
  openConsortium,
  organisationRow,
  permits,
  principalRow,
  REGISTRAR,
  seat,
  THIRD,
} from "./consortium.testing.ts"
import { retirePrincipal } from "./principals.ts"
import { organisationsService } from "./service.ts"
import type { KeyRow } from "./tables.ts"

/** Codes of checks 7, 8 and 12 to 14. */
const RIGHTS = [
  ...["signer_not_registered", "key_purpose_mismatch", "key_revoked", "key_not_yet_valid"],
  ...["key_retired", "principal_suspended", "principal_retired", "organisation_suspended"],
  ...["organisation_not_active", "administrators_insufficient", "endorsement_insufficient"],
  ...["permission_missing", "grant_limit_exceeded"],
]
/** Commands that judge their signers themselves, by the same codes. */
const IN_RUN = ["rotateKey", "revokeKey", "grant", "revokeGrant"]

const COMMANDS = [organisationsService, permits].flatMap((service) =>
  Object.values(service.commands).map((command) => {
    const name = command.binding.name!
    return { command: `${service.name}.${name}`, name, kind: command }
  }),
)
type Asked = (typeof COMMANDS)[number]

/** Two members of four. */
const OTHERS = chiefsOf(HEALTH)

/** What the rule of a command is called here: its signer rule, or its role. */
function ruleOf({ kind, command }: Asked): string {
  return kind.signers ?? (kind.role === undefined ? command : (kind.role ?? "anybody"))
}

/** Who may send it: the first one is who the circumstances befall. */
function entitled(asked: Asked): readonly Party[] {
  const rule = ruleOf(asked)
  if (rule === "administrators") return BOTH
  if (rule === "half" || rule === "two_thirds")
    return chiefsOf(EDUCATION, HEALTH, INTERIOR, JUSTICE)
  return rule === "org.admin" ? [CHIEF] : [REGISTRAR]
}

const ROLES = ["permits.issue", "org.operator"]
const RIGHT = ROLES.flatMap((role) => [grantRow(EDUCATION, role), grantRow(REGISTRAR, role)])

/** Who is first among the signers of some command. */
const CONCERNED = [CHIEF, REGISTRAR]
const allOf = (rows: (who: Party) => readonly GivenRow[]) => CONCERNED.flatMap(rows)
const keyed = (more: Partial<KeyRow>) => allOf((who) => keyRows(who, testSigner(who), more))

/** What befalls the first signer, and the code of checks 7 and 8. */
const BEFALL: Readonly<Record<string, readonly [string, readonly GivenRow[]]>> = {
  "a revoked key": ["key_revoked", keyed({ status: "revoked", since: BEGAN })],
  "a stolen key": ["key_revoked", keyed({ status: "compromised", since: BEGAN })],
  "a retired key": ["key_retired", keyed({ status: "retired", since: BEGAN })],
  "a key that ended": ["key_retired", keyed({ until: FIRST })],
  "a key too early": ["key_not_yet_valid", keyed({ from: FIRST + 1 })],
  "a key to seal with": ["key_purpose_mismatch", keyed({ purpose: "seal" })],
  "a suspended principal": [
    "principal_suspended",
    allOf((who) => [principalRow(who, { status: "suspended" })]),
  ],
  "a suspended organisation": ["organisation_suspended", education("suspended")],
  "a removed organisation": ["organisation_not_active", education("removed")],
  "an organisation invited long ago": ["organisation_not_active", education("invited", 0)],
}

function education(status: "suspended" | "removed" | "invited", since = BEGAN): GivenRow[] {
  const counts = { administrators: 3, principals: 5, adminThreshold: 2 }
  const suspended = status === "suspended" ? 1 : 0
  return [
    organisationRow(EDUCATION, { ...counts, status, since }),
    consortiumRow(MEMBERS.slice(1), suspended),
  ]
}

/** An input of the command, always the same. */
function inputOf({ command, kind }: Asked): Readonly<Record<string, unknown>> {
  if (command === "permits.issue") return { scope: "road", amount: 5n }
  const inputs = kind.input.arbitrary(fc) as fc.Arbitrary<unknown>
  const [input] = fc.sample(inputs, { numRuns: 1, seed: 7 })
  return input as Readonly<Record<string, unknown>>
}

/** A ledger on which the commands' rights are given. */
const open = (rows: readonly GivenRow[]) => openConsortium(...RIGHT, ...rows)

/** The code of checks 7, 8 and 12 to 14 that these signers get; null: let through. */
function sent(ledger: TestLedger, asked: Asked, signers: readonly Party[]): string | null {
  const operation = { command: asked.command, input: inputOf(asked) }
  const [result] = ledger.block([ledger.sign(signers, [operation])]).results
  const code = result!.refusals[0]?.code ?? null
  return code !== null && RIGHTS.includes(code) ? code : null
}

/** Every command with the code of its answer. */
function answers(ledger: TestLedger, codeOf: (asked: Asked) => string | null | undefined) {
  const found: [string, string | null][] = []
  const expected: typeof found = []
  for (const asked of COMMANDS) {
    const code = codeOf(asked)
    if (code === undefined) continue
    ledger.time = FIRST
    found.push([asked.command, sent(ledger, asked, entitled(asked))])
    expected.push([asked.command, code])
  }
  return { found, expected }
}

/** Commands that judge their signers themselves may answer either way here. */
const unlessInRun = (code: string | null) => (asked: Asked) =>
  IN_RUN.includes(asked.name) ? undefined : code

describe("every command", () => {
  test("is let through when nothing stands in the way", () => {
    const { found, expected } = answers(open([]), unlessInRun(null))
    expect(found).toEqual(expected)
    expect(found.length).toBe(COMMANDS.length - IN_RUN.length)
  })

  test.each(Object.entries(BEFALL))("%s", (_what, [code, rows]) => {
    const { found, expected } = answers(open(rows), () => code)
    expect(found).toEqual(expected)
  })

  test("a retired principal", () => {
    const ledger = open([])
    for (const name of ["chief", "registrar"]) {
      ledger.time = FIRST
      const { refusals } = ledger.run([DEPUTY, THIRD], retirePrincipal, { name })
      expect(refusals).toEqual([])
    }
    const { found, expected } = answers(ledger, () => "principal_retired")
    expect(found).toEqual(expected)
  })

  test("an organisation that was invited accepts, and does nothing else", () => {
    const ledger = open(education("invited"))
    const no = ({ name }: Asked) => (name === "activate" ? undefined : "organisation_not_active")
    const { found, expected } = answers(ledger, no)
    expect(found).toEqual(expected)
    const activate = COMMANDS.find(({ name }) => name === "activate")!
    expect(sent(ledger, activate, entitled(activate))).toBeNull()
  })

  test("signers who are not entitled", () => {
    const codes: Readonly<Record<string, string>> = {
      ...{ administrators: "administrators_insufficient", half: "endorsement_insufficient" },
      ...{ two_thirds: "endorsement_insufficient", "org.admin": "permission_missing" },
      ...{ "permits.issue": "permission_missing", "org.operator": "permission_missing" },
    }
    const ledger = open([])
    const clerk = seat(JUSTICE, "clerk")
    for (const asked of COMMANDS) {
      const code = codes[ruleOf(asked)] ?? null
      if (IN_RUN.includes(asked.name)) continue
      const signed = [sent(ledger, asked, [clerk]), sent(ledger, asked, [clerk, ...OTHERS])]
      expect([asked.command, ...signed]).toEqual([asked.command, code, code])
    }
  })
})

describe("permits.issue", () => {
  const asked = COMMANDS.find(({ command }) => command === "permits.issue")!
  const role = "permits.issue"
  test.each([
    ["a right that ended", [grantRow(REGISTRAR, role, { until: FIRST })], "permission_missing"],
    ["a right not begun", [grantRow(REGISTRAR, role, { from: FIRST + 1 })], "permission_missing"],
    ["a revoked right", [grantRow(REGISTRAR, role, { status: "revoked" })], "permission_missing"],
    [
      "the office's right ended",
      [grantRow(EDUCATION, role, { until: FIRST })],
      "permission_missing",
    ],
    [
      "the office's right revoked",
      [grantRow(EDUCATION, role, { status: "revoked" })],
      "permission_missing",
    ],
    ["over the limit", [grantRow(REGISTRAR, role, { limit: 4n })], "grant_limit_exceeded"],
    ["over the office's limit", [grantRow(EDUCATION, role, { limit: 4n })], "grant_limit_exceeded"],
    ["at the limit", [grantRow(REGISTRAR, role, { limit: 5n })], null],
  ] as const)("%s", (_what, rows, code) => {
    expect(sent(open(rows), asked, [REGISTRAR])).toBe(code)
  })

  test("a narrower right, and another organisation's", () => {
    const narrow = (scope: string) => [
      grantRow(REGISTRAR, role, { status: "revoked" }),
      grantRow(REGISTRAR, role, {}, scope),
    ]
    expect(sent(open(narrow("rail")), asked, [REGISTRAR])).toBe("permission_missing")
    expect(sent(open(narrow("road")), asked, [REGISTRAR])).toBeNull()
    expect(sent(open([]), asked, [seat(JUSTICE, "clerk")])).toBe("permission_missing")
    const own = grantRow(seat(JUSTICE, "clerk"), role)
    expect(sent(open([own]), asked, [seat(JUSTICE, "clerk")])).toBe("permission_missing")
  })
})

test("a key that nobody registered signs nothing", () => {
  const ledger = openTestLedger([organisationsService, permits], { time: BEGAN })
  const [result] = ledger.block([
    ledger.sign(CHIEF, [{ command: "permits.look", input: {} }]),
  ]).results
  expect(result!.refusals[0]?.code).toBe("signer_not_registered")
})
