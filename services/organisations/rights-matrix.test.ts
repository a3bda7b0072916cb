/**
 * Everybody against everything: signers, quorums and rights in all circumstances, answered as a
 * naive predicate does. The commands' side of it is `every-command.test.ts`.
 */
import { type Asked, type Party, Refusal } from "@concordat/kernel"
import { type GivenRow, testSigner } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { permit, signer } from "./authorise.ts"
import {
  BEGAN,
  beginning,
  CHIEF,
  consortiumRow,
  DAY,
  EDUCATION,
  grantRow,
  HEALTH,
  INTERIOR,
  issue,
  JUSTICE,
  keyRows,
  MEMBERS,
  OBSERVATORY,
  officeRows,
  openConsortium,
  organisationRow,
  principalRow,
  seat,
} from "./consortium.testing.ts"
import { type NaiveGrant, naiveQuorum, naiveSigner, naiveVerdict } from "./naive-rights.testing.ts"
import type { Grant, KeyRow } from "./tables.ts"

/** Block time of a view of a fresh ledger. */
const NOW = BEGAN

/** The code that a check answers with, or null. */
function codeOf(check: () => unknown): string | null {
  try {
    check()
    return null
  } catch (failure) {
    if (!(failure instanceof Refusal)) throw failure
    return failure.code
  }
}
function product<A, B>(as: readonly A[], bs: readonly B[]): [A, B][] {
  return as.flatMap((a) => bs.map((b): [A, B] => [a, b]))
}

describe("who signs", () => {
  const PURPOSES = ["sign", "approve", "seal", "receipt", "recovery", "encryption", "node"] as const
  const KEYS: readonly (Partial<KeyRow> | undefined)[] = [
    undefined,
    ...PURPOSES.map((purpose) => ({ purpose })),
    ...(["retired", "revoked", "compromised"] as const).map((status) => ({ status })),
    ...[{ from: NOW }, { from: NOW + 1 }, { until: NOW }, { until: NOW + 1 }],
    ...(["retired", "revoked"] as const).map((status) => ({ status, from: NOW + 1, until: NOW })),
    { status: "compromised", purpose: "seal" },
  ]
  const PRINCIPALS = [undefined, "active", "suspended", "retired"] as const
  const OFFICES = [
    ...(["active", "suspended", "removed"] as const).map((status) => ({ status, invited: 0 })),
    ...[0, 29, 30].map((invited) => ({ status: "invited" as const, invited })),
  ]
  const cases = product(product(OFFICES, PRINCIPALS), KEYS).map(([[office, principal], key], i) => {
    const who = seat(`o${OFFICES.indexOf(office)}`, `p${i}`)
    return { office, principal, key, who }
  })

  test(`each of ${cases.length} keys, by the first check that fails`, () => {
    const plain = { purpose: "sign", status: "active", from: BEGAN, until: null } as const
    const rows = cases.flatMap(({ who, principal, key }): GivenRow[] => [
      ...(principal === undefined ? [] : [principalRow(who, { status: principal })]),
      ...(key === undefined ? [] : keyRows(who, testSigner(who), key)),
    ])
    const offices = OFFICES.flatMap((office, i) => {
      const there = cases.filter((one) => one.office === office && one.principal !== undefined)
      return officeRows(`o${i}` as Party, ["chief"], [], {
        ...{ status: office.status, class: "observer", since: NOW - office.invited * DAY },
        principals: there.length + 1,
      })
    })
    const view = beginning([consortiumRow([]), ...offices, ...rows]).ledger.view()
    for (const { office, principal, key, who } of cases) {
      const { kid } = testSigner(who)
      const expected = naiveSigner(key && { ...plain, ...key }, principal, office, NOW)
      expect([who, key, codeOf(() => signer(view, kid))]).toEqual([who, key, expected])
    }
  })

  test("what it answers of a good one", () => {
    const { principal, organisation, algorithm, kid, public: bytes } = testSigner(CHIEF)
    const answer = signer(openConsortium().view(), kid)
    expect(answer).toEqual({ principal, organisation, algorithm, public: bytes })
  })
})

const plainly = { role: null, signers: null, scope: "", amount: null, command: issue } as const

describe("who decides together", () => {
  const heads = (of: Party, ...names: string[]) => names.map((name) => seat(of, name))
  const ADMINISTRATORS = [
    ...heads(EDUCATION, "a1", "a2", "a3"),
    ...heads(HEALTH, "a1", "a2"),
    ...[INTERIOR, JUSTICE, OBSERVATORY].flatMap((of) => heads(of, "a1")),
  ]
  /** All that sign or do not: every administrator, and two persons who are none. */
  const PERSONS = [...ADMINISTRATORS, seat(EDUCATION, "clerk"), seat(JUSTICE, "clerk")]
  const named = (of: string) =>
    ADMINISTRATORS.filter((who) => who.startsWith(`${of}/`)).map((who) => who.split("/")[1]!)
  const offices = (threshold: number) => [
    consortiumRow(MEMBERS),
    ...officeRows(EDUCATION, named(EDUCATION), ["clerk"], { adminThreshold: threshold }),
    ...[HEALTH, INTERIOR].flatMap((of) => officeRows(of, named(of))),
    ...officeRows(JUSTICE, named(JUSTICE), ["clerk"]),
    ...officeRows(OBSERVATORY, named(OBSERVATORY), [], { class: "observer" }),
  ]

  test("every set of ten persons, for every rule, threshold and organisation concerned", () => {
    let refusals = 0
    for (const threshold of [1, 2, 3]) {
      const view = beginning(offices(threshold)).ledger.view()
      const thresholds = new Map<string, number>([[EDUCATION, threshold]])
      for (let set = 1; set < 2 ** PERSONS.length; set++) {
        const signers = PERSONS.filter((_, i) => (set & (2 ** i)) !== 0)
        const [caller, ...cosigners] = signers as [Party, ...Party[]]
        const organisation = caller.split("/")[0] as Party
        for (const [rule, concerned] of [
          ...[["administrators", ""] as const, ["half", ""] as const, ["half", JUSTICE] as const],
          ...[["two_thirds", ""] as const, ["two_thirds", EDUCATION] as const],
        ]) {
          const who = { caller, organisation, cosigners }
          const asked: Asked = { ...plainly, ...who, signers: rule, scope: concerned }
          const expected = naiveQuorum(rule, {
            ...{ signers, administrators: ADMINISTRATORS, members: MEMBERS, concerned },
            threshold: thresholds.get(organisation) ?? 1,
          })
          const found = codeOf(() => permit(view, asked))
          if (found !== expected) expect([rule, concerned, signers, found]).toEqual(expected)
          if (found !== null) refusals++
        }
      }
    }
    expect(refusals).toBeGreaterThan(5_000)
  })
})

describe("who holds a right", () => {
  /** What a link of the chain may be; undefined: there is none. */
  const LINKS: readonly ((Partial<Grant> & { scope?: string }) | undefined)[] = [
    undefined,
    ...[
      {},
      { delegable: true },
      { delegable: true, limit: 5n },
      { delegable: true, scope: "road" },
    ],
    ...[
      { delegable: true, until: NOW },
      { delegable: true, from: NOW + 1 },
    ],
    ...[
      { delegable: true, status: "revoked" as const },
      { until: NOW + 1, from: NOW, limit: 3n },
    ],
  ]
  const [FIRST_LINK, LAST_LINK] = [seat(EDUCATION, "registrar"), seat(EDUCATION, "assistant")]
  const WISHES = product(["", "road", "rail"], [null, 0n, 3n, 4n, 5n, 6n])
  const cases = product(product(LINKS, LINKS), LINKS).map(([[a, b], c], i) => ({
    role: `permits.r${i}`,
    links: [
      [EDUCATION, EDUCATION, a],
      [FIRST_LINK, EDUCATION, b],
      [LAST_LINK, FIRST_LINK, c],
    ] as const,
  }))
  const naiveOf = (role: string, row: Grant, holder: string, scope: string): NaiveGrant => ({
    ...{ ...row, holder, role, scope, revoked: row.status === "revoked" },
  })

  /** The rows of a list of grants, and what the naive predicate sees of them. */
  function chain(
    role: string,
    links: readonly (readonly [Party, Party, (typeof LINKS)[number]])[],
  ) {
    const naive: NaiveGrant[] = []
    const rows = links.flatMap(([holder, grantor, link], depth): GivenRow[] => {
      if (link === undefined) return []
      const { scope = "", ...more } = link
      const given = grantRow(holder, role, { grantor, depth, ...more }, scope)
      naive.push(naiveOf(role, given.row as Grant, holder, scope))
      return [given]
    })
    return { rows, naive }
  }

  function compare(role: string, naive: readonly NaiveGrant[], view: Parameters<typeof permit>[0]) {
    for (const who of [FIRST_LINK, LAST_LINK, CHIEF]) {
      for (const [scope, amount] of WISHES) {
        const asked = { ...plainly, role, scope, amount, caller: who, cosigners: [] }
        const found = codeOf(() => permit(view, { ...asked, organisation: EDUCATION }))
        const expected = naiveVerdict(naive, { who, role, scope, amount, now: NOW })
        if (found !== expected) expect({ naive, who, scope, amount, found }).toEqual(expected)
      }
    }
  }

  test(`every one of ${cases.length} chains of three, for every scope and amount`, () => {
    const chains = cases.map(({ role, links }) => chain(role, links))
    const view = openConsortium(...chains.flatMap(({ rows }) => rows)).view()
    for (const [i, { role }] of cases.entries()) compare(role, chains[i]!.naive, view)
  })

  test("every pair of a narrow and a wide grant, at each end of the chain", () => {
    const wide = LINKS.filter((link) => link?.scope === undefined)
    const narrow = wide.map((link) => link && { ...link, scope: "road" })
    const roles = product(product(wide, narrow), [0, 1, 2]).map(([[a, b], at], i) => {
      const holders = [EDUCATION, FIRST_LINK, LAST_LINK] as const
      const grantors = [EDUCATION, EDUCATION, FIRST_LINK] as const
      const role = `permits.p${i}`
      const full = { delegable: true }
      const parts = [0, 1, 2].flatMap((depth) => {
        const links = depth === at ? [a, b] : [full]
        return links.map((link) => [holders[depth]!, grantors[depth]!, depth, link] as const)
      })
      const naive: NaiveGrant[] = []
      const rows = parts.flatMap(([holder, grantor, depth, link]): GivenRow[] => {
        if (link === undefined) return []
        const { scope = "", ...more } = link as Partial<Grant> & { scope?: string }
        const given = grantRow(holder, role, { grantor, depth, ...more }, scope)
        naive.push(naiveOf(role, given.row as Grant, holder, scope))
        return [given]
      })
      return { role, naive, rows }
    })
    const view = openConsortium(...roles.flatMap(({ rows }) => rows)).view()
    for (const { role, naive } of roles) compare(role, naive, view)
  })

  test("roles inside the organisation, by its own administrators' word", () => {
    const role = "org.operator"
    for (const [b, c] of product(LINKS, LINKS)) {
      const parts = [
        [EDUCATION, EDUCATION, undefined],
        [FIRST_LINK, EDUCATION, b],
        [LAST_LINK, FIRST_LINK, c],
      ] as const
      const { rows, naive } = chain(role, parts)
      compare(role, naive, openConsortium(...rows).view())
    }
  })

  test("only of an active organisation", () => {
    const rows = [
      grantRow(OBSERVATORY, "permits.issue"),
      grantRow(seat(OBSERVATORY, "chief"), "permits.issue"),
    ]
    for (const status of ["active", "suspended", "invited", "removed"] as const) {
      const guest = organisationRow(OBSERVATORY, { status, class: "observer" })
      const view = openConsortium(guest, ...rows).view()
      const who = { caller: seat(OBSERVATORY, "chief"), organisation: OBSERVATORY, cosigners: [] }
      const found = codeOf(() => permit(view, { ...plainly, ...who, role: "permits.issue" }))
      expect([status, found]).toEqual([
        status,
        status === "active" ? null : "organisation_not_active",
      ])
    }
  })
})
