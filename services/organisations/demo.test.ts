/** The seeded consortium: a sound register, whose people may do what the story needs. */
import { type Json, type Party, verifyState } from "@concordat/kernel"
import { type GivenRow, openTestLedger, testSigner } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { BEGAN, CHAIN, permits } from "./consortium.testing.ts"
import {
  DEMO_ORGANISATIONS,
  DEMO_REGISTRAR,
  DEMO_VALIDATOR,
  demoKeys,
  demoPrincipals,
  demoRows,
} from "./demo.ts"
import { revokeKey } from "./key-commands.ts"
import { suspendPrincipal } from "./principals.ts"
import { rightOf } from "./rights.ts"
import { organisationsService } from "./service.ts"
import { keys, organisations } from "./tables.ts"

const tables: Readonly<Record<string, GivenRow["table"]>> = organisationsService.tables

/** The rows of the genesis file, read as the file is. */
function begun(organisations?: readonly Party[]): GivenRow[] {
  const rows = demoRows(
    ({ holder, purpose }) => testSigner(holder, "ed25519", purpose).public,
    BEGAN,
    organisations,
  )
  return Object.entries(rows).flatMap(([name, list]) => {
    const table = tables[name]!
    return list.map(({ key, value }) => ({
      table,
      key: Object.fromEntries(table.keyFields.map((f) => [f.name, f.kind.fromJson(key[f.name]!)])),
      row: table.row.fromJson(value as Json) as GivenRow["row"],
    }))
  })
}
const open = (organisations?: readonly Party[]) =>
  openTestLedger([organisationsService, permits], {
    ...{ rows: begun(organisations), chain: CHAIN, time: BEGAN },
  })

describe("the seeded consortium", () => {
  test("is a sound register, in every table", () => {
    const ledger = open()
    expect(verifyState(ledger.runtime, ledger.state)).toEqual([])
    expect(Object.keys(demoRows(() => testSigner("x1/y").public, BEGAN)).sort()).toEqual(
      Object.keys(tables).sort(),
    )
  })

  test.each([1, 2, 4, 7])("is one with %i organisations, each a member", (count) => {
    const ledger = open(DEMO_ORGANISATIONS.slice(0, count))
    expect(verifyState(ledger.runtime, ledger.state)).toEqual([])
    for (const [index, organisation] of DEMO_ORGANISATIONS.entries()) {
      const row = organisations.get(ledger.view(), { organisation })
      expect(row?.status ?? null).toBe(index < count ? "active" : null)
    }
  })

  test("its people hold what they work with, and nothing else", () => {
    const view = open().view()
    const holds = (who: Party, role: string) => rightOf(view, who, role, "diploma").held
    expect(demoPrincipals().filter((who) => holds(who, "provenance.issue"))).toEqual([
      ...["education/registrar", "justice/clerk"],
    ])
    expect(demoPrincipals().filter((who) => holds(who, "provenance.status"))).toEqual([
      ...["education/registrar", "education/registrar-2", "justice/clerk"],
    ])
    expect(holds(DEMO_REGISTRAR, "permits.issue")).toBe(false)
  })

  test("every key is there, for its one purpose; administrators decide alone", () => {
    const ledger = open()
    for (const { holder, purpose } of demoKeys()) {
      const { kid } = testSigner(holder, "ed25519", purpose)
      expect(keys.get(ledger.view(), { key: kid })).toMatchObject({ holder, purpose })
    }
    const receipt = testSigner(DEMO_VALIDATOR, "ed25519", "receipt").kid
    const chief = "education/administrator-1"
    const results = [
      ledger.run(chief, suspendPrincipal, { name: "registrar-2" }),
      ledger.run(chief, revokeKey, { key: receipt, compromisedSince: null }),
    ]
    expect(results.map(({ refusals }) => refusals)).toEqual([[], []])
  })
})
