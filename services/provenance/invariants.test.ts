/** Every planted violation of an invariant is found, by its own words. */
import {
  appendToLog,
  EMPTY_LOG,
  fromHex,
  type Hash,
  hashOf,
  leafHashOf,
  logRoot,
  type Party,
  type Row,
} from "@concordat/kernel"
import { type GivenRow, given } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { CHAIN_START } from "./chain.ts"
import { invariants } from "./invariants.ts"
import {
  BEGAN,
  documentOf,
  EDUCATION,
  hashFrom,
  JUSTICE,
  openOffices,
  sealOf,
} from "./office.testing.ts"
import { goodSince } from "./standing.ts"
import { chains, classes, items, log, retention, statements } from "./tables.ts"

const GOOD = goodSince(BEGAN)
const [OLD, NEW, BATCH] = ["old", "new", "batch"].map((name) => hashFrom(name)) as [
  Hash,
  Hash,
  Hash,
]
const [ADA, BEN] = [documentOf(EDUCATION, "d", "Ada"), documentOf(EDUCATION, "d", "Ben")]
const disposed = { ...GOOD, state: "disposed" } as const
const revoked = { ...GOOD, state: "revoked", reason: "corrected" } as const
const superseded = { ...revoked, state: "superseded" } as const

type StatementRow = Row<typeof statements>
function statement(name: Hash, position: bigint, more: Partial<StatementRow> = {}): GivenRow {
  const row: StatementRow = {
    ...{ issuer: EDUCATION, class: "d", kind: "document", root: ADA.leaf, count: 1, position },
    ...{ key: sealOf(EDUCATION).key, from: BEGAN, until: null, at: BEGAN, grounds: null },
    ...{ by: "education/registrar" as Party, status: GOOD, ...more },
  }
  return given(statements, { statement: name }, row)
}

type ItemRow = Row<typeof items>
function item(of: typeof ADA, more: Partial<ItemRow> = {}, issuer = EDUCATION): GivenRow {
  const row: ItemRow = {
    ...{ statement: of === ADA ? OLD : NEW, index: 0, leaf: of.leaf, status: GOOD },
    ...{ replacedBy: null, record: null, destruction: null, ...more },
  }
  return given(items, { issuer, handle: of.handle }, row)
}

function logOf(names: readonly Hash[], more: Partial<Row<typeof log>> = {}): GivenRow {
  const head = appendToLog(
    EMPTY_LOG,
    names.map((name) => leafHashOf(fromHex(name))),
  )
  const peaks = head.peaks.map((peak) => hashOf(peak))
  return given(log, {}, { size: head.size, root: hashOf(logRoot(head)), peaks, ...more })
}

const policy = (of: string): GivenRow =>
  given(
    classes,
    { class: of },
    {
      ...{ owner: EDUCATION, title: "D", fields: hashFrom("f"), accreditation: null, approvals: 1 },
      ...{ keep: 0, reasons: "shown", version: 1, open: true },
    },
  )

/** A class, three statements in their order, two documents. */
const SOUND: readonly GivenRow[] = [
  ...[policy("d"), given(chains, { class: "d" }, { length: 0n, head: CHAIN_START })],
  given(retention, { class: "d", version: 1 }, { keep: 0, since: BEGAN }),
  ...[statement(OLD, 0n), statement(NEW, 1n, { root: BEN.leaf })],
  statement(BATCH, 2n, { kind: "batch", count: 9, root: hashFrom("root") }),
  ...[item(ADA), item(BEN), logOf([OLD, NEW, BATCH])],
]

const open = (...planted: readonly GivenRow[]) => openOffices([...SOUND, ...planted])

/** Rows that break an invariant, with words of its sentence. */
const PLANTED: readonly (readonly [string, string, readonly GivenRow[]])[] = [
  ["a log without the last", "a place in the log", [logOf([OLD, NEW])]],
  ["a log in another order", "The statement log", [logOf([NEW, OLD, BATCH])]],
  ["a log of another size", "The statement log", [logOf([OLD, NEW, BATCH], { size: 4n })]],
  ["a log without peaks", "The statement log", [logOf([OLD, NEW, BATCH], { peaks: [] })]],
  ["a position taken twice", "The statement log", [statement(NEW, 0n, { root: BEN.leaf })]],
  ["a place beyond the log", "a place in the log", [statement(BATCH, 3n)]],
  ["a statement of no class", "A statement has a class", [statement(OLD, 0n, { class: "x" })]],
  ["sealed by another office", "a seal", [statement(OLD, 0n, { key: sealOf(JUSTICE).key })]],
  ["sealed by nobody", "a seal", [statement(OLD, 0n, { key: hashFrom("none") })]],
  ["sealed before its seal was there", "a seal", [statement(OLD, 0n, { at: BEGAN - 1 })]],
  [
    "a document of no statement",
    "issuer's own statement",
    [item(ADA, { statement: hashFrom("x") })],
  ],
  ["a document of another's", "issuer's own statement", [item(ADA, {}, JUSTICE)]],
  ["a number that is not there", "at a number that exists", [item(ADA, { index: 1 })]],
  ["another leaf than the root", "issuer's own statement", [item(ADA, { leaf: BEN.leaf })]],
  [
    "replaced by nothing",
    "What replaces a document",
    [item(ADA, { status: superseded, replacedBy: hashFrom("x") })],
  ],
  [
    "replaced by an older one",
    "What replaces a document",
    [item(BEN, { status: superseded, replacedBy: ADA.handle })],
  ],
  ["superseded by nobody", "What replaces a document", [item(ADA, { status: superseded })]],
  [
    "replaced by one of another class",
    "What replaces a document",
    [
      ...[policy("e"), given(chains, { class: "e" }, { length: 0n, head: CHAIN_START })],
      statement(NEW, 1n, { class: "e", root: BEN.leaf }),
      item(ADA, { status: superseded, replacedBy: BEN.handle }),
    ],
  ],
  ["disposed without a record of it", "A disposed document", [item(ADA, { status: disposed })]],
  [
    "disposed with a reason",
    "A disposed document",
    [item(ADA, { status: { ...disposed, reason: "corrected" }, destruction: hashFrom("d") })],
  ],
  [
    "disposed with a successor",
    "A disposed document",
    [item(ADA, { status: disposed, destruction: hashFrom("d"), replacedBy: BEN.handle })],
  ],
  [
    "destroyed and not disposed",
    "A disposed document",
    [item(ADA, { destruction: hashFrom("d") })],
  ],
  [
    "an end without suspension",
    "Only a suspension",
    [item(ADA, { status: { ...GOOD, until: 1 } })],
  ],
  [
    "a suspension without end",
    "Only a suspension",
    [item(ADA, { status: { ...revoked, state: "suspended" } })],
  ],
  [
    "good for a reason",
    "Only a suspension",
    [item(ADA, { status: { ...revoked, state: "valid" } })],
  ],
  [
    "a superseded statement",
    "valid, suspended or revoked",
    [statement(OLD, 0n, { status: superseded })],
  ],
  [
    "a statement revoked until a day",
    "valid, suspended or revoked",
    [statement(OLD, 0n, { status: { ...revoked, until: BEGAN + 1 } })],
  ],
  ["a class without a chain", "Every class has", [policy("lonely")]],
]

describe("invariants", () => {
  test("hold of a sound register", () => {
    expect(open().state.time).toBe(BEGAN)
    const replaced = { status: superseded, replacedBy: BEN.handle }
    expect(open(item(ADA, replaced)).state.time).toBe(BEGAN)
  })

  test.each(PLANTED)("find %s", (_what, words, rows) => {
    expect(() => open(...rows)).toThrow(words)
  })

  test("are each of them broken by some plant", () => {
    for (const { text } of invariants) {
      expect([text, PLANTED.some(([, words]) => text.includes(words))]).toEqual([text, true])
    }
  })
})
