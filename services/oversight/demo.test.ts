/** The seeded story: every command is accepted, and two look-ups wait for an answer. */
import type { Hash, Party } from "@concordat/kernel"
import { expect, test } from "vitest"
import { CLERK, EDUCATION, hashFrom, JUSTICE } from "../provenance/office.testing.ts"
import { AUDITOR, Bureau, caseOf, INSPECTOR, OPERATOR, SECOND_INSPECTOR } from "./bureau.testing.ts"
import { demoOversight } from "./demo.ts"
import { oversightService } from "./service.ts"
import { accesses, orders } from "./tables.ts"

test("runs on a fresh ledger, and leaves the answers that it tells of", () => {
  const { ledger } = new Bureau()
  const story = demoOversight({
    inspectors: [INSPECTOR as Party, SECOND_INSPECTOR as Party],
    ...{ auditor: AUDITOR as Party, office: OPERATOR as Party, bank: CLERK as Party },
    ...{ caseFile: (number): Hash => caseOf(number), handedOver: hashFrom("copies") },
    now: ledger.time,
  })
  for (const { who, with: others = [], command, input: json } of story) {
    const name = command.slice("oversight.".length) as keyof typeof oversightService.commands
    const input = oversightService.commands[name]!.input.fromJson(json as never)
    const sent = ledger.sign([who, ...others], [{ command, input: input as never }])
    expect([command, ledger.block([sent]).results[0]?.refusals]).toEqual([command, []])
  }
  const view = ledger.view()
  const states = accesses.scan(view, {}, { limit: 10 }).map(({ key, value }) => {
    return [key.subject, value.purpose, value.state]
  })
  expect(states).toEqual([
    [EDUCATION, "inspection", "disclosed"],
    [EDUCATION, "verification", "refused"],
    [EDUCATION, "emergency", "requested"],
    [JUSTICE, "audit", "requested"],
  ])
  expect(orders.scan(view, {}, { limit: 10 })).toHaveLength(3)
})
