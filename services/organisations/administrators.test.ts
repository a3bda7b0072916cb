/** Lost administrators are replaced by the others; those left must reach the threshold. */
import type { Input, Party } from "@concordat/kernel"
import {
  accepted,
  emitted,
  holds,
  lacks,
  refused,
  silent,
  testSigner,
} from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import {
  AUDIT,
  BOTH,
  CHIEF,
  chiefsOf,
  crowded,
  DAY,
  DEPUTY,
  EDUCATION,
  FIRST,
  HEALTH,
  INTERIOR,
  JUSTICE,
  keyRows,
  look,
  ministries,
  newcomers,
  OBSERVATORY,
  officeRows,
  organisationRow,
  REGISTRAR,
  seat,
  THIRD,
  THREE,
  together,
} from "./consortium.testing.ts"
import { administratorsReset, administratorsShort } from "./events.ts"
import { grant, revokeGrant } from "./grants.ts"
import { revokeKey } from "./key-commands.ts"
import { activate, admit, suspend } from "./membership.ts"
import { retirePrincipal, suspendPrincipal } from "./principals.ts"
import { resetAdministrators } from "./reset-administrators.ts"
import {
  ADMINISTRATORS_MAX,
  administrators,
  grants,
  keys,
  organisations,
  PRINCIPALS_MAX,
  principals,
} from "./tables.ts"

const education = { organisation: EDUCATION }
const OTHERS = chiefsOf(HEALTH, INTERIOR, JUSTICE)
const reset: Input<typeof resetAdministrators> = {
  ...{ ...education, adminThreshold: 1 },
  administrators: newcomers(EDUCATION, "warden", "registrar-2"),
}
const key = (who: Party) => ({ key: testSigner(who).kid })
const right = (holder: Party) => ({ holder, role: "org.admin", scope: "" })

describe("resetAdministrators", () => {
  test("new ones with new keys; the old ones lose right and keys", () => {
    const warden = seat(EDUCATION, "warden")
    ministries()
      .when(OTHERS, resetAdministrators, reset)
      .then(
        accepted,
        emitted(administratorsReset, {
          ...{ ...education, adminThreshold: 1 },
          administrators: ["warden", "registrar-2"],
        }),
        holds(organisations, education, {
          ...{ adminThreshold: 1, administrators: 2, principals: 7, status: "active" },
          changed: FIRST,
        }),
        lacks(administrators, { ...education, name: "chief" }),
        holds(grants, right(CHIEF), { status: "revoked", changed: FIRST }),
        holds(keys, key(CHIEF), { status: "retired", since: FIRST }),
        holds(principals, { ...education, name: "chief" }, { status: "active" }),
        holds(administrators, { ...education, name: "warden" }),
        holds(grants, right(warden), { status: "active" }),
        holds(keys, key(warden), { holder: warden, purpose: "sign", status: "active" }),
      )
      .when(CHIEF, look, {})
      .then(refused("key_retired", "organisations"))
      .when(warden, together, {})
      .then(accepted)
      .when(REGISTRAR, look, {})
      .then(accepted)
  })

  test("one who was an administrator comes back by a new key only, even from a suspension", () => {
    const again = (bytes: Uint8Array) => ({
      ...{ ...education, adminThreshold: 1 },
      administrators: [{ name: "third", public: bytes }],
    })
    ministries()
      .when(CHIEF, suspendPrincipal, { name: "third" })
      .when(OTHERS, resetAdministrators, again(testSigner(THIRD).public))
      .then(refused("key_in_use"), holds(keys, key(THIRD), { status: "active" }))
      .when(OTHERS, resetAdministrators, again(testSigner(THIRD, "es256", "new").public))
      .then(
        accepted,
        holds(principals, { ...education, name: "third" }, { status: "active" }),
        holds(grants, right(THIRD), { status: "active" }),
        holds(organisations, education, { administrators: 1, principals: 5 }),
      )
  })

  test("decided by the others, for whoever is there", () => {
    const of = (organisation: Party) => ({
      ...{ organisation, adminThreshold: 1 },
      administrators: newcomers(organisation, "warden"),
    })
    ministries(organisationRow(AUDIT, { status: "removed", class: "supervisor" }))
      .when(chiefsOf(EDUCATION, HEALTH, JUSTICE), resetAdministrators, reset)
      .then(refused("endorsement_insufficient"))
      .when(OTHERS, resetAdministrators, of("trade" as Party))
      .then(refused("unknown_organisation"))
      .when(OTHERS, resetAdministrators, of(AUDIT))
      .then(refused("wrong_state"))
      .when(OTHERS, resetAdministrators, of(OBSERVATORY))
      .then(accepted)
      .when(OTHERS, suspend, { ...education, reason: "-" })
      .when(OTHERS, resetAdministrators, reset)
      .then(accepted, holds(organisations, education, { status: "suspended" }))
      .when(seat(EDUCATION, "warden"), look, {})
      .then(refused("organisation_suspended"))
  })

  test("a threshold in reach, names of the one form, nobody retired, nobody twice", () => {
    const given = newcomers(EDUCATION, "warden")
    const of = (more: Partial<typeof reset>) => ({ ...reset, ...more })
    ministries()
      .when(OTHERS, resetAdministrators, of({ adminThreshold: 0 }))
      .then(refused("parameter_out_of_range"))
      .when(OTHERS, resetAdministrators, of({ adminThreshold: 3 }))
      .then(refused("last_administrator"))
      .when(OTHERS, resetAdministrators, of({ administrators: [{ ...given[0]!, name: "A" }] }))
      .then(refused("name_malformed"))
      .when(OTHERS, resetAdministrators, of({ administrators: [...given, ...given] }))
      .then(refused("already_exists"))
      .when(BOTH, retirePrincipal, { name: "registrar" })
      .when(OTHERS, resetAdministrators, {
        ...reset,
        administrators: [{ ...given[0]!, name: "registrar" }],
      })
      .then(refused("wrong_state"), silent, holds(administrators, { ...education, name: "chief" }))
  })

  test("not more principals than an organisation may have", () => {
    ministries(...crowded(PRINCIPALS_MAX - 1))
      .when(OTHERS, resetAdministrators, reset)
      .then(refused("limit_reached"))
  })

  test("an invitation with the wrong keys is put right, until it is void", () => {
    const trade = { organisation: "trade" as Party }
    const invitation: Input<typeof admit> = {
      ...{ ...trade, name: "Trade", class: "member", adminThreshold: 1 },
      administrators: newcomers("trade", "chief"),
    }
    const right = { ...trade, adminThreshold: 1, administrators: newcomers("trade", "warden") }
    const wrong = seat("trade", "chief")
    ministries()
      .when(THREE, admit, invitation)
      .when(THREE, resetAdministrators, right)
      .then(
        accepted,
        holds(organisations, trade, { status: "invited", principals: 1, administrators: 1 }),
        lacks(principals, { ...trade, name: "chief" }),
        lacks(keys, key(wrong)),
      )
      .when(wrong, activate, {})
      .then(refused("signer_not_registered"))
      .later(30 * DAY)
      .when(THREE, resetAdministrators, right)
      .then(refused("wrong_state"))
      .when(THREE, admit, invitation)
      .then(accepted, lacks(principals, { ...trade, name: "warden" }))
      .when(wrong, activate, {})
      .then(accepted)
  })
})

describe("the last administrators", () => {
  test("lose their right only while as many as decide stay able to act", () => {
    ministries()
      .when(BOTH, revokeGrant, right(DEPUTY))
      .then(accepted, lacks(administrators, { ...education, name: "deputy" }))
      .when([CHIEF, THIRD], revokeGrant, right(CHIEF))
      .then(
        refused("last_administrator", "organisations"),
        holds(grants, right(CHIEF), { status: "active" }),
        ({ result }) => expect(result?.refusals[0]?.details).toEqual({ have: 1, need: 2 }),
      )
  })

  test("one without a key in force does not count", () => {
    const ended = keyRows(THIRD, testSigner(THIRD), { until: FIRST + 1 })
    ministries(...ended)
      .when(CHIEF, suspendPrincipal, { name: "third" })
      .then(accepted)
    ministries(...ended)
      .later(1)
      .when(CHIEF, suspendPrincipal, { name: "third" })
      .then(accepted)
      .when(CHIEF, suspendPrincipal, { name: "deputy" })
      .then(refused("last_administrator"))
    const approving = keyRows(THIRD, testSigner(THIRD), { purpose: "approve" })
    ministries(...approving)
      .when(BOTH, revokeGrant, right(DEPUTY))
      .then(refused("last_administrator"))
  })

  test("a key is revoked all the same, and the shortage told", () => {
    const revoke = (who: Party) => ({ ...key(who), compromisedSince: null })
    ministries()
      .when(CHIEF, revokeKey, revoke(REGISTRAR))
      .then(accepted, ({ events }) => expect(events).toHaveLength(1))
      .when(CHIEF, revokeKey, revoke(THIRD))
      .then(accepted, ({ events }) => expect(events).toHaveLength(1))
      .when(CHIEF, revokeKey, revoke(DEPUTY))
      .then(accepted, emitted(administratorsShort, { ...education, have: 1, need: 2 }))
      .when(CHIEF, revokeKey, revoke(CHIEF))
      .then(accepted, emitted(administratorsShort, { ...education, have: 0, need: 2 }))
      .when(CHIEF, look, {})
      .then(refused("key_revoked"))
      .when(OTHERS, resetAdministrators, reset)
      .then(accepted)
      .when(seat(EDUCATION, "warden"), together, {})
      .then(accepted)
  })
})

test("no more than 32 administrators", () => {
  const names = Array.from({ length: ADMINISTRATORS_MAX }, (_, i) => `a${i}`)
  const office = "office" as Party
  const rows = officeRows(office, names, ["clerk"], { class: "observer" })
  ministries(...rows)
    .when(seat(office, "a0"), grant, {
      ...{ ...right(seat(office, "clerk")), from: FIRST, until: null, limit: null },
      delegable: false,
    })
    .then(refused("limit_reached"), lacks(administrators, { organisation: office, name: "clerk" }))
    .when(seat(office, "a0"), revokeGrant, right(seat(office, "a1")))
    .then(accepted, holds(organisations, { organisation: office }, { administrators: 31 }))
})
