/** Every planted violation of an invariant is found, by its own words. */
import type { Party, Row } from "@concordat/kernel"
import { type GivenRow, given, openTestLedger } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { BEGAN, CHAIN, DAY, EDUCATION, OFFICES, SERVICES } from "../provenance/office.testing.ts"
import { BUREAUS, caseOf, INSPECTOR, SECOND_INSPECTOR, SUPERVISION } from "./bureau.testing.ts"
import { invariants } from "./invariants.ts"
import { accesses, orders, preserved, registers } from "./tables.ts"

const subject = EDUCATION
const DOCUMENT = caseOf("a document")
const things = { things: [{ document: DOCUMENT }] }

type OrderRow = Row<typeof orders>
function order(number: number, more: Partial<OrderRow> = {}): GivenRow {
  const row: OrderRow = {
    ...{ authority: SUPERVISION, by: INSPECTOR as Party, kind: "disclosure", scope: null },
    ...{ caseFile: caseOf("S-1"), from: BEGAN, until: BEGAN + 100 * DAY, recorded: BEGAN },
    ...{ lifted: null, ...more },
  }
  return given(orders, { subject, order: number }, row)
}

type AccessRow = Row<typeof accesses>
function access(number: number, more: Partial<AccessRow> = {}): GivenRow {
  const row: AccessRow = {
    ...{ authority: SUPERVISION, by: INSPECTOR as Party, second: null, purpose: "inspection" },
    ...{ scope: things, caseFile: caseOf("S-1"), order: 1, asked: BEGAN, height: 1n },
    ...{ until: BEGAN + 10 * DAY, state: "requested", answered: null, answeredBy: null },
    ...{ digest: null, reason: null, ...more },
  }
  return given(accesses, { subject, access: number }, row)
}

const kept = (number: number, until = BEGAN + 100 * DAY) =>
  given(
    preserved,
    { subject, place: "document", id: DOCUMENT, order: number },
    { from: BEGAN, until },
  )
const counted = (count: number, looked: number) =>
  given(registers, { subject }, { orders: count, accesses: looked })

const PRESERVING = { kind: "preservation", scope: things } as const
const ANSWER = { answered: BEGAN + DAY, answeredBy: "education/operator" as Party } as const
const DISCLOSED = { ...ANSWER, state: "disclosed", digest: DOCUMENT } as const
const SOUND: readonly GivenRow[] = [
  ...[counted(2, 2), order(1), order(2, PRESERVING), kept(2), access(1), access(2, DISCLOSED)],
]

/** A ledger that begins with these rows, in place of the sound ones. */
function open(rows: readonly GivenRow[]) {
  const all = new Map(
    [...SOUND, ...rows].map((row) => [`${row.table.name} ${JSON.stringify(row.key)}`, row]),
  )
  const genesis = [...OFFICES, ...BUREAUS, ...all.values()]
  return openTestLedger(SERVICES, { rows: genesis, chain: CHAIN, time: BEGAN })
}

const TWO = { purpose: "emergency", order: null, second: SECOND_INSPECTOR as Party } as const
const PLANTED: readonly (readonly [string, number, readonly GivenRow[]])[] = [
  ["an order beyond the count", 0, [order(3), counted(2, 2)]],
  ["an order of number 0", 0, [order(0)]],
  ["an order that ends before it begins", 0, [order(1, { until: BEGAN - 1 })]],
  ["an order of three years", 0, [order(1, { until: BEGAN + 1_000 * DAY })]],
  ["nothing is preserved", 1, [order(3, PRESERVING), counted(3, 2)]],
  ["something is preserved after it was lifted", 1, [order(2, { ...PRESERVING, lifted: BEGAN })]],
  ["something is preserved that no order names", 2, [kept(1)]],
  ["something is preserved for longer", 2, [kept(2, BEGAN + DAY)]],
  ["a look-up beyond the count", 3, [access(3)]],
  ["a look-up of two months", 3, [access(1, { until: BEGAN + 60 * DAY })]],
  ["a look-up under no order", 4, [access(1, { order: null })]],
  ["a look-up under an order that is none", 4, [access(1, { order: 9 })]],
  ["a look-up under another's order", 4, [access(1, { authority: "audit-office" as Party })]],
  ["a look-up under an order of another kind", 4, [access(1, { order: 2 })]],
  ["a look-up beyond its order", 4, [order(1, { scope: things }), access(1, { scope: null })]],
  ["an emergency of one person", 4, [access(1, { ...TWO, second: null })]],
  ["an emergency of one person twice", 4, [access(1, { ...TWO, second: INSPECTOR as Party })]],
  ["a second person where none is due", 4, [access(1, { second: SECOND_INSPECTOR as Party })]],
  ["an answer before the question", 5, [access(2, { ...DISCLOSED, answered: BEGAN })]],
  ["an answer after the end", 5, [access(2, { ...DISCLOSED, answered: BEGAN + 11 * DAY })]],
  ["an answer of nobody", 5, [access(2, { ...DISCLOSED, answeredBy: null })]],
  ["a disclosure without a digest", 5, [access(2, { ...DISCLOSED, digest: null })]],
  ["a refusal with a digest", 5, [access(2, { ...DISCLOSED, state: "refused" })]],
  ["an answer to what waits", 5, [access(1, { digest: DOCUMENT })]],
  ["an order that is missing", 6, [counted(3, 2)]],
  ["a look-up that is missing", 6, [counted(2, 3)]],
]

describe("invariants", () => {
  test("hold of a sound register", () => {
    expect(open([]).state.time).toBe(BEGAN)
    expect(open([access(1, TWO)]).state.time).toBe(BEGAN)
  })

  test.each(PLANTED)("find %s", (_, at, rows) => {
    expect(() => open(rows)).toThrow(invariants[at]!.text)
  })

  test("are each of them broken by some plant", () => {
    expect([...new Set(PLANTED.map(([, at]) => at))]).toEqual(invariants.map((_, at) => at))
  })
})
