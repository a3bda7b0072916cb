/** Whose key it is and what its holder may do: bad inputs T27 to T33, and all their boundaries. */
import type { Party } from "@concordat/kernel"
import {
  accepted,
  type Expectation,
  type GivenRow,
  operation,
  refused,
  testSigner,
} from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import {
  BEGAN,
  BOTH,
  beginning,
  byHalf,
  bySelf,
  byTwoThirds,
  CHIEF,
  chiefsOf,
  close,
  consortiumRow,
  DAY,
  DEPUTY,
  EDUCATION,
  FIRST,
  grantRow,
  HEALTH,
  issue,
  JUSTICE,
  keyRows,
  look,
  MEMBERS,
  ministries,
  OBSERVATORY,
  officeRows,
  organisationRow,
  principalRow,
  REGISTRAR,
  seat,
  signedBy,
  THIRD,
  THREE,
  together,
} from "./consortium.testing.ts"
import type { KeyRow } from "./tables.ts"

const by = "organisations"
/** What becomes of the registrar's command with a key like this. */
const withKey = (expectation: Expectation, more: Partial<KeyRow>) =>
  ministries(...keyRows(REGISTRAR, testSigner(REGISTRAR), more))
    .when(REGISTRAR, look, {})
    .then(expectation)
/** The refusal names these details. */
const telling =
  (details: Readonly<Record<string, unknown>>): Expectation =>
  ({ result }) =>
    expect(result?.refusals[0]?.details).toMatchObject(details)

describe("check 7: the key (T27, T28)", () => {
  test("unknown, too early, ended, retired, revoked, stolen", () => {
    const since = FIRST - 500
    const moment = "2026-11-23T10:00:00.500Z"
    ministries()
      .when(seat(EDUCATION, "nobody"), look, {})
      .then(refused("signer_not_registered", by))
    withKey(accepted, { from: FIRST, until: FIRST + 1 })
    withKey(refused("key_not_yet_valid", by), { from: FIRST + 1 })
    withKey(refused("key_retired", by), { until: FIRST })
    withKey(telling({ since: moment }), { until: since })
    withKey(refused("key_retired", by), { status: "retired", since })
    withKey(telling({ since: moment }), { status: "retired", since })
    withKey(refused("key_revoked", by), { status: "revoked", since })
    withKey(telling({ since: moment }), { status: "revoked", since })
    withKey(refused("key_revoked", by), { status: "compromised", since: FIRST + DAY })
  })

  test("of a purpose that signs no transactions", () => {
    withKey(accepted, { purpose: "approve" })
    for (const purpose of [
      ...(["recovery", "receipt", "encryption", "consensus", "node", "seal"] as const),
      "witness" as const,
    ]) {
      withKey(refused("key_purpose_mismatch", by), { purpose })
      withKey(telling({ actual: purpose, expected: "sign" }), { purpose })
    }
  })

  test("the first that fails answers: purpose, revoked, too early, retired, ended", () => {
    const all = { from: FIRST + 1, until: FIRST, since: BEGAN } as const
    withKey(refused("key_purpose_mismatch"), { ...all, status: "revoked", purpose: "seal" })
    withKey(refused("key_revoked"), { ...all, status: "compromised" })
    withKey(refused("key_not_yet_valid"), { ...all, status: "retired" })
  })

  test("a key whose holder is no principal signs nothing", () => {
    const unknown = refused("signer_not_registered", by)
    for (const holder of [seat(EDUCATION, "nobody"), EDUCATION]) {
      ministries(...keyRows(holder, testSigner(holder)))
        .when(holder, look, {})
        .then(unknown)
    }
  })
})

describe("check 8: principal and organisation (T29, T30)", () => {
  test("a principal suspended or retired", () => {
    const since = "2026-11-23T10:00:00.000Z"
    ministries(principalRow(REGISTRAR, { status: "suspended" }))
      .when(REGISTRAR, look, {})
      .then(refused("principal_suspended", by), telling({ principal: REGISTRAR, since }))
      .when([CHIEF, REGISTRAR], look, {})
      .then(refused("principal_suspended"))
    ministries(principalRow(REGISTRAR, { status: "retired" }))
      .when(REGISTRAR, look, {})
      .then(refused("principal_retired", by), telling({ principal: REGISTRAR, since }))
  })

  test("an organisation suspended, removed, or invited too long ago", () => {
    const observatory = (status: "suspended" | "removed" | "invited", since = BEGAN) =>
      ministries(organisationRow(OBSERVATORY, { status, class: "observer", since })).when(
        seat(OBSERVATORY, "chief"),
        look,
        {},
      )
    observatory("suspended").then(refused("organisation_suspended", by))
    observatory("removed").then(refused("organisation_not_active", by))
    observatory("invited").then(refused("organisation_not_active", by))
    observatory("invited", BEGAN - 31 * DAY).then(refused("organisation_not_active", by))
    observatory("suspended").then(telling({ since: "2026-11-23T10:00:00.000Z" }))
  })

  test("of every signer, in their order", () => {
    const rows = [principalRow(REGISTRAR, { status: "retired" })]
    const ended = keyRows(THIRD, testSigner(THIRD), { until: FIRST })
    ministries(...rows, ...ended)
      .when([CHIEF, REGISTRAR, THIRD], look, {})
      .then(refused("principal_retired"))
      .when([CHIEF, THIRD, REGISTRAR], look, {})
      .then(refused("key_retired"))
  })
})

describe("check 12: who signs together (T33)", () => {
  const few = refused("administrators_insufficient", by)

  test("as many administrators as the threshold, each counted once", () => {
    const second = testSigner(CHIEF, "ed25519", "second")
    ministries(...keyRows(CHIEF, second))
      .when(CHIEF, together, {})
      .then(few, telling({ organisation: EDUCATION, have: 1, need: 2 }))
      .when([CHIEF, REGISTRAR, ...chiefsOf(HEALTH, JUSTICE)], together, {})
      .then(few, telling({ have: 1, need: 2 }), ({ ledger }) => {
        const result = signedBy(ledger, [testSigner(CHIEF), second], [operation(together, {})])
        expect(result.refusals[0]?.code).toBe("administrators_insufficient")
      })
      .when(BOTH, together, {})
      .then(accepted)
      .when([REGISTRAR, DEPUTY, THIRD], together, {})
      .then(accepted)
      .when(REGISTRAR, together, {})
      .then(few, telling({ have: 0, need: 2 }))
  })

  test("oneself", () => {
    ministries().when(REGISTRAR, bySelf, {}).then(accepted)
  })

  /** A consortium of so many members, of whom so many sign. */
  function share(members: number, signing: number, concerned = "") {
    const names = Array.from({ length: members }, (_, i) => `m${String(i).padStart(2, "0")}`)
    const rows = names.flatMap((name) => officeRows(name as Party, ["chief"]))
    const signers = chiefsOf(...names.slice(0, signing))
    return beginning([...rows, consortiumRow(names as Party[])]).when(
      ...([signers, concerned === "" ? byHalf : byTwoThirds, { scope: concerned }] as const),
    )
  }

  test("in production no share of signatures decides: the members vote", () => {
    ministries(consortiumRow(MEMBERS, 0, "production"))
      .when(THREE, byHalf, { scope: "" })
      .then(refused("proposal_required", by))
      .when(THREE, byTwoThirds, { scope: "" })
      .then(refused("proposal_required", by), telling({ role: "two_thirds" }))
      .when(BOTH, together, {})
      .then(accepted)
  })

  test("more than a half, more than two thirds, for one to twelve members", () => {
    for (let members = 1; members <= 12; members++) {
      const half = [1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7][members - 1]!
      const most = [1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8, 9][members - 1]!
      share(members, half).then(accepted)
      if (half > 1) share(members, half - 1).then(refused("endorsement_insufficient", by))
      share(members, most, "nobody").then(accepted)
      if (most > 1) share(members, most - 1, "nobody").then(telling({ have: most - 1, need: most }))
    }
  })
})

describe("checks 13 and 14: grant and limit (T31, T32)", () => {
  const ROLE = "permits.issue"
  const who = REGISTRAR
  const own = grantRow(EDUCATION, ROLE)
  const none = refused("permission_missing", by)

  test("none, ended, not begun, revoked, for a narrower scope", () => {
    const sends = (scope = "", ...rows: readonly GivenRow[]) =>
      ministries(own, ...rows).when(who, issue, { scope, amount: 1n })
    sends().then(none, telling({ role: ROLE, scope: "", missing: who, grantor: EDUCATION }))
    sends("", grantRow(who, ROLE)).then(accepted)
    sends("", grantRow(who, ROLE, { until: FIRST })).then(none)
    sends("", grantRow(who, ROLE, { until: FIRST + 1 })).then(accepted)
    sends("", grantRow(who, ROLE, { from: FIRST + 1 })).then(none)
    sends("", grantRow(who, ROLE, { from: FIRST })).then(accepted)
    sends("", grantRow(who, ROLE, { status: "revoked" })).then(none)
    sends("", grantRow(who, ROLE, {}, "road")).then(none)
    sends("rail", grantRow(who, ROLE, {}, "road")).then(none, telling({ scope: "rail" }))
    sends("road", grantRow(who, ROLE, {}, "road")).then(accepted)
    sends("road", grantRow(who, ROLE)).then(accepted)
  })

  test("a narrower right takes nothing from one that holds everywhere", () => {
    const sends = (amount: bigint, ...rows: readonly GivenRow[]) =>
      ministries(own, ...rows).when(who, issue, { scope: "road", amount })
    const both = [
      grantRow(who, ROLE, { limit: 5n }),
      grantRow(who, ROLE, { limit: 2n, until: FIRST + DAY }, "road"),
    ]
    sends(5n, ...both).then(accepted)
    sends(6n, ...both).then(refused("grant_limit_exceeded"), telling({ limit: "5", actual: "6" }))
    sends(2n, both[1]!).then(accepted)
    sends(3n, both[1]!).then(refused("grant_limit_exceeded", by), telling({ limit: "2" }))
  })

  test("the smallest limit on the way counts", () => {
    const chain = (a: bigint | null, b: bigint | null, c: bigint | null, amount: bigint) =>
      ministries(
        grantRow(EDUCATION, ROLE, { limit: a, delegable: true }),
        grantRow(CHIEF, ROLE, { limit: b, delegable: true }),
        grantRow(who, ROLE, { limit: c, depth: 2, grantor: CHIEF }),
      ).when(who, issue, { scope: "", amount })
    const above = refused("grant_limit_exceeded")
    for (const [a, b, c] of [
      [4n, null, null],
      [9n, 4n, null],
      [null, 9n, 4n],
      [4n, 9n, 9n],
    ] as const) {
      chain(a, b, c, 4n).then(accepted)
      chain(a, b, c, 5n).then(above)
    }
    chain(null, null, null, 1n << 100n).then(accepted)
    chain(0n, null, null, 1n).then(above)
  })

  test("org.admin alone is a matter of administrators", () => {
    ministries()
      .when(REGISTRAR, close, {})
      .then(none, telling({ role: "org.admin", missing: REGISTRAR, grantor: EDUCATION }))
      .when(THIRD, close, {})
      .then(accepted)
  })
})
