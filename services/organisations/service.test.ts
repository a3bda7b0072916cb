/**
 * The contract: what others may read, and who signs each command, as the specification says. And
 * the stories that the register is there for, from the first step to the last.
 */
import { readFileSync } from "node:fs"
import type { Input, Party } from "@concordat/kernel"
import { accepted, emitted, holds, refused, testSigner } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import {
  ASSISTANT,
  BEGAN,
  BOTH,
  CHIEF,
  chiefsOf,
  DAY,
  EDUCATION,
  FIRST,
  grantRow,
  HEALTH,
  INTERIOR,
  issue,
  JUSTICE,
  look,
  MEMBERS,
  ministries,
  newcomers,
  operate,
  possessionOf,
  REGISTRAR,
  seat,
  THREE,
  together,
} from "./consortium.testing.ts"
import { administratorsShort } from "./events.ts"
import { grant, grantOrganisation } from "./grants.ts"
import { addKey, revokeKey, rotateKey } from "./key-commands.ts"
import { activate, admit, reinstate, suspend } from "./membership.ts"
import { addPrincipal } from "./principals.ts"
import type { refuse } from "./refusals.ts"
import { resetAdministrators } from "./reset-administrators.ts"
import { keys, organisations, organisationsService, principals } from "./service.ts"
import * as kept from "./tables.ts"

const README = readFileSync(new URL("./README.md", import.meta.url), "utf8")

describe("the contract", () => {
  test("others read tables and cannot write them", () => {
    for (const shown of [keys, organisations, principals]) {
      expect(Object.keys(shown).filter((name) => /^(get|has|scan)$/.test(name))).toHaveLength(3)
      expect(Object.keys(shown).filter((n) => /^(put|patch|delete|prune)$/.test(n))).toEqual([])
    }
    const key = { key: testSigner(REGISTRAR).kid }
    ministries().then(({ ledger }) => {
      expect(keys.get(ledger.view(), key)).toEqual(kept.keys.get(ledger.view(), key))
    })
  })

  test("who signs each command", () => {
    const rules = Object.entries(organisationsService.commands).map(([name, command]) => [
      name,
      command.signers ?? command.role ?? "in run",
    ])
    expect(Object.fromEntries(rules)).toEqual({
      ...{ admit: "two_thirds", activate: "administrators", resetAdministrators: "two_thirds" },
      ...{ suspend: "two_thirds", reinstate: "two_thirds", update: "administrators" },
      ...{ addPrincipal: "administrators", suspendPrincipal: "org.admin" },
      ...{ reinstatePrincipal: "administrators", retirePrincipal: "administrators" },
      ...{ addKey: "administrators", rotateKey: "in run", revokeKey: "in run" },
      ...{ grantOrganisation: "half", revokeOrganisation: "half" },
      ...{ grant: "in run", revokeGrant: "in run" },
    })
  })

  test("the specification names every command, table, event and own refusal", () => {
    const { commands, tables, events } = organisationsService
    const own = ["key_malformed", "name_malformed"] satisfies (keyof typeof refuse)[]
    for (const name of [commands, tables, events]
      .flatMap((list) => Object.keys(list))
      .concat(own)) {
      expect([name, README.includes(`\`${name}\``)]).toEqual([name, true])
    }
  })
})

const TRADE = "trade" as Party
const trade = seat(TRADE, "chief")
const ROLE = "permits.issue"
const terms = { scope: "", from: BEGAN, until: null, limit: null, delegable: true }
const invitation: Input<typeof admit> = {
  ...{ organisation: TRADE, name: "Ministry of Trade", class: "member", adminThreshold: 1 },
  administrators: newcomers(TRADE, "chief"),
}

describe("stories", () => {
  test("admitted, active, at work", () => {
    const clerk = seat(TRADE, "clerk")
    const key = testSigner(clerk)
    ministries()
      .when(THREE, admit, invitation)
      .when(trade, activate, {})
      .when(trade, addPrincipal, { name: "clerk", kind: "person" })
      .when(trade, addKey, {
        ...{ holder: clerk, purpose: "sign", algorithm: "ed25519", public: key.public },
        ...{ from: BEGAN, until: null, possession: possessionOf(key, clerk) },
      })
      .when(THREE, grantOrganisation, { organisation: TRADE, role: ROLE, ...terms })
      .when(trade, grant, { holder: clerk, role: ROLE, ...terms, limit: 100n })
      .when(clerk, issue, { scope: "import", amount: 100n })
      .then(accepted)
      .when([...THREE.slice(1), trade], grantOrganisation, {
        ...{ organisation: EDUCATION, role: ROLE, ...terms },
      })
      .then(accepted, holds(kept.consortium, {}, { members: [...MEMBERS, TRADE] }))
  })

  test("suspended and reinstated", () => {
    const [three, reason] = [chiefsOf(EDUCATION, INTERIOR, JUSTICE), "unpaid"]
    const chief = seat(HEALTH, "chief")
    ministries()
      .when(three, suspend, { organisation: HEALTH, reason })
      .when(chief, look, {})
      .then(refused("organisation_suspended"))
      .when([...three, chief], admit, invitation)
      .then(refused("organisation_suspended"))
      .when(three, admit, invitation)
      .then(accepted)
      .when(three, reinstate, { organisation: HEALTH, reason: "paid" })
      .when(chief, look, {})
      .then(accepted)
  })

  test("a key that was stolen yesterday", () => {
    const stolen = testSigner(REGISTRAR)
    const next = testSigner(REGISTRAR, "es256", "next")
    const { algorithm, public: bytes } = next
    ministries()
      .later(DAY)
      .when(CHIEF, revokeKey, { key: stolen.kid, compromisedSince: BEGAN })
      .then(
        accepted,
        holds(kept.keys, { key: stolen.kid }, { status: "compromised", since: BEGAN }),
      )
      .when(REGISTRAR, rotateKey, {
        ...{ old: stolen.kid, algorithm, public: bytes, overlap: 0 },
        possession: possessionOf(next, REGISTRAR, "sign", { expires: BEGAN + 2 * DAY }),
      })
      .then(refused("key_revoked"))
      .when(BOTH, addKey, {
        ...{ holder: REGISTRAR, purpose: "sign", algorithm, public: bytes, from: 0, until: null },
        possession: possessionOf(next, REGISTRAR, "sign", { expires: BEGAN + 2 * DAY }),
      })
      .then(accepted, holds(kept.keys, { key: next.kid }, { from: FIRST + DAY + 2_000 }))
  })

  test("all administrators lost", () => {
    const lost = BOTH.concat(seat(EDUCATION, "third")).map((who) => testSigner(who).kid)
    const [a, b, c] = lost as [(typeof lost)[0], (typeof lost)[0], (typeof lost)[0]]
    ministries()
      .when(CHIEF, revokeKey, { key: b, compromisedSince: null })
      .when(CHIEF, revokeKey, { key: c, compromisedSince: null })
      .then(emitted(administratorsShort, { organisation: EDUCATION, have: 1, need: 2 }))
      .when(CHIEF, revokeKey, { key: a, compromisedSince: null })
      .then(emitted(administratorsShort, { have: 0, need: 2 }))
      .when(chiefsOf(HEALTH, INTERIOR, JUSTICE), resetAdministrators, {
        ...{ organisation: EDUCATION, adminThreshold: 2 },
        administrators: newcomers(EDUCATION, "first", "second"),
      })
      .then(accepted)
      .when([seat(EDUCATION, "first"), seat(EDUCATION, "second")], together, {})
      .then(accepted)
  })

  test("delegated for a week", () => {
    const until = BEGAN + 7 * DAY
    const passedOn = { holder: ASSISTANT, role: ROLE, ...terms, delegable: false, until }
    ministries(
      grantRow(EDUCATION, ROLE, { delegable: true }),
      grantRow(REGISTRAR, ROLE, { delegable: true }),
    )
      .when(REGISTRAR, grant, passedOn)
      .when(ASSISTANT, issue, { scope: "road", amount: 1n })
      .then(accepted)
      .later(7 * DAY - 3_001)
      .when(ASSISTANT, issue, { scope: "road", amount: 1n })
      .then(accepted)
      .when(ASSISTANT, issue, { scope: "road", amount: 1n })
      .then(refused("permission_missing"))
      .when(REGISTRAR, issue, { scope: "road", amount: 1n })
      .then(accepted)
      .when(REGISTRAR, operate, {})
      .then(refused("permission_missing"))
  })
})
