/** Every planted violation of an invariant is found, by its own words. */
import type { Party } from "@concordat/kernel"
import { type GivenRow, given, testSigner } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import {
  ASSISTANT,
  BEGAN,
  beginning,
  CHIEF,
  consortiumRow,
  EDUCATION,
  grantRow,
  HEALTH,
  INTERIOR,
  JUSTICE,
  keyRows,
  MEMBERS,
  ministries,
  OBSERVATORY,
  OFFICES,
  officeRows,
  organisationRow,
  principalRow,
  REGISTRAR,
  seat,
} from "./consortium.testing.ts"
import { invariants } from "./invariants.ts"
import { administrators, type Grant, holderKeys } from "./tables.ts"

const DELEGATE = { depth: 2, grantor: REGISTRAR }
const education = { administrators: 3, principals: 5, adminThreshold: 2 }
const right = (more: Partial<Grant> = {}) => grantRow(REGISTRAR, "permits.issue", more)
const clerk = seat(JUSTICE, "clerk")

/** Rows that break an invariant, with words of its sentence. */
const PLANTED: readonly (readonly [string, string, readonly GivenRow[]])[] = [
  ["a member that is none", "active organisations", [consortiumRow([...MEMBERS, OBSERVATORY])]],
  ["an unknown member", "active organisations", [consortiumRow([...MEMBERS, "x1" as Party])]],
  [
    "members in another order",
    "sorted, each once",
    [consortiumRow([EDUCATION, INTERIOR, HEALTH, JUSTICE])],
  ],
  ["a member twice", "sorted, each once", [consortiumRow([EDUCATION, ...MEMBERS])]],
  ["a member left out", "on the consortium's list", [consortiumRow(MEMBERS.slice(1))]],
  [
    "no threshold",
    "as many administrators",
    [organisationRow(EDUCATION, { ...education, adminThreshold: 0 })],
  ],
  [
    "a threshold of six",
    "as many administrators",
    officeRows("x1" as Party, ["a", "b", "c", "d", "e", "f"], [], {
      ...{ class: "observer", adminThreshold: 6 },
    }),
  ],
  [
    "a threshold out of reach",
    "as many administrators",
    [organisationRow(EDUCATION, { ...education, adminThreshold: 4 })],
  ],
  ["two of five suspended", "at most a third", [consortiumRow(MEMBERS.slice(0, 3), 2)]],
  ["a principal of nobody", "is there", [principalRow(seat("nobody", "clerk"))]],
  [
    "a key under another's name",
    "thumbprint",
    keyRows(REGISTRAR, testSigner(REGISTRAR), { public: testSigner("x1/y").public }),
  ],
  [
    "a key that is not listed",
    "among its holder's",
    keyRows(CHIEF, testSigner("x1/y")).slice(0, 1),
  ],
  [
    "a key with two holders",
    "a key of this holder",
    [given(holderKeys, { holder: CHIEF, key: testSigner(REGISTRAR).kid }, {})],
  ],
  [
    "a listed key that is none",
    "a key of this holder",
    [given(holderKeys, { holder: CHIEF, key: testSigner("x1/y").kid }, {})],
  ],
  ["an organisation's grant to a principal", "three links", [right({ depth: 0 })]],
  ["a grant by another organisation", "three links", [right({ grantor: HEALTH })]],
  ["a grant to an organisation by itself", "three links", [grantRow(EDUCATION, "r", { depth: 1 })]],
  ["a delegate of its own", "three links", [right(DELEGATE)]],
  ["a delegate of another's", "three links", [right({ depth: 2, grantor: clerk })]],
  ["a delegate of an organisation", "three links", [right({ depth: 2 })]],
  ["a fourth link", "three links", [grantRow(ASSISTANT, "r", { ...DELEGATE, depth: 3 })]],
  ["a right without a seat", "is an administrator", [grantRow(REGISTRAR, "org.admin")]],
  [
    "an administrator without its right",
    "holds org.admin",
    [grantRow(CHIEF, "org.admin", { status: "revoked" })],
  ],
  ["a retired administrator", "not retired", [principalRow(CHIEF, { status: "retired" })]],
  [
    "one principal too many",
    "as many as is said",
    [organisationRow(EDUCATION, { ...education, principals: 6 })],
  ],
  [
    "one administrator too many",
    "as many as is said",
    [organisationRow(EDUCATION, { ...education, administrators: 4 })],
  ],
  ["a suspension that is none", "as many as is said", [consortiumRow(MEMBERS, 1)]],
]

describe("invariants", () => {
  test.each(PLANTED)("%s", (_what, words, rows) => {
    expect(() => ministries(...rows).ledger).toThrow(words)
  })

  test("each of them is broken by some plant", () => {
    for (const { text } of invariants) {
      expect(PLANTED.some(([, words]) => text.includes(words))).toBe(true)
    }
  })

  test("an administrator that is no principal", () => {
    const id = { organisation: EDUCATION, name: "ghost" }
    const rows = [given(administrators, id, {}), grantRow(seat(EDUCATION, "ghost"), "org.admin")]
    expect(() => ministries(...rows).ledger).toThrow("a principal that is not retired")
  })

  test("what is sound is found to be so, also beyond a page", () => {
    const many = Array.from({ length: 600 }, (_, i) => seat(EDUCATION, `p${i}`))
    const counts = { ...education, principals: 605 }
    const rows = [
      ...OFFICES,
      organisationRow(EDUCATION, counts),
      ...many.map((p) => principalRow(p)),
    ]
    expect(beginning(rows).ledger.state.time).toBe(BEGAN)
    const guests = Array.from({ length: 501 }, (_, i) => `g${i}` as Party)
    const lonely = guests.map((guest) => organisationRow(guest, { status: "removed" }))
    expect(() => ministries(...lonely).ledger).toThrow("as many as is said")
  })
})
