/** The seeded vote: a sound beginning, and a proposal that the others are asked about. */
import type { Json } from "@concordat/kernel"
import { accepted, type GivenRow, holds } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { chamber, EMERGENCY, OF_EDUCATION, OF_HEALTH, OF_JUSTICE } from "./chamber.testing.ts"
import { DEFAULT_CONSTITUTION } from "./constitution.ts"
import { DEMO_PROPOSAL, demoRows } from "./demo.ts"
import { freeze } from "./emergency.ts"
import { propose } from "./proposing.ts"
import { constitution, liveProposals } from "./tables.ts"

/** The rows of the genesis file, read as the file is. */
function begun(persons: Parameters<typeof demoRows>[0]): GivenRow[] {
  const { constitution: rows } = demoRows(persons)
  return rows!.map(({ value }) => ({
    ...{ table: constitution, key: {} },
    row: constitution.row.fromJson(value as Json) as GivenRow["row"],
  }))
}

describe("the seeded vote", () => {
  test("is proposed by a member, under a constitution whose administrators may freeze", () => {
    chamber(...begun([OF_JUSTICE, OF_EDUCATION]))
      .then(holds(constitution, {}, { emergency: [OF_EDUCATION, OF_JUSTICE] }))
      .when(OF_EDUCATION, propose, DEMO_PROPOSAL)
      .then(accepted, ({ ledger }) => {
        expect(liveProposals.get(ledger.view(), {})?.list).toHaveLength(1)
      })
      .when(EMERGENCY, freeze, { scope: "service:permits", reason: "drill", hours: 1 })
      .then(accepted)
  })

  test("a ledger of one member has no emergency group", () => {
    chamber(...begun([OF_HEALTH])).then(holds(constitution, {}, DEFAULT_CONSTITUTION))
  })
})
