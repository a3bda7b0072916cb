/** Orders: who records them, over whom, for how long; what they preserve; who lifts them. */
import type { Hex, Party } from "@concordat/kernel"
import { type GivenRow, given } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import {
  BEGAN,
  DAY,
  EDUCATION,
  hashFrom,
  JUSTICE,
  REGISTRAR,
} from "../provenance/office.testing.ts"
import {
  AUDIT,
  AUDITOR,
  authorityRow,
  Bureau,
  CLERK,
  INSPECTOR,
  orderRow,
  SECOND_INSPECTOR,
  SUPERVISION,
} from "./bureau.testing.ts"
import { orderLifted, orderRecorded } from "./events.ts"
import { liftOrder, recordOrder } from "./orders.ts"
import { preservingOrder } from "./preserving.ts"
import {
  ORDER_MS_MAX,
  orders,
  PRESERVING_MAX,
  PRESERVING_SHARE,
  preserved,
  registers,
} from "./tables.ts"

const DOCUMENT = hashFrom("a document")
const STATEMENT = hashFrom("a statement")
const EVERYTHING = { subject: EDUCATION, place: "everything", id: "" } as const

describe("an order", () => {
  test("is recorded by who has the right, numbered over whom it concerns", () => {
    const bureau = new Bureau()
    const { happened } = bureau.ok(INSPECTOR, recordOrder, bureau.order())
    expect(happened.map(({ event }) => event)).toEqual([orderRecorded.name])
    bureau.ok(AUDITOR, recordOrder, bureau.order())
    bureau.ok(INSPECTOR, recordOrder, bureau.order({ subject: JUSTICE }))
    const view = bureau.ledger.view()
    expect(registers.get(view, { subject: EDUCATION })).toEqual({ orders: 2, accesses: 0 })
    expect(orders.get(view, { subject: EDUCATION, order: 1 })).toMatchObject({
      ...{ authority: SUPERVISION, by: INSPECTOR, kind: "disclosure", lifted: null },
    })
    expect(orders.get(view, { subject: EDUCATION, order: 2 })?.authority).toBe(AUDIT)
    expect(orders.has(view, { subject: JUSTICE, order: 1 })).toBe(true)
  })

  test("is refused of who has no right, over nobody, without an end, for too long", () => {
    const bureau = new Bureau()
    const { time } = bureau.ledger
    bureau.no("permission_missing", CLERK, recordOrder, bureau.order())
    bureau.no("permission_missing", REGISTRAR, recordOrder, bureau.order())
    const nobody = { subject: "nobody" as Party }
    bureau.no("unknown_organisation", INSPECTOR, recordOrder, bureau.order(nobody))
    for (const until of [time - DAY, time, time + 733 * DAY]) {
      bureau.no("period_invalid", INSPECTOR, recordOrder, bureau.order({ until }))
    }
  })

  test("ends two years from now at most, however late it begins", () => {
    const bureau = new Bureau()
    const from = bureau.ledger.time + 700 * DAY
    const until = bureau.ledger.time + ORDER_MS_MAX
    bureau.ok(INSPECTOR, recordOrder, bureau.order({ from, until }))
    const later = bureau.order({ from: bureau.ledger.time + ORDER_MS_MAX, until: until + 2 * DAY })
    bureau.no("period_invalid", INSPECTOR, recordOrder, later)
    bureau.no("period_invalid", INSPECTOR, recordOrder, bureau.order({ from, until: until + DAY }))
  })

  test("names a thing once", () => {
    const bureau = new Bureau()
    const scope = { things: [{ document: DOCUMENT }, { document: DOCUMENT }] }
    const told = bureau.no("already_exists", INSPECTOR, recordOrder, bureau.order({ scope }))
    expect(told).toEqual({ thing: `document ${DOCUMENT}` })
  })

  test.each(["freeze", "correction"] as const)("an auditor orders no %s", (kind) => {
    const bureau = new Bureau()
    const told = bureau.no("class_not_allowed", AUDITOR, recordOrder, bureau.order({ kind }))
    expect(told).toEqual({ kind, class: "auditor" })
    bureau.ok(INSPECTOR, recordOrder, bureau.order({ kind }))
  })

  test("counts from now where it begins earlier", () => {
    const bureau = new Bureau()
    const { time } = bureau.ledger
    bureau.ok(INSPECTOR, recordOrder, bureau.order({ from: time - 700 * DAY }))
    const row = orders.get(bureau.ledger.view(), { subject: EDUCATION, order: 1 })
    expect(row?.from).toBe(row?.recorded)
  })

  test("is lifted once, by the authority that gave it", () => {
    const bureau = new Bureau()
    const key = { subject: EDUCATION, order: 1 }
    bureau.no("unknown_order", INSPECTOR, liftOrder, key)
    bureau.ok(INSPECTOR, recordOrder, bureau.order())
    bureau.no("not_the_owner", AUDITOR, liftOrder, key)
    const { happened } = bureau.ok(SECOND_INSPECTOR, liftOrder, key)
    expect(happened.map(({ event }) => event)).toEqual([orderLifted.name])
    bureau.no("wrong_state", INSPECTOR, liftOrder, key)
  })
})

describe("an order to preserve", () => {
  const preserve = { kind: "preservation" } as const
  const found = (bureau: Bureau, thing = { document: DOCUMENT } as object) =>
    preservingOrder(bureau.ledger.view(), EDUCATION, thing as { document: typeof DOCUMENT })

  test.each([
    ["everything", null, [1, 1, 1]],
    ["one service", { service: "provenance" }, [1, 1, null]],
    ["one document", { things: [{ document: DOCUMENT }] }, [1, null, null]],
    [
      "things",
      { things: [{ statement: STATEMENT }, { record: "ab".repeat(16) }] },
      [null, 1, null],
    ],
  ] as const)("is found for %s by each thing in it", (_, scope, expected) => {
    const bureau = new Bureau()
    bureau.ok(INSPECTOR, recordOrder, bureau.order({ ...preserve, scope: scope as never }))
    const things = [{ document: DOCUMENT }, { statement: STATEMENT }, { record: "ab".repeat(16) }]
    expect(things.map((thing) => found(bureau, thing))).toEqual(expected)
  })

  test("is found while it counts: not before, not after, not when it was lifted", () => {
    const bureau = new Bureau()
    const { time } = bureau.ledger
    const period = { from: time + DAY, until: time + 2 * DAY }
    bureau.ok(INSPECTOR, recordOrder, bureau.order({ ...preserve, ...period }))
    bureau.ok(INSPECTOR, recordOrder, bureau.order({ ...preserve, ...period }))
    expect(found(bureau)).toBe(null)
    bureau.ledger.time = time + DAY
    bureau.ok(INSPECTOR, recordOrder, bureau.order())
    expect(found(bureau)).toBe(1)
    bureau.ok(INSPECTOR, liftOrder, { subject: EDUCATION, order: 1 })
    expect(found(bureau)).toBe(2)
    bureau.ledger.time = time + 2 * DAY
    bureau.ok(INSPECTOR, recordOrder, bureau.order())
    expect(found(bureau)).toBe(null)
  })

  test("keeps no kind of order but its own", () => {
    const bureau = new Bureau()
    for (const kind of ["freeze", "disclosure", "correction"] as const) {
      bureau.ok(INSPECTOR, recordOrder, bureau.order({ kind }))
    }
    expect(found(bureau)).toBe(null)
  })

  test("leaves no row at a place that no rule asks about", () => {
    const bureau = new Bureau()
    const things = [{ record: "ab".repeat(16) as Hex }, { account: "cd".repeat(16) as Hex }]
    for (const scope of [{ service: "money" as const }, { things }]) {
      bureau.ok(INSPECTOR, recordOrder, bureau.order({ ...preserve, scope }))
    }
    expect(preserved.scan(bureau.ledger.view(), {}, { limit: 10 })).toEqual([])
    bureau.ok(INSPECTOR, liftOrder, { subject: EDUCATION, order: 2 })
  })

  /** Orders of the auditor that keep everything, as a ledger begins with them. */
  function keptByAudit(count: number, status: "active" | "suspended" | "removed"): GivenRow[] {
    const period = { from: BEGAN, until: BEGAN + DAY }
    const rows = Array.from({ length: count }, (_, i) => [
      orderRow(i + 1, { kind: "preservation", authority: AUDIT, ...period }),
      given(preserved, { ...EVERYTHING, order: i + 1 }, { authority: AUDIT, ...period }),
    ])
    const register = given(registers, { subject: EDUCATION }, { orders: count, accesses: 0 })
    return [authorityRow(AUDIT, status), register, ...rows.flat()]
  }

  test(`finds room for ${PRESERVING_SHARE} of one authority, as ended ones leave it`, () => {
    const bureau = new Bureau()
    const until = bureau.ledger.time + DAY
    const short = bureau.order({ ...preserve, until })
    for (let count = 0; count < PRESERVING_SHARE; count++) bureau.ok(INSPECTOR, recordOrder, short)
    const told = bureau.no("limit_reached", SECOND_INSPECTOR, recordOrder, short)
    expect(told).toEqual({ limit: PRESERVING_SHARE })
    // Another's share is its own.
    bureau.ok(AUDITOR, recordOrder, short)
    bureau.ledger.time = until
    bureau.ok(INSPECTOR, recordOrder, bureau.order(preserve))
    expect(preserved.scan(bureau.ledger.view(), {}, { limit: 100 })).toHaveLength(1)
  })

  test(`finds room for ${PRESERVING_MAX} of all`, () => {
    const bureau = new Bureau(keptByAudit(PRESERVING_MAX, "active"))
    const told = bureau.no("limit_reached", INSPECTOR, recordOrder, bureau.order(preserve))
    expect(told).toEqual({ limit: PRESERVING_MAX })
  })

  test("ends with the authority that was removed, not with one that is suspended", () => {
    const [suspended, removed] = (["suspended", "removed"] as const).map(
      (status) => new Bureau(keptByAudit(PRESERVING_MAX, status)),
    ) as [Bureau, Bureau]
    expect([found(suspended), found(removed)]).toEqual([1, null])
    const limit = suspended.no("limit_reached", INSPECTOR, recordOrder, suspended.order(preserve))
    expect(limit).toEqual({ limit: PRESERVING_MAX })
    removed.ok(INSPECTOR, recordOrder, removed.order(preserve))
    expect(found(removed)).toBe(PRESERVING_MAX + 1)
    expect(preserved.scan(removed.ledger.view(), {}, { limit: 100 })).toHaveLength(1)
  })
})
