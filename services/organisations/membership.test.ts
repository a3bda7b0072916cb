/** Organisations come in, are suspended, come back, and tell of themselves. */
import type { Input, Party } from "@concordat/kernel"
import {
  accepted,
  emitted,
  type GivenRow,
  holds,
  lacks,
  refused,
  silent,
  testSigner,
} from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import {
  AUDIT,
  BEGAN,
  BOTH,
  beginning,
  CHIEF,
  chiefsOf,
  consortiumRow,
  DAY,
  EDUCATION,
  FIRST,
  HEALTH,
  INTERIOR,
  JUSTICE,
  look,
  MEMBERS,
  ministries,
  newcomers,
  OBSERVATORY,
  officeRows,
  seat,
  THREE,
} from "./consortium.testing.ts"
import {
  organisationActivated,
  organisationAdmitted,
  organisationReinstated,
  organisationSuspended,
  organisationUpdated,
} from "./events.ts"
import { activate, admit, reinstate, suspend, update } from "./membership.ts"
import {
  administrators,
  consortium,
  grants,
  holderKeys,
  keys,
  organisations,
  principals,
} from "./tables.ts"

const TRADE = "trade" as Party
const trade = { organisation: TRADE }
const [FIRST_OF_TRADE, SECOND_OF_TRADE] = [seat(TRADE, "chief"), seat(TRADE, "deputy")]
const invitation: Input<typeof admit> = {
  ...{ ...trade, name: "Ministry of Trade", class: "member", adminThreshold: 2 },
  administrators: newcomers(TRADE, "chief", "deputy"),
}
const reason = "insolvency"

/** Trade is invited. */
const invited = (...rows: readonly GivenRow[]) =>
  ministries(...rows)
    .when(THREE, admit, invitation)
    .then(accepted)

/** Trade is a member. */
const joined = () => invited().when([FIRST_OF_TRADE, SECOND_OF_TRADE], activate, {}).then(accepted)

describe("admit", () => {
  test("invites an organisation with its administrators, their keys and rights", () => {
    const { kid, public: bytes } = testSigner(FIRST_OF_TRADE)
    const holder = FIRST_OF_TRADE
    invited().then(
      emitted(organisationAdmitted, {
        ...{ ...trade, name: "Ministry of Trade", class: "member", adminThreshold: 2 },
        administrators: ["chief", "deputy"],
      }),
      holds(organisations, trade, {
        ...{ name: "Ministry of Trade", class: "member", status: "invited", adminThreshold: 2 },
        ...{ administrators: 2, principals: 2, page: null, reason: null },
        ...{ since: FIRST, changed: FIRST },
      }),
      holds(
        principals,
        { ...trade, name: "deputy" },
        { kind: "person", status: "active", since: FIRST },
      ),
      holds(administrators, { ...trade, name: "chief" }),
      holds(keys, { key: kid }, { holder, purpose: "sign", public: bytes, from: FIRST }),
      holds(holderKeys, { holder, key: kid }),
      holds(
        grants,
        { holder, role: "org.admin", scope: "" },
        { grantor: TRADE, depth: 1, delegable: false, status: "active", from: FIRST },
      ),
      holds(consortium, {}, { members: MEMBERS }),
    )
  })

  test("takes administrators of more than two thirds of the members, one each", () => {
    const need = refused("endorsement_insufficient", "organisations")
    ministries()
      .when(chiefsOf(EDUCATION, HEALTH), admit, invitation)
      .then(need, ({ result }) => {
        expect(result?.refusals[0]?.details).toEqual({ have: 2, need: 3 })
      })
      .when([...BOTH, seat(HEALTH, "chief")], admit, invitation)
      .then(need)
      .when(chiefsOf(EDUCATION, HEALTH, OBSERVATORY), admit, invitation)
      .then(need, silent)
      .when([...chiefsOf(EDUCATION, HEALTH), seat(JUSTICE, "clerk")], admit, invitation)
      .then(need)
      .when([seat(OBSERVATORY, "chief"), ...THREE], admit, invitation)
      .then(accepted)
  })

  test("not twice, and no principal as an organisation", () => {
    const named = { ...invitation, organisation: seat(TRADE, "chief") }
    const again = { ...invitation, administrators: newcomers(TRADE, "other"), adminThreshold: 1 }
    invited()
      .when(THREE, admit, again)
      .then(refused("already_exists"))
      .when(THREE, admit, { ...invitation, organisation: OBSERVATORY })
      .then(refused("already_exists"))
      .when(THREE, admit, named)
      .then(refused("name_malformed", "organisations"), silent)
  })

  test("a threshold of 1 to 5 that the administrators can reach", () => {
    const five = newcomers(TRADE, "a", "b", "c", "d", "e")
    const asking = (adminThreshold: number) => ({ ...invitation, adminThreshold })
    ministries()
      .when(THREE, admit, asking(0))
      .then(refused("parameter_out_of_range"))
      .when(THREE, admit, { ...asking(6), administrators: five })
      .then(refused("parameter_out_of_range"))
      .when(THREE, admit, asking(3))
      .then(refused("last_administrator"))
      .when(THREE, admit, { ...asking(5), administrators: five })
      .then(accepted, holds(organisations, trade, { adminThreshold: 5, administrators: 5 }))
    const six = [...five, ...newcomers(TRADE, "f")]
    expect(() => admit.input.check({ ...invitation, administrators: six })).toThrow()
    expect(() => admit.input.check({ ...invitation, administrators: [] })).toThrow()
  })

  test("names, keys and their repetition", () => {
    const [one] = newcomers(TRADE, "chief")
    const of = (...given: readonly { name: string; public: Uint8Array }[]) => ({
      ...invitation,
      ...{ administrators: given, adminThreshold: 1 },
    })
    const known = testSigner(CHIEF).public
    ministries()
      .when(THREE, admit, of({ ...one!, name: "-chief" }))
      .then(refused("name_malformed"))
      .when(THREE, admit, of({ ...one!, name: "Chief" }))
      .then(refused("name_malformed"))
      .when(THREE, admit, of(one!, { ...one!, public: testSigner(SECOND_OF_TRADE).public }))
      .then(refused("already_exists"))
      .when(THREE, admit, of(one!, { ...one!, name: "deputy" }))
      .then(refused("key_in_use"))
      .when(THREE, admit, of({ ...one!, public: known }))
      .then(refused("key_in_use"))
      .when(THREE, admit, of({ ...one!, public: one!.public.slice(1) }))
      .then(refused("key_malformed", "organisations"), lacks(organisations, trade))
  })
})

describe("activate", () => {
  test("makes an invited member a member of the consortium", () => {
    joined().then(
      emitted(organisationActivated, trade),
      holds(organisations, trade, { status: "active", since: FIRST, changed: FIRST + 1_000 }),
      holds(consortium, {}, { members: [...MEMBERS, TRADE], suspended: 0 }),
    )
  })

  test("an observer works, and has no say", () => {
    ministries()
      .when(THREE, admit, { ...invitation, class: "observer" })
      .when([FIRST_OF_TRADE, SECOND_OF_TRADE], activate, {})
      .then(accepted, holds(consortium, {}, { members: MEMBERS }))
      .when(FIRST_OF_TRADE, look, {})
      .then(accepted)
  })

  test("is all that an invited organisation may do, by as many as its threshold", () => {
    invited()
      .when([FIRST_OF_TRADE, SECOND_OF_TRADE], look, {})
      .then(refused("organisation_not_active", "organisations"))
      .when([FIRST_OF_TRADE, SECOND_OF_TRADE], update, {
        ...{ name: "Trade", page: null, adminThreshold: 1 },
      })
      .then(refused("organisation_not_active"))
      .when(FIRST_OF_TRADE, activate, {})
      .then(refused("administrators_insufficient"), ({ result }) => {
        expect(result?.refusals[0]?.details).toMatchObject({ have: 1, need: 2 })
      })
      .when(BOTH, activate, {})
      .then(refused("wrong_state"))
  })

  test("within thirty days, to the millisecond", () => {
    const both = [FIRST_OF_TRADE, SECOND_OF_TRADE]
    invited()
      .later(30 * DAY - 1_001)
      .when(both, activate, {})
      .then(accepted)
    invited()
      .later(30 * DAY - 1_000)
      .when(both, activate, {})
      .then(refused("organisation_not_active", "organisations"))
  })

  test("not a 257th member", () => {
    const many = Array.from({ length: 252 }, (_, i) => `m${String(i).padStart(3, "0")}` as Party)
    const rows = many.flatMap((name) => officeRows(name, ["chief"]))
    const members = [...MEMBERS, ...many].sort()
    const full = officeRows(TRADE, ["chief"], [], { status: "invited" })
    ministries(...rows, ...full, consortiumRow(members))
      .when(FIRST_OF_TRADE, activate, {})
      .then(refused("limit_reached"), holds(organisations, trade, { status: "invited" }))
  })
})

describe("an invitation that nobody accepted", () => {
  const again: Input<typeof admit> = {
    ...{ ...invitation, class: "observer", adminThreshold: 1 },
    administrators: newcomers(TRADE, "deputy", "warden"),
  }

  test("is void, and leaves names and keys free", () => {
    invited()
      .later(30 * DAY - 1_001)
      .when(THREE, admit, again)
      .then(refused("already_exists"))
      .when(THREE, admit, again)
      .then(
        accepted,
        holds(organisations, trade, { class: "observer", administrators: 2, principals: 2 }),
        lacks(principals, { ...trade, name: "chief" }),
        lacks(administrators, { ...trade, name: "chief" }),
        lacks(keys, { key: testSigner(FIRST_OF_TRADE).kid }),
        lacks(holderKeys, { holder: FIRST_OF_TRADE, key: testSigner(FIRST_OF_TRADE).kid }),
        lacks(grants, { holder: FIRST_OF_TRADE, role: "org.admin", scope: "" }),
        holds(keys, { key: testSigner(SECOND_OF_TRADE).kid }, { holder: SECOND_OF_TRADE }),
      )
      .when(SECOND_OF_TRADE, activate, {})
      .then(accepted)
      .when(FIRST_OF_TRADE, look, {})
      .then(refused("signer_not_registered"))
  })
})

describe("suspend", () => {
  const health = { organisation: HEALTH }

  test("stops an organisation's commands and its vote", () => {
    joined()
      .when(chiefsOf(EDUCATION, JUSTICE, INTERIOR), suspend, { ...health, reason })
      .then(
        accepted,
        emitted(organisationSuspended, { ...health, reason }),
        holds(organisations, health, { status: "suspended", reason, changed: FIRST + 2_000 }),
        holds(consortium, {}, { members: [EDUCATION, INTERIOR, JUSTICE, TRADE], suspended: 1 }),
      )
      .when(seat(HEALTH, "chief"), look, {})
      .then(refused("organisation_suspended", "organisations"))
  })

  test("takes two thirds of the others: the one concerned does not count", () => {
    ministries()
      .when(chiefsOf(EDUCATION, HEALTH, JUSTICE), suspend, { ...health, reason })
      .then(refused("endorsement_insufficient"), ({ result }) => {
        expect(result?.refusals[0]?.details).toEqual({ have: 2, need: 3 })
      })
  })

  test("what is there and active", () => {
    const three = chiefsOf(EDUCATION, INTERIOR, JUSTICE)
    ministries()
      .when(THREE, suspend, { organisation: TRADE, reason })
      .then(refused("unknown_organisation"))
      .when(three, suspend, { ...health, reason })
      .then(accepted)
      .when(three, suspend, { ...health, reason })
      .then(refused("wrong_state"))
    invited()
      .when(THREE, suspend, { ...trade, reason })
      .then(refused("wrong_state"))
  })

  test("at most a third of the members at once; observers do not count", () => {
    ministries()
      .when(chiefsOf(EDUCATION, INTERIOR, JUSTICE), suspend, { ...health, reason })
      .then(accepted)
      .when(chiefsOf(EDUCATION, JUSTICE), suspend, { organisation: INTERIOR, reason })
      .then(refused("suspension_limit_reached"), ({ result }) => {
        expect(result?.refusals[0]?.details).toEqual({ have: 2, of: 4 })
      })
      .when(chiefsOf(EDUCATION, INTERIOR), suspend, { organisation: OBSERVATORY, reason })
      .then(refused("endorsement_insufficient"))
      .when(chiefsOf(EDUCATION, INTERIOR, JUSTICE), suspend, { organisation: OBSERVATORY, reason })
      .then(accepted, holds(consortium, {}, { suspended: 1 }))
    const six = ["f1", "f2"].flatMap((name) => officeRows(name as Party, ["chief"]))
    const names = [...MEMBERS, "f1" as Party, "f2" as Party].sort()
    ministries(...six, consortiumRow(names))
      .when(chiefsOf("f1", "f2", EDUCATION, JUSTICE), suspend, { ...health, reason })
      .then(accepted)
      .when(chiefsOf("f1", "f2", EDUCATION, JUSTICE), suspend, { organisation: INTERIOR, reason })
      .then(accepted, holds(consortium, {}, { suspended: 2 }))
      .when(chiefsOf("f1", "f2", EDUCATION), suspend, { organisation: JUSTICE, reason })
      .then(refused("suspension_limit_reached"), ({ result }) => {
        expect(result?.refusals[0]?.details).toEqual({ have: 3, of: 6 })
      })
  })
})

describe("reinstate", () => {
  test("lets it work and vote again", () => {
    const three = chiefsOf(EDUCATION, INTERIOR, JUSTICE)
    const health = { organisation: HEALTH }
    ministries()
      .when(three, suspend, { ...health, reason })
      .when(three, reinstate, { ...health, reason: "paid" })
      .then(
        accepted,
        emitted(organisationReinstated, { ...health, reason: "paid" }),
        holds(organisations, health, { status: "active", reason: null, changed: FIRST + 1_000 }),
        holds(consortium, {}, { members: MEMBERS, suspended: 0 }),
      )
      .when(three, reinstate, { ...health, reason })
      .then(refused("wrong_state"))
      .when(THREE, reinstate, { organisation: TRADE, reason })
      .then(refused("unknown_organisation"))
  })

  test("an observer comes back without a vote", () => {
    const guest = { organisation: OBSERVATORY, reason }
    ministries()
      .when(THREE, suspend, guest)
      .when(THREE, reinstate, guest)
      .then(accepted, holds(consortium, {}, { members: MEMBERS, suspended: 0 }))
  })
})

describe("update", () => {
  const own = { name: "Education", page: "https://education.example", adminThreshold: 3 }

  test("changes name, page and threshold, by as many as the threshold was", () => {
    ministries()
      .when(CHIEF, update, own)
      .then(refused("administrators_insufficient"))
      .when(BOTH, update, own)
      .then(
        accepted,
        emitted(organisationUpdated, { organisation: EDUCATION, ...own }),
        holds(organisations, { organisation: EDUCATION }, { ...own, changed: FIRST + 1_000 }),
      )
      .when(BOTH, update, own)
      .then(refused("administrators_insufficient"))
  })

  test("never to a threshold that cannot be reached", () => {
    ministries()
      .when(BOTH, update, { ...own, adminThreshold: 4 })
      .then(refused("last_administrator"))
      .when(BOTH, update, { ...own, adminThreshold: 0 })
      .then(refused("parameter_out_of_range"))
      .when(BOTH, update, { ...own, adminThreshold: 6 })
      .then(refused("parameter_out_of_range"))
  })

  test("is the affair of the organisation, whatever its class", () => {
    ministries()
      .when(seat(AUDIT, "chief"), update, { name: "Court", page: null, adminThreshold: 1 })
      .then(accepted, holds(organisations, { organisation: AUDIT }, { name: "Court", page: null }))
  })
})

test("a ledger without a consortium has nobody to join", () => {
  const rows = officeRows(TRADE, ["chief"], [], { status: "invited", since: BEGAN })
  beginning(rows).when(FIRST_OF_TRADE, activate, {}).then(refused("wrong_state"))
})
