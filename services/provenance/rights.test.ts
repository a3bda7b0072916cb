/**
 * Every command in every circumstance that takes its sender's right: refused by the exact code,
 * whatever the input says. What inputs do is the other tests' subject.
 */
import type { Party } from "@concordat/kernel"
import { type GivenRow, given, testSigner } from "@concordat/kernel/testing"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Grant, grants, holderKeys, keys, principals } from "../organisations/tables.ts"
import {
  BEGAN,
  CLERK,
  documentOf,
  EDUCATION,
  openOffices,
  REGISTRAR,
  statementOf,
} from "./office.testing.ts"
import { provenanceService } from "./service.ts"

const STATEMENT = statementOf(EDUCATION, "diploma", documentOf(EDUCATION, "diploma", "Ada"))
/** Time of the first block. */
const NOW = BEGAN + 1_000

const COMMANDS = Object.values(provenanceService.commands).map((command) => {
  const name = command.binding.name!
  const inputs = command.input.arbitrary(fc) as fc.Arbitrary<Readonly<Record<string, unknown>>>
  const [drawn] = fc.sample(inputs, { numRuns: 1, seed: 7 })
  // The scope of a registration is the class that its statement names.
  const input = name === "register" ? { statement: STATEMENT } : drawn!
  const verb = { setClass: "class", register: "issue" }[name] ?? "status"
  return { name, input, role: `provenance.${verb}` }
})
type Sent = (typeof COMMANDS)[number]

function codeOf({ name, input }: Sent, rows: readonly GivenRow[], who = REGISTRAR) {
  const ledger = openOffices(rows)
  const bytes = ledger.sign(who, [{ command: `provenance.${name}`, input }])
  const [first] = ledger.block([bytes]).results[0]!.refusals
  return first === undefined || first.service !== "organisations" ? null : first.code
}

/** A grant of the registrar's, or of the office, otherwise than it is. */
function grant(
  role: string,
  more: Partial<Grant>,
  holder = REGISTRAR as Party,
  scope = "",
): GivenRow {
  const depth = holder.includes("/") ? 1 : 0
  const terms = { grantor: EDUCATION, from: BEGAN, until: null, limit: null, delegable: false }
  const row = { ...terms, depth, status: "active", changed: BEGAN, ...more } as const
  return given(grants, { holder, role, scope }, row)
}

const key = testSigner(REGISTRAR)
const [organisation, name] = REGISTRAR.split("/") as [Party, string]
const keyed = (more: object): GivenRow[] => [
  given(
    keys,
    { key: key.kid },
    {
      ...{ holder: REGISTRAR as Party, purpose: "sign", algorithm: "ed25519", from: BEGAN },
      ...{ public: key.public, until: null, status: "active", since: null, ...more },
    },
  ),
  given(holderKeys, { holder: REGISTRAR as Party, key: key.kid }, {}),
]
const person = (status: "suspended" | "retired") => [
  given(
    principals,
    { organisation, name },
    { kind: "person", status, since: BEGAN, changed: BEGAN },
  ),
]

const CIRCUMSTANCES: Readonly<Record<string, readonly [string, (role: string) => GivenRow[]]>> = {
  "a right revoked": ["permission_missing", (role) => [grant(role, { status: "revoked" })]],
  "a right that ended": ["permission_missing", (role) => [grant(role, { until: NOW })]],
  "a right not begun": ["permission_missing", (role) => [grant(role, { from: NOW + 1 })]],
  "the office's right revoked": [
    "permission_missing",
    (role) => [grant(role, { status: "revoked" }, EDUCATION)],
  ],
  "the office's right ended": [
    "permission_missing",
    (role) => [grant(role, { until: NOW }, EDUCATION)],
  ],
  "a right for another class": [
    "permission_missing",
    (role) => [grant(role, { status: "revoked" }), grant(role, {}, REGISTRAR as Party, "licence")],
  ],
  "a key revoked": ["key_revoked", () => keyed({ status: "revoked", since: BEGAN })],
  "a key that ended": ["key_retired", () => keyed({ until: NOW })],
  "a key to seal with": ["key_purpose_mismatch", () => keyed({ purpose: "seal" })],
  "a suspended officer": ["principal_suspended", () => person("suspended")],
  "a retired officer": ["principal_retired", () => person("retired")],
}

describe.each(Object.entries(CIRCUMSTANCES))("%s", (_what, [code, rows]) => {
  test.each(COMMANDS)("stops $name", (sent) => {
    expect(codeOf(sent, rows(sent.role))).toBe(code)
  })
})

test.each(COMMANDS)("$name is let through with its right, also that of the class alone", (sent) => {
  expect(codeOf(sent, [])).toBeNull()
  const scope = { register: "diploma", setClass: String(sent.input["class"]) }[sent.name] ?? ""
  const narrow = grant(sent.role, {}, REGISTRAR as Party, scope)
  const rows = scope === "" ? [narrow] : [grant(sent.role, { status: "revoked" }), narrow]
  expect(codeOf(sent, rows)).toBeNull()
  expect(codeOf(sent, [], CLERK)).toBeNull()
})
