/** Disposal: what must be over, who must sign, what stays. */
import type { Hex } from "@concordat/kernel"
import { appendToLog, EMPTY_LOG, hashOf, logRoot, sha256 } from "@concordat/kernel"
import {
  accepted,
  emitted,
  type GivenRow,
  given,
  holds,
  refused,
  scenario,
} from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { BUREAUS, caseOf, INSPECTOR } from "../oversight/bureau.testing.ts"
import { liftOrder, recordOrder } from "../oversight/orders.ts"
import { CHAIN_START } from "./chain.ts"
import { keptUntil, setClass } from "./classes.ts"
import { dispose } from "./dispose.ts"
import { documentsDisposed } from "./events.ts"
import {
  BEGAN,
  CHAIN,
  classOf,
  DAY,
  documentOf,
  EDUCATION,
  hashFrom,
  MACHINE,
  OFFICES,
  REGISTRAR,
  SECOND,
  SERVICES,
  sealOf,
  statementOf,
} from "./office.testing.ts"
import { statementLeaf } from "./receipt.ts"
import { register } from "./register.ts"
import { goodSince } from "./standing.ts"
import { readStatement } from "./statement.ts"
import { revoke } from "./status.ts"
import { supersede } from "./supersede.ts"
import { chains, classes, items, log, retention, statements } from "./tables.ts"

const ADA = documentOf(EDUCATION, "diploma", "Ada")
const BEN = documentOf(EDUCATION, "diploma", "Ben")
const STATEMENT = statementOf(EDUCATION, "diploma", ADA)
const target = ({ handle }: typeof ADA) => ({ handle, proof: null })
const destruction = hashFrom("protocol of destruction")
const two = [REGISTRAR, SECOND]

const registered = (keep = 10, ...rows: readonly GivenRow[]) =>
  scenario(...SERVICES)
    .begins({ chain: CHAIN, time: BEGAN })
    .given(...OFFICES, ...rows)
    .when(REGISTRAR, setClass, classOf("diploma", { keep }))
    .when(REGISTRAR, register, { statement: STATEMENT })
    .when(REGISTRAR, register, { statement: statementOf(EDUCATION, "diploma", BEN) })
    .then(accepted)

describe("disposal", () => {
  test("leaves a tombstone without reason, order, record or successor", () => {
    const newer = documentOf(EDUCATION, "diploma", "Ada again")
    registered()
      .when(REGISTRAR, supersede, {
        target: target(ADA),
        statement: statementOf(EDUCATION, "diploma", newer),
        reason: "corrected",
      })
      .when(REGISTRAR, revoke, {
        target: { item: target(BEN) },
        reason: "court_order",
        order: hashFrom("o"),
      })
      .later(10 * DAY)
      .when(two, dispose, { items: [target(ADA), target(BEN)], destruction })
      .then(
        accepted,
        emitted(documentsDisposed, { handles: [ADA.handle, BEN.handle], destruction }),
        ...[ADA, BEN].map(({ handle }) =>
          holds(
            items,
            { issuer: EDUCATION, handle },
            { replacedBy: null, record: null, destruction },
          ),
        ),
        holds(chains, { class: "diploma" }, { length: 4n }),
      )
      .then(({ ledger }) => {
        const row = items.get(ledger.view(), { issuer: EDUCATION, handle: BEN.handle })
        expect(row?.status).toEqual({ ...goodSince(row!.status.since), state: "disposed" })
      })
      .when(two, dispose, { items: [target(ADA)], destruction })
      .then(refused("wrong_state"))
      .when(REGISTRAR, revoke, {
        target: { item: target(ADA) },
        reason: "court_order",
        order: null,
      })
      .then(refused("wrong_state"))
  })

  test("waits for the end of retention, to the millisecond", () => {
    registered()
      .later(10 * DAY - 2_000)
      .when(two, dispose, { items: [target(ADA)], destruction })
      .then(accepted)
    registered()
      .later(10 * DAY - 2_000)
      .when(two, dispose, { items: [target(ADA), target(BEN)], destruction })
      .then(refused("retention_running"), ({ result }) => {
        const until = BEGAN + 3_000 + 10 * DAY
        expect(result?.refusals[0]?.details).toEqual({ handle: BEN.handle, until })
      })
  })

  test.each([
    ["the document", { things: [{ document: ADA.handle }] }],
    ["its statement", { things: [{ statement: hashOf(sha256(STATEMENT)) }] }],
    ["all documents", { service: "provenance" }],
    ["everything", null],
  ] as const)("waits while an order preserves %s", (_, scope) => {
    const orders = { subject: EDUCATION, kind: "preservation", caseFile: caseOf("S-1") } as const
    registered(0, ...BUREAUS)
      .when(INSPECTOR, recordOrder, {
        ...orders,
        scope: scope as never,
        from: 0,
        until: BEGAN + DAY,
      })
      .when(two, dispose, { items: [target(ADA)], destruction })
      .then(refused("legal_hold_active"), ({ result }) => {
        expect(result?.refusals[0]?.details).toEqual({ handle: ADA.handle, order: 1 })
      })
      .when(INSPECTOR, liftOrder, { subject: EDUCATION, order: 1 })
      .when(two, dispose, { items: [target(ADA)], destruction })
      .then(accepted)
  })

  test("takes two persons, always", () => {
    registered(0)
      .when(REGISTRAR, dispose, { items: [target(ADA)], destruction })
      .then(refused("second_person_required"))
      .when([REGISTRAR, MACHINE], dispose, { items: [target(ADA)], destruction })
      .then(refused("second_person_required"))
      .when(two, dispose, { items: [target(ADA), target(ADA)], destruction })
      .then(refused("wrong_state"))
      .when(two, dispose, { items: [target(ADA)], destruction })
      .then(accepted)
  })

  test("a shorter retention is for later statements, a longer one for all", () => {
    const end = (days: number) => BEGAN + 2_000 + days * DAY
    const steps = registered(10)
    const until = () => keptUntil(steps.ledger.view(), { class: "diploma", at: BEGAN + 2_000 })
    expect(until()).toBe(end(10))
    steps.when(REGISTRAR, setClass, classOf("diploma", { keep: 30, version: 2 }))
    expect(until()).toBe(end(30))
    steps.when(REGISTRAR, setClass, classOf("diploma", { keep: 5, version: 3 }))
    expect(until()).toBe(end(30))
    const at = steps.ledger.time
    expect(keptUntil(steps.ledger.view(), { class: "diploma", at })).toBe(at + 5 * DAY)
  })

  test("a record that was not erased stands in the way", () => {
    const bytes = statementOf(EDUCATION, "old", documentOf(EDUCATION, "old", "Eve"))
    const { statement, handle, root } = readStatement(bytes)
    const head = appendToLog(EMPTY_LOG, [statementLeaf(statement)])
    const { version: _, ...terms } = classOf("old", { keep: 0 })
    const { class: of, ...row } = terms
    const status = goodSince(BEGAN)
    const rows = [
      given(classes, { class: of }, { ...row, owner: EDUCATION, version: 1 }),
      given(chains, { class: of }, { length: 0n, head: CHAIN_START }),
      given(retention, { class: of, version: 1 }, { keep: 0, since: BEGAN }),
      given(log, {}, { size: 1n, root: hashOf(logRoot(head)), peaks: head.peaks.map(hashOf) }),
      given(
        statements,
        { statement },
        {
          ...{ issuer: EDUCATION, class: of, kind: "document", root, count: 1, position: 0n },
          ...{ key: sealOf(EDUCATION).key, from: BEGAN, until: null, at: BEGAN, grounds: null },
          ...{ by: EDUCATION, status },
        },
      ),
      given(
        items,
        { issuer: EDUCATION, handle: handle! },
        {
          ...{ statement, index: 0, leaf: root, replacedBy: null, destruction: null, status },
          record: "11".repeat(16) as Hex,
        },
      ),
    ]
    registered(0, ...rows)
      .when(two, dispose, { items: [{ handle: handle!, proof: null }], destruction })
      .then(refused("erasure_missing"))
  })
})
