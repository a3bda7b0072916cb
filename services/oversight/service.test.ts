/** The contract: what others may read, whose right each command is, as README.md says. */
import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { caseOf } from "./bureau.testing.ts"
import { commitCase } from "./case-file.ts"
import { accesses, orders, oversightService, registers } from "./service.ts"

const README = readFileSync(new URL("./README.md", import.meta.url), "utf8")

test("others read tables and cannot write them", () => {
  for (const shown of [accesses, orders, registers]) {
    expect(Object.keys(shown).filter((name) => /^(get|has|scan)$/.test(name))).toHaveLength(3)
    expect(Object.keys(shown).filter((n) => /^(put|patch|delete|prune)$/.test(n))).toEqual([])
  }
})

test("whose right each command is", () => {
  const roles = Object.entries(oversightService.commands).map(([name, { role }]) => [name, role])
  expect(Object.fromEntries(roles)).toEqual({
    ...{ recordOrder: "oversight.order", liftOrder: "oversight.order" },
    ...{ requestAccess: "oversight.access", answerAccess: "org.operator" },
  })
})

test("the specification names every command, table, event and own refusal", () => {
  const { commands, tables, events } = oversightService
  const own = [
    "unknown_order",
    "unknown_access",
    "order_not_in_force",
    "beyond_the_order",
    "access_ended",
  ]
  for (const name of [commands, tables, events].flatMap((list) => Object.keys(list)).concat(own)) {
    expect([name, README.includes(`\`${name}\``)]).toEqual([name, true])
  }
})

test("a commitment to a case has a salt of 32 bytes, or is none", () => {
  const salt = new Uint8Array(32)
  expect(commitCase({ salt, case: "S-1" })).not.toBe(commitCase({ salt, case: "S-2" }))
  expect(commitCase({ salt, case: "S-1" })).not.toBe(caseOf("S-1"))
  expect(() => commitCase({ salt: salt.subarray(1), case: "S-1" })).toThrow("32 bytes")
})
