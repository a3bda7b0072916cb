/** Every planted violation of an invariant is found, by its own words. */
import type { Party } from "@concordat/kernel"
import { type GivenRow, given } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { BEGAN, DAY, EDUCATION } from "../provenance/office.testing.ts"
import {
  AUDIT,
  AUDITOR,
  accessRow,
  authorityRow,
  Bureau,
  caseOf,
  INSPECTOR,
  orderRow as order,
  ROBOT,
  SECOND_INSPECTOR,
  SUPERVISION,
} from "./bureau.testing.ts"
import { invariants } from "./invariants.ts"
import { ORDER_MS_MAX, preserved, registers } from "./tables.ts"

const subject = EDUCATION
const DOCUMENT = caseOf("a document")
const things = { things: [{ document: DOCUMENT }] }

const access = (number: number, more: Parameters<typeof accessRow>[1] = {}) =>
  accessRow(number, { scope: things, ...more })
const kept = (number: number, until = BEGAN + 100 * DAY, authority = SUPERVISION) =>
  given(
    preserved,
    { subject, place: "document", id: DOCUMENT, order: number },
    { authority, from: BEGAN, until },
  )
const counted = (count: number, looked: number) =>
  given(registers, { subject }, { orders: count, accesses: looked })

const PRESERVING = { kind: "preservation", scope: things } as const
const ANSWER = { answered: BEGAN + DAY, answeredBy: "education/operator" as Party } as const
const DISCLOSED = { ...ANSWER, state: "disclosed", digest: DOCUMENT } as const
const CONTESTED = { ...ANSWER, state: "refused", reason: "contested" } as const
/** An order of the auditor that keeps the same, and one that keeps what no rule asks about. */
const OF_AUDIT = { ...PRESERVING, authority: AUDIT } as const
const KEPT = { authority: SUPERVISION, from: BEGAN, until: BEGAN + 100 * DAY }
const MONEY = { subject, place: "service", id: "money", order: 3 } as const
const OF_MONEY = { kind: "preservation", scope: { service: "money" } } as const
const SOUND: readonly GivenRow[] = [
  ...[counted(2, 2), order(1), order(2, PRESERVING), kept(2), access(1), access(2, DISCLOSED)],
]

/** A ledger that begins with these rows, in place of the sound ones. */
const open = (rows: readonly GivenRow[]) => new Bureau([...SOUND, ...rows]).ledger

const TWO = { purpose: "emergency", order: null, second: SECOND_INSPECTOR as Party } as const
const PLANTED: readonly (readonly [string, number, readonly GivenRow[]])[] = [
  ["an order beyond the count", 0, [order(3), counted(2, 2)]],
  ["an order of number 0", 0, [order(0)]],
  ["an order that ends before it begins", 0, [order(3, { until: BEGAN - 1 }), counted(3, 2)]],
  ["an order lifted before it was recorded", 0, [order(3, { lifted: BEGAN - 1 }), counted(3, 2)]],
  ["an order that begins before it is recorded", 0, [order(1, { from: BEGAN - 1 })]],
  ["an order of three years", 0, [order(1, { until: BEGAN + 1_000 * DAY })]],
  [
    "an order far ahead",
    0,
    [order(3, { from: BEGAN + 700 * DAY, until: BEGAN + ORDER_MS_MAX + 1 }), counted(3, 2)],
  ],
  ["nothing is preserved", 1, [order(3, PRESERVING), counted(3, 2)]],
  ["something is preserved after it was lifted", 1, [order(2, { ...PRESERVING, lifted: BEGAN })]],
  ["something is preserved that no order names", 2, [kept(1)]],
  ["something is preserved for longer", 2, [kept(2, BEGAN + DAY)]],
  [
    "something is preserved of what nobody asks",
    2,
    [order(3, OF_MONEY), counted(3, 2), given(preserved, MONEY, KEPT)],
  ],
  ["something is preserved by another authority", 2, [kept(2, BEGAN + 100 * DAY, AUDIT)]],
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
  [
    "an emergency of persons of two authorities",
    4,
    [access(1, { ...TWO, second: AUDITOR as Party })],
  ],
  ["a look-up by a program", 4, [access(1, { by: ROBOT as Party })]],
  ["an emergency with a program", 4, [access(1, { ...TWO, second: ROBOT as Party })]],
  ["a look-up of somebody else's person", 4, [access(1, { by: AUDITOR as Party })]],
  ["a look-up before its order", 4, [order(1, { from: BEGAN + DAY })]],
  ["a look-up that outlasts its order", 4, [order(1, { until: BEGAN + 10 * DAY - 1 })]],
  ["a disclosure after its order was lifted", 4, [order(1, { lifted: BEGAN })]],
  ["an answer before the question", 5, [access(2, { ...DISCLOSED, answered: BEGAN - 1 })]],
  ["an answer at the end", 5, [access(2, { ...DISCLOSED, answered: BEGAN + 10 * DAY })]],
  ["an answer after the end", 5, [access(2, { ...DISCLOSED, answered: BEGAN + 11 * DAY })]],
  ["an answer of nobody", 5, [access(2, { ...DISCLOSED, answeredBy: null })]],
  ["a disclosure without a digest", 5, [access(2, { ...DISCLOSED, digest: null })]],
  ["a refusal with a digest", 5, [access(2, { ...DISCLOSED, state: "refused" })]],
  ["an answer to what waits", 5, [access(1, { digest: DOCUMENT })]],
  ["an answerer of what waits", 5, [access(1, { answeredBy: "education/operator" as Party })]],
  ["an order that is missing", 6, [counted(3, 2)]],
  ["a look-up that is missing", 6, [counted(2, 3)]],
]

describe("invariants", () => {
  test("hold of a sound register", () => {
    expect(open([]).state.time).toBe(BEGAN)
    expect(open([access(1, TWO)]).state.time).toBe(BEGAN)
  })

  test.each([
    ["an answer in a block of the same time", [access(2, { ...DISCLOSED, answered: BEGAN })]],
    ["an order that was lifted when it was disclosed", [order(1, { lifted: BEGAN + DAY })]],
    ["a refusal after the order was lifted", [order(1, { lifted: BEGAN }), access(2, CONTESTED)]],
    ["an order that keeps what no rule asks about", [order(3, OF_MONEY), counted(3, 2)]],
    [
      "nothing preserved for who was removed",
      [authorityRow(AUDIT, "removed"), order(3, OF_AUDIT), counted(3, 2)],
    ],
  ])("hold of %s", (_, rows) => {
    expect(open(rows).state.time).toBe(BEGAN)
  })

  test.each(PLANTED)("find %s", (_, at, rows) => {
    expect(() => open(rows)).toThrow(invariants[at]!.text)
  })

  test("are each of them broken by some plant", () => {
    expect([...new Set(PLANTED.map(([, at]) => at))]).toEqual(invariants.map((_, at) => at))
  })
})
