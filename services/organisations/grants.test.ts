/** Rights go from the consortium to organisations, to their principals, and once more. */
import type { Input, Party } from "@concordat/kernel"
import {
  accepted,
  type Expectation,
  emitted,
  type GivenRow,
  holds,
  lacks,
  refused,
  silent,
} from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import {
  ASSISTANT,
  AUDIT,
  BEGAN,
  BOTH,
  CHIEF,
  chiefsOf,
  close,
  DAY,
  EDUCATION,
  FIRST,
  grantRow,
  HEALTH,
  INTERIOR,
  issue,
  JUSTICE,
  ministries,
  newcomers,
  OBSERVATORY,
  operate,
  organisationRow,
  REGISTRAR,
  seat,
  THIRD,
  THREE,
} from "./consortium.testing.ts"
import { grantGiven, grantRevoked } from "./events.ts"
import { grant, grantOrganisation, revokeGrant, revokeOrganisation } from "./grants.ts"
import { admit, suspend } from "./membership.ts"
import { retirePrincipal, suspendPrincipal } from "./principals.ts"
import { administrators, type Grant, grants, organisations } from "./tables.ts"

const ROLE = "permits.issue"
type Terms = Partial<Pick<Grant, "from" | "until" | "limit" | "delegable">> & { scope?: string }
const plain = { scope: "", from: BEGAN, until: null, limit: null, delegable: false }
/** What a grant says, for everywhere and ever unless it says otherwise. */
const to = (holder: Party, terms: Terms = {}, role = ROLE): Input<typeof grant> => ({
  ...{ holder, role, ...plain, ...terms },
})
const toOrganisation = (organisation: Party, terms: Terms = {}, role = ROLE) => ({
  ...{ organisation, role, ...plain, ...terms },
})
const place = (holder: Party, scope = "", role = ROLE) => ({ holder, role, scope })
const permit = (scope = "", amount = 1n) => ({ scope, amount })
/** The three others of four: more than half, education not counted. */
const OTHERS = chiefsOf(HEALTH, INTERIOR, JUSTICE)

/** Education holds the role; `terms` as a test wants it. */
const entitled = (terms: Partial<Grant> = {}, ...rows: readonly GivenRow[]) =>
  ministries(grantRow(EDUCATION, ROLE, { delegable: true, ...terms }), ...rows)
/** The registrar, too, and may pass it on. */
const passing = (terms: Partial<Grant> = {}, ...rows: readonly GivenRow[]) =>
  entitled({}, grantRow(REGISTRAR, ROLE, { delegable: true, ...terms }), ...rows)

describe("grantOrganisation", () => {
  test("gives a service's role, by more than half of the others", () => {
    const terms = { scope: "building", until: BEGAN + DAY, limit: 5n, delegable: true }
    ministries()
      .when(chiefsOf(EDUCATION, HEALTH), grantOrganisation, toOrganisation(EDUCATION, terms))
      .then(refused("endorsement_insufficient", "organisations"), ({ result }) => {
        expect(result?.refusals[0]?.details).toEqual({ have: 1, need: 2 })
      })
      .when(OTHERS.slice(1), grantOrganisation, toOrganisation(EDUCATION, terms))
      .then(
        accepted,
        emitted(grantGiven, {
          ...{ ...place(EDUCATION, "building"), grantor: INTERIOR, from: FIRST + 1_000 },
          ...{ until: BEGAN + DAY, limit: 5n, delegable: true, depth: 0, replaced: null },
        }),
        holds(grants, place(EDUCATION, "building"), {
          ...{ grantor: INTERIOR, from: FIRST + 1_000, until: BEGAN + DAY, limit: 5n, depth: 0 },
          ...{ delegable: true, status: "active", changed: FIRST + 1_000 },
        }),
      )
  })

  test("a new one takes the old one's place, and the event keeps the old one", () => {
    const before = { grantor: EDUCATION, from: BEGAN, until: null, limit: 9n, delegable: true }
    entitled({ limit: 9n })
      .when(OTHERS, grantOrganisation, toOrganisation(EDUCATION, { limit: 3n }))
      .then(accepted, emitted(grantGiven, { limit: 3n, replaced: { ...before, depth: 0 } }))
      .when(OTHERS, revokeOrganisation, { organisation: EDUCATION, role: ROLE, scope: "" })
      .when(OTHERS, grantOrganisation, toOrganisation(EDUCATION))
      .then(accepted, emitted(grantGiven, { replaced: null }))
  })

  test("a role that a service declares, for a class that may hold it", () => {
    ministries()
      .when(THREE, grantOrganisation, toOrganisation(HEALTH, {}, "permits.issued"))
      .then(refused("unknown_role", "organisations"))
      .when(THREE, grantOrganisation, toOrganisation("trade" as Party))
      .then(refused("unknown_organisation"))
      .when(THREE, grantOrganisation, toOrganisation(AUDIT))
      .then(refused("class_not_allowed", "organisations"))
      .when(THREE, grantOrganisation, toOrganisation(OBSERVATORY))
      .then(accepted)
      .when(THREE, grantOrganisation, toOrganisation(HEALTH, {}, "supervisor.read"))
      .then(refused("class_not_allowed"))
      .when(THREE, grantOrganisation, toOrganisation(AUDIT, {}, "supervisor.read"))
      .then(accepted)
      .when(THREE, grantOrganisation, toOrganisation(HEALTH, {}, "privacy.officer"))
      .then(accepted)
      .when(THREE, grantOrganisation, toOrganisation(HEALTH, {}, "org.operator"))
      .then(refused("class_not_allowed"))
  })

  test("to an organisation that is there", () => {
    const trade = "trade" as Party
    ministries(organisationRow(AUDIT, { status: "removed" }))
      .when(THREE, admit, {
        ...{ organisation: trade, name: "Trade", class: "member", adminThreshold: 1 },
        administrators: newcomers(trade, "chief"),
      })
      .when(THREE, grantOrganisation, toOrganisation(trade))
      .then(refused("wrong_state"))
      .when(THREE, grantOrganisation, toOrganisation(AUDIT))
      .then(refused("wrong_state"))
      .when(OTHERS, suspend, { organisation: EDUCATION, reason: "-" })
      .when(OTHERS, grantOrganisation, toOrganisation(EDUCATION))
      .then(accepted)
  })

  test("for a period that ends after it begins, and after now", () => {
    ministries()
      .when(THREE, grantOrganisation, toOrganisation(HEALTH, { until: FIRST }))
      .then(refused("period_invalid", "organisations"))
      .when(
        THREE,
        grantOrganisation,
        toOrganisation(HEALTH, { from: FIRST + DAY, until: FIRST + DAY }),
      )
      .then(refused("period_invalid"), silent)
      .when(THREE, grantOrganisation, toOrganisation(HEALTH, { until: FIRST + 2_001 }))
      .then(accepted, holds(grants, place(HEALTH), { from: FIRST + 2_000 }))
  })
})

describe("revokeOrganisation", () => {
  const own = { organisation: EDUCATION, role: ROLE, scope: "" }

  test("ends the right of everybody who holds it through the organisation", () => {
    passing({}, grantRow(ASSISTANT, ROLE, { depth: 2, grantor: REGISTRAR }))
      .when(REGISTRAR, issue, permit())
      .then(accepted)
      .when(ASSISTANT, issue, permit())
      .then(accepted)
      .when(chiefsOf(EDUCATION, HEALTH), revokeOrganisation, own)
      .then(refused("endorsement_insufficient"))
      .when(OTHERS, revokeOrganisation, own)
      .then(
        accepted,
        emitted(grantRevoked, place(EDUCATION)),
        holds(grants, place(EDUCATION), { status: "revoked", changed: FIRST + 3_000 }),
      )
      .when(REGISTRAR, issue, permit())
      .then(refused("permission_missing"), missing(EDUCATION, "the consortium"))
      .when(ASSISTANT, issue, permit())
      .then(refused("permission_missing"), missing(EDUCATION, "the consortium"))
      .when(OTHERS, revokeOrganisation, own)
      .then(refused("wrong_state"))
  })

  test("what was granted, and to an organisation: a principal's grant is its own affair", () => {
    entitled()
      .when(OTHERS, revokeOrganisation, { ...own, scope: "building" })
      .then(refused("unknown_grant", "organisations"))
      .when(THREE, revokeOrganisation, { organisation: CHIEF, role: "org.admin", scope: "" })
      .then(refused("unknown_organisation"), holds(grants, place(CHIEF, "", "org.admin")))
  })
})

/** The refusal names the link that is missing, and who can grant it. */
function missing(who: Party, grantor: string): Expectation {
  return ({ result }) => {
    expect(result?.refusals[0]?.details).toMatchObject({ role: ROLE, missing: who, grantor })
  }
}

describe("grant, by administrators", () => {
  test("a service's role, below the organisation's own", () => {
    const terms = { until: BEGAN + DAY, limit: 5n, delegable: true }
    entitled()
      .when(REGISTRAR, issue, permit())
      .then(refused("permission_missing"), missing(REGISTRAR, EDUCATION))
      .when(CHIEF, grant, to(REGISTRAR, terms))
      .then(refused("administrators_insufficient"))
      .when(BOTH, grant, to(REGISTRAR, terms))
      .then(
        accepted,
        emitted(grantGiven, { ...place(REGISTRAR), grantor: EDUCATION, depth: 1, replaced: null }),
        holds(grants, place(REGISTRAR), { ...terms, grantor: EDUCATION, depth: 1 }),
      )
      .when(REGISTRAR, issue, permit("building", 5n))
      .then(accepted)
      .when(REGISTRAR, issue, permit("building", 6n))
      .then(refused("grant_limit_exceeded", "organisations"), ({ result }) => {
        expect(result?.refusals[0]?.details).toEqual({ limit: "5", actual: "6" })
      })
  })

  test("never wider than the organisation's", () => {
    const wider = refused("grant_exceeds_parent", "organisations")
    const until = BEGAN + DAY
    ministries().when(BOTH, grant, to(REGISTRAR)).then(wider, silent)
    entitled({ until, limit: 5n, delegable: false })
      .when(BOTH, grant, to(REGISTRAR, { limit: 5n }))
      .then(wider)
      .when(BOTH, grant, to(REGISTRAR, { limit: 5n, until: until + 1 }))
      .then(wider)
      .when(BOTH, grant, to(REGISTRAR, { until }))
      .then(wider)
      .when(BOTH, grant, to(REGISTRAR, { until, limit: 6n }))
      .then(wider)
      .when(BOTH, grant, to(REGISTRAR, { until, limit: 5n, delegable: true }))
      .then(wider)
      .when(BOTH, grant, to(REGISTRAR, { until, limit: 5n }))
      .then(accepted)
    ministries(grantRow(EDUCATION, ROLE, {}, "building"))
      .when(BOTH, grant, to(REGISTRAR))
      .then(wider)
      .when(BOTH, grant, to(REGISTRAR, { scope: "road" }))
      .then(wider)
      .when(BOTH, grant, to(REGISTRAR, { scope: "building" }))
      .then(accepted)
    entitled({ from: BEGAN + DAY })
      .when(BOTH, grant, to(REGISTRAR))
      .then(wider)
    entitled({ status: "revoked" }).when(BOTH, grant, to(REGISTRAR)).then(wider)
  })

  test("roles inside the organisation freely, those over others not", () => {
    ministries(grantRow(AUDIT, "supervisor.read"))
      .when(REGISTRAR, operate, {})
      .then(refused("permission_missing"))
      .when(BOTH, grant, to(REGISTRAR, {}, "org.operator"))
      .then(accepted)
      .when(REGISTRAR, operate, {})
      .then(accepted)
      .when(BOTH, grant, to(REGISTRAR, {}, "org.auditor"))
      .then(accepted)
      .when(BOTH, grant, to(REGISTRAR, {}, "org.owner"))
      .then(refused("unknown_role"))
      .when(BOTH, grant, to(REGISTRAR, {}, "supervisor.read"))
      .then(refused("class_not_allowed"))
      .when(BOTH, grant, to(REGISTRAR, {}, "privacy.officer"))
      .then(refused("grant_exceeds_parent"))
      .when(seat(AUDIT, "chief"), grant, to(seat(AUDIT, "chief"), {}, "supervisor.read"))
      .then(accepted)
  })

  test("to a principal of their own that is not retired", () => {
    entitled()
      .when(BOTH, grant, to(seat(JUSTICE, "clerk")))
      .then(refused("not_the_owner"))
      .when(BOTH, grant, to(EDUCATION))
      .then(refused("not_the_owner"))
      .when(BOTH, grant, to(seat(EDUCATION, "nobody")))
      .then(refused("unknown_principal"))
      .when(CHIEF, suspendPrincipal, { name: "registrar" })
      .when(BOTH, grant, to(REGISTRAR))
      .then(accepted)
      .when(BOTH, retirePrincipal, { name: "registrar" })
      .when(BOTH, grant, to(REGISTRAR))
      .then(refused("wrong_state"))
      .when(BOTH, grant, to(ASSISTANT, { from: BEGAN + DAY, until: BEGAN + DAY }))
      .then(refused("period_invalid"))
  })

  test("org.admin: everywhere, without end or limit, never passed on", () => {
    const admin = (terms: Terms = {}) => to(REGISTRAR, terms, "org.admin")
    const office = { organisation: EDUCATION }
    ministries()
      .when(BOTH, grant, admin({ until: BEGAN + DAY }))
      .then(refused("period_invalid"))
      .when(BOTH, grant, admin({ from: BEGAN + DAY }))
      .then(refused("period_invalid"))
      .when(BOTH, grant, admin({ delegable: true }))
      .then(refused("delegation_too_deep"))
      .when(BOTH, grant, admin({ limit: 1n }))
      .then(refused("parameter_out_of_range"))
      .when(BOTH, grant, admin({ scope: "building" }))
      .then(refused("parameter_out_of_range"))
      .when(CHIEF, grant, admin())
      .then(refused("administrators_insufficient"))
      .when(REGISTRAR, grant, admin())
      .then(refused("permission_missing"))
      .when(REGISTRAR, close, {})
      .then(refused("permission_missing"))
      .when(BOTH, grant, admin())
      .then(
        accepted,
        holds(administrators, { ...office, name: "registrar" }),
        holds(organisations, office, { administrators: 4 }),
      )
      .when(BOTH, grant, admin())
      .then(accepted, holds(organisations, office, { administrators: 4 }))
      .when(REGISTRAR, close, {})
      .then(accepted)
      .when(BOTH, revokeGrant, place(REGISTRAR, "", "org.admin"))
      .then(
        accepted,
        lacks(administrators, { ...office, name: "registrar" }),
        holds(organisations, office, { administrators: 3 }),
      )
      .when(REGISTRAR, close, {})
      .then(refused("permission_missing"))
  })
})

describe("grant, by a principal that may pass its own on", () => {
  test("once, no wider than its own", () => {
    const wider = refused("grant_exceeds_parent", "organisations")
    passing({ limit: 9n, until: BEGAN + DAY })
      .when(REGISTRAR, grant, to(ASSISTANT))
      .then(wider)
      .when(REGISTRAR, grant, to(ASSISTANT, { limit: 9n, until: BEGAN + DAY + 1 }))
      .then(wider)
      .when(REGISTRAR, grant, to(ASSISTANT, { limit: 10n, until: BEGAN + DAY }))
      .then(wider)
      .when(REGISTRAR, grant, to(ASSISTANT, { limit: 3n, until: BEGAN + DAY, scope: "road" }))
      .then(
        accepted,
        emitted(grantGiven, { ...place(ASSISTANT, "road"), grantor: REGISTRAR, depth: 2 }),
        holds(grants, place(ASSISTANT, "road"), { grantor: REGISTRAR, depth: 2, limit: 3n }),
      )
      .when(ASSISTANT, issue, permit("road", 3n))
      .then(accepted)
      .when(ASSISTANT, issue, permit("road", 4n))
      .then(refused("grant_limit_exceeded"))
      .when(ASSISTANT, issue, permit("building"))
      .then(refused("permission_missing"), missing(ASSISTANT, EDUCATION))
  })

  test("not a third time", () => {
    const deep = refused("delegation_too_deep", "organisations")
    passing()
      .when(REGISTRAR, grant, to(ASSISTANT, { delegable: true }))
      .then(deep)
      .when(REGISTRAR, grant, to(ASSISTANT))
      .then(accepted)
      .when(ASSISTANT, grant, to(THIRD))
      .then(deep, silent)
  })

  test("only a right that it holds and may pass on", () => {
    const none = refused("permission_missing", "organisations")
    entitled().when(REGISTRAR, grant, to(ASSISTANT)).then(none)
    passing({ delegable: false }).when(REGISTRAR, grant, to(ASSISTANT)).then(none)
    passing({ status: "revoked" }).when(REGISTRAR, grant, to(ASSISTANT)).then(none)
    const rows = [grantRow(REGISTRAR, ROLE, { delegable: true })]
    ministries(grantRow(EDUCATION, ROLE), ...rows)
      .when(REGISTRAR, grant, to(ASSISTANT))
      .then(none)
    ministries(...rows)
      .when(REGISTRAR, grant, to(ASSISTANT))
      .then(none)
  })

  test("in nobody's place, and not to itself", () => {
    const taken = refused("already_exists", "organisations")
    const by = (grantor: Party, more: Partial<Grant> = {}, scope = "") =>
      grantRow(ASSISTANT, ROLE, { grantor, depth: grantor === EDUCATION ? 1 : 2, ...more }, scope)
    passing({}, by(EDUCATION)).when(REGISTRAR, grant, to(ASSISTANT)).then(taken)
    passing({}, by(seat(EDUCATION, "clerk")))
      .when(REGISTRAR, grant, to(ASSISTANT))
      .then(taken)
    passing({}, by(EDUCATION, { from: BEGAN + DAY }))
      .when(REGISTRAR, grant, to(ASSISTANT))
      .then(taken)
    passing({}, by(EDUCATION, { status: "revoked" }))
      .when(REGISTRAR, grant, to(ASSISTANT))
      .then(accepted)
    passing({}, by(EDUCATION, { until: FIRST }))
      .when(REGISTRAR, grant, to(ASSISTANT))
      .then(accepted)
      .when(REGISTRAR, grant, to(ASSISTANT, { limit: 1n }))
      .then(accepted, holds(grants, place(ASSISTANT), { limit: 1n }))
    passing()
      .when(REGISTRAR, grant, to(REGISTRAR, { scope: "road" }))
      .then(taken)
      .when(REGISTRAR, issue, permit("road"))
      .then(accepted)
  })

  test("two who pass it to each other end nowhere but in a refusal", () => {
    passing({}, grantRow(ASSISTANT, ROLE, { delegable: true }))
      .when(REGISTRAR, grant, to(ASSISTANT, { scope: "road" }))
      .then(accepted)
      .when(ASSISTANT, grant, to(REGISTRAR))
      .then(refused("already_exists"))
      .when(ASSISTANT, grant, to(REGISTRAR, { scope: "road" }))
      .then(accepted)
      .when(BOTH, revokeGrant, place(REGISTRAR))
      .when(REGISTRAR, issue, permit("road"))
      .then(accepted)
      .when(BOTH, revokeGrant, place(ASSISTANT))
      .when(REGISTRAR, issue, permit("road"))
      .then(refused("permission_missing"))
      .when(ASSISTANT, issue, permit("road"))
      .then(refused("permission_missing"))
  })

  test("ends with the right that it came from, or when that may not be passed on", () => {
    passing({}, grantRow(ASSISTANT, ROLE, { depth: 2, grantor: REGISTRAR }))
      .when(ASSISTANT, issue, permit())
      .then(accepted)
      .when(BOTH, grant, to(REGISTRAR))
      .when(ASSISTANT, issue, permit())
      .then(refused("permission_missing"), missing(REGISTRAR, EDUCATION))
      .when(BOTH, grant, to(REGISTRAR, { delegable: true }))
      .when(ASSISTANT, issue, permit())
      .then(accepted)
      .when(BOTH, revokeGrant, place(REGISTRAR))
      .when(ASSISTANT, issue, permit())
      .then(refused("permission_missing"), missing(REGISTRAR, EDUCATION))
  })

  test("a role inside the organisation likewise", () => {
    const role = "org.operator"
    ministries()
      .when(BOTH, grant, to(REGISTRAR, { delegable: true }, role))
      .when(REGISTRAR, grant, to(ASSISTANT, {}, role))
      .then(accepted)
      .when(ASSISTANT, operate, {})
      .then(accepted)
      .when(BOTH, revokeGrant, place(REGISTRAR, "", role))
      .when(ASSISTANT, operate, {})
      .then(refused("permission_missing"))
  })
})

describe("revokeGrant", () => {
  test("by administrators, or by the one who passed it on", () => {
    const delegated = grantRow(ASSISTANT, ROLE, { depth: 2, grantor: REGISTRAR })
    passing({}, delegated)
      .when(ASSISTANT, revokeGrant, place(ASSISTANT))
      .then(refused("administrators_insufficient"))
      .when(REGISTRAR, revokeGrant, place(REGISTRAR))
      .then(refused("administrators_insufficient"))
      .when(CHIEF, revokeGrant, place(ASSISTANT))
      .then(refused("administrators_insufficient"))
      .when(REGISTRAR, revokeGrant, place(ASSISTANT))
      .then(
        accepted,
        emitted(grantRevoked, place(ASSISTANT)),
        holds(grants, place(ASSISTANT), { status: "revoked", changed: FIRST + 3_000 }),
      )
      .when(ASSISTANT, issue, permit())
      .then(refused("permission_missing"))
      .when(BOTH, revokeGrant, place(ASSISTANT))
      .then(refused("wrong_state"))
      .when(BOTH, revokeGrant, place(REGISTRAR))
      .then(accepted)
  })

  test("of one's own organisation, and what is there", () => {
    ministries(
      grantRow(JUSTICE, ROLE),
      grantRow(seat(JUSTICE, "clerk"), ROLE),
      grantRow(EDUCATION, ROLE),
    )
      .when(BOTH, revokeGrant, place(seat(JUSTICE, "clerk")))
      .then(refused("not_the_owner"))
      .when(BOTH, revokeGrant, place(EDUCATION))
      .then(refused("not_the_owner"))
      .when(BOTH, revokeGrant, place(REGISTRAR))
      .then(refused("unknown_grant"))
  })
})
