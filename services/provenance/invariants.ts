/**
 * What holds after every block. Statements about single rows are judged for the rows that a block
 * touched; statements about the whole register by `concordat verify state` and in tests.
 */
import {
  appendToLog,
  EMPTY_LOG,
  fromHex,
  type Hash,
  invariant,
  leafHashOf,
  logRoot,
  toHex,
  type View,
} from "@concordat/kernel"
import { keys } from "../organisations/service.ts"
import type { Standing } from "./standing.ts"
import { sizeOf } from "./statement-log.ts"
import { chains, classes, items, log, statements } from "./tables.ts"

const PAGE = 500

/** The hashes of all statements, in the order of the log; null where a position is taken twice. */
function statementsInOrder(view: View): readonly Hash[] | null {
  const inOrder: Hash[] = []
  let count = 0
  let after: { statement: Hash } | undefined
  for (;;) {
    const page = statements.scan(view, {}, { limit: PAGE, ...(after && { after }) })
    for (const { key, value } of page) {
      const position = Number(value.position)
      if (inOrder[position] !== undefined) return null
      inOrder[position] = key.statement
      count++
      after = key
    }
    if (page.length < PAGE) return inOrder.length === count ? inOrder : null
  }
}

function logAgrees(view: View): boolean {
  const inOrder = statementsInOrder(view)
  const row = log.get(view, {})
  if (inOrder === null || row === undefined) return inOrder?.length === 0
  const entries = inOrder.map((statement) => leafHashOf(fromHex(statement)))
  const head = appendToLog(EMPTY_LOG, entries)
  const peaks = head.peaks.map((peak) => toHex(peak))
  const samePeaks = peaks.length === row.peaks.length && peaks.every((p, i) => p === row.peaks[i])
  return head.size === row.size && toHex(logRoot(head)) === row.root && samePeaks
}

/** An end where there is a suspension, a reason where there is something against it. */
function isWhole({ state, until, reason }: Standing): boolean {
  const ends = (until !== null) === (state === "suspended")
  return ends && (reason === null) === (state === "valid" || state === "disposed")
}

/** All of them, in the order of the specification. */
export const invariants = [
  invariant("The statement log holds every statement once, without gap, under its root.", {
    holds: logAgrees,
  }),
  invariant("A statement has a class, a place in the log, and a seal of its issuer's.", {
    rows: statements,
    holds(view, _key, row) {
      const seal = keys.get(view, row)
      const sealed = seal?.purpose === "seal" && seal.holder === row.issuer && seal.from <= row.at
      return sealed && classes.has(view, row) && row.position < sizeOf(view)
    },
  }),
  invariant("A document stands in its issuer's own statement, at a number that exists.", {
    rows: items,
    holds(view, key, row) {
      const whole = statements.get(view, row)
      const single = whole?.kind !== "document" || row.leaf === whole.root
      return whole !== undefined && whole.issuer === key.issuer && row.index < whole.count && single
    },
  }),
  invariant("What replaces a document is a later one of the same issuer and class.", {
    rows: items,
    holds(view, { issuer }, row) {
      if (row.replacedBy === null) return row.status.state !== "superseded"
      const newer = items.get(view, { issuer, handle: row.replacedBy })
      const before = statements.get(view, row)
      const after = newer === undefined ? undefined : statements.get(view, newer)
      if (before === undefined || after === undefined) return false
      return after.class === before.class && after.position > before.position
    },
  }),
  invariant("A disposed document keeps no reason, order, record or successor.", {
    rows: items,
    holds(_view, _key, { status, record, replacedBy, destruction }) {
      if (status.state !== "disposed") return destruction === null
      const bare = status.reason === null && status.order === null && record === null
      return bare && replacedBy === null && destruction !== null
    },
  }),
  invariant("Only a suspension has an end, and only a good standing has no reason.", {
    rows: items,
    holds: (_view, _key, { status }) => isWhole(status),
  }),
  invariant("A statement is valid, suspended or revoked, and its standing is whole.", {
    rows: statements,
    holds(_view, _key, { status }) {
      const document = status.state === "superseded" || status.state === "disposed"
      return !document && isWhole(status)
    },
  }),
  invariant("Every class has a status chain.", {
    rows: classes,
    holds: (view, key) => chains.has(view, key),
  }),
]
