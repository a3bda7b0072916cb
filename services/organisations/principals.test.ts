/** Principals are added, stopped, brought back and retired; enough administrators always stay. */
import {
  accepted,
  emitted,
  holds,
  lacks,
  refused,
  silent,
  testSigner,
} from "@concordat/kernel/testing"
import { describe, test } from "vitest"
import {
  BOTH,
  CHIEF,
  close,
  crowded,
  DEPUTY,
  EDUCATION,
  FIRST,
  look,
  ministries,
  REGISTRAR,
  seat,
  THIRD,
} from "./consortium.testing.ts"
import {
  principalAdded,
  principalReinstated,
  principalRetired,
  principalSuspended,
} from "./events.ts"
import {
  addPrincipal,
  reinstatePrincipal,
  retirePrincipal,
  suspendPrincipal,
} from "./principals.ts"
import {
  administrators,
  grants,
  keys,
  organisations,
  PRINCIPALS_MAX,
  principals,
} from "./tables.ts"

const education = { organisation: EDUCATION }
const gateway = { name: "gateway", kind: "service" } as const
const registrar = { name: "registrar" }

describe("addPrincipal", () => {
  test("a person, a program or a node, without key or right", () => {
    const principal = seat(EDUCATION, "gateway")
    ministries()
      .when(CHIEF, addPrincipal, gateway)
      .then(refused("administrators_insufficient", "organisations"), silent)
      .when([REGISTRAR, CHIEF], addPrincipal, gateway)
      .then(refused("administrators_insufficient"))
      .when(BOTH, addPrincipal, gateway)
      .then(
        accepted,
        emitted(principalAdded, { principal, kind: "service" }),
        holds(
          principals,
          { ...education, name: "gateway" },
          { kind: "service", status: "active", since: FIRST + 2_000, changed: FIRST + 2_000 },
        ),
        holds(organisations, education, { principals: 6, administrators: 3 }),
        lacks(administrators, { ...education, name: "gateway" }),
      )
      .when([THIRD, REGISTRAR, DEPUTY], addPrincipal, { name: "n-1", kind: "node" })
      .then(accepted)
  })

  test("once, and by a name of the one form", () => {
    const named = (name: string) => ({ name, kind: "person" as const })
    ministries()
      .when(BOTH, addPrincipal, named("registrar"))
      .then(refused("already_exists"))
      .when(BOTH, addPrincipal, named("-x"))
      .then(refused("name_malformed", "organisations"))
      .when(BOTH, addPrincipal, named("Registrar"))
      .then(refused("name_malformed"))
      .when(BOTH, addPrincipal, named("a/b"))
      .then(refused("name_malformed"))
      .when(BOTH, retirePrincipal, registrar)
      .when(BOTH, addPrincipal, named("registrar"))
      .then(refused("already_exists"))
  })

  test("4,096 of them", () => {
    for (const [count, expectation] of [
      [PRINCIPALS_MAX - 1, accepted],
      [PRINCIPALS_MAX, refused("limit_reached")],
    ] as const) {
      ministries(...crowded(count))
        .when(BOTH, addPrincipal, gateway)
        .then(expectation)
    }
  })
})

describe("suspendPrincipal", () => {
  test("by one administrator, at once", () => {
    const principal = REGISTRAR
    ministries()
      .when(REGISTRAR, look, {})
      .then(accepted)
      .when(REGISTRAR, suspendPrincipal, registrar)
      .then(refused("permission_missing", "organisations"))
      .when(CHIEF, suspendPrincipal, registrar)
      .then(
        accepted,
        emitted(principalSuspended, { principal }),
        holds(
          principals,
          { ...education, ...registrar },
          { status: "suspended", changed: FIRST + 2_000 },
        ),
      )
      .when(REGISTRAR, look, {})
      .then(refused("principal_suspended", "organisations"))
      .when([CHIEF, REGISTRAR], look, {})
      .then(refused("principal_suspended"))
      .when(CHIEF, suspendPrincipal, registrar)
      .then(refused("wrong_state"))
  })

  test("of its own organisation alone", () => {
    ministries().when(CHIEF, suspendPrincipal, { name: "clerk" }).then(refused("unknown_principal"))
  })

  test("not an administrator whom the threshold needs", () => {
    ministries()
      .when(CHIEF, suspendPrincipal, { name: "third" })
      .then(accepted)
      .when(CHIEF, suspendPrincipal, { name: "deputy" })
      .then(refused("last_administrator", "organisations"))
      .when(CHIEF, suspendPrincipal, { name: "chief" })
      .then(refused("last_administrator"), silent)
      .when(seat("health", "chief"), suspendPrincipal, { name: "chief" })
      .then(refused("last_administrator"))
  })
})

describe("reinstatePrincipal", () => {
  test("by as many as decide; its keys sign again", () => {
    ministries()
      .when(CHIEF, suspendPrincipal, registrar)
      .when(CHIEF, reinstatePrincipal, registrar)
      .then(refused("administrators_insufficient"))
      .when(BOTH, reinstatePrincipal, registrar)
      .then(
        accepted,
        emitted(principalReinstated, { principal: REGISTRAR }),
        holds(
          principals,
          { ...education, ...registrar },
          { status: "active", changed: FIRST + 2_000 },
        ),
      )
      .when(REGISTRAR, look, {})
      .then(accepted)
      .when(BOTH, reinstatePrincipal, registrar)
      .then(refused("wrong_state"))
      .when(BOTH, reinstatePrincipal, { name: "nobody" })
      .then(refused("unknown_principal"))
  })
})

describe("retirePrincipal", () => {
  test("ends it for good; its key stays in the register", () => {
    ministries()
      .when(CHIEF, retirePrincipal, registrar)
      .then(refused("administrators_insufficient"))
      .when(BOTH, retirePrincipal, registrar)
      .then(
        accepted,
        emitted(principalRetired, { principal: REGISTRAR }),
        holds(principals, { ...education, ...registrar }, { status: "retired" }),
        holds(keys, { key: testSigner(REGISTRAR).kid }, { status: "active" }),
        holds(organisations, education, { principals: 5 }),
      )
      .when(REGISTRAR, look, {})
      .then(refused("principal_retired", "organisations"))
      .when(BOTH, reinstatePrincipal, registrar)
      .then(refused("wrong_state"))
      .when(CHIEF, suspendPrincipal, registrar)
      .then(refused("wrong_state"))
      .when(BOTH, retirePrincipal, registrar)
      .then(refused("wrong_state"))
      .when(BOTH, retirePrincipal, { name: "nobody" })
      .then(refused("unknown_principal"))
  })

  test("from a suspension too", () => {
    ministries()
      .when(CHIEF, suspendPrincipal, registrar)
      .when(BOTH, retirePrincipal, registrar)
      .then(accepted, holds(principals, { ...education, ...registrar }, { status: "retired" }))
  })

  test("an administrator loses its right, if enough others stay", () => {
    const third = { ...education, name: "third" }
    ministries()
      .when(THIRD, close, {})
      .then(accepted)
      .when(BOTH, retirePrincipal, { name: "third" })
      .then(
        accepted,
        lacks(administrators, third),
        holds(grants, { holder: THIRD, role: "org.admin", scope: "" }, { status: "revoked" }),
        holds(organisations, education, { administrators: 2 }),
      )
      .when(BOTH, retirePrincipal, { name: "deputy" })
      .then(refused("last_administrator"), holds(administrators, { ...education, name: "deputy" }))
  })
})
