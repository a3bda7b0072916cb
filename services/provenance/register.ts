/** Registering a statement: its form, its seal, its class, then its place in the statement log. */
import { bytes, command, ensure, type Row, type Tx } from "@concordat/kernel"
import { statementRegistered } from "./events.ts"
import { refuse } from "./refusals.ts"
import { ensureSealed, presentedClass, presentedStatement, sealAhead } from "./seal.ts"
import { goodSince } from "./standing.ts"
import type { Statement } from "./statement.ts"
import { appendStatement } from "./statement-log.ts"
import { classes, items, STATEMENT_BYTES_MAX, statements } from "./tables.ts"

const SECOND_MS = 1_000

/** The class is there, takes registrations, and the issuer holds what it asks for. */
function ensureClass(tx: Tx, { payload }: Statement): Row<typeof classes> {
  const row = classes.get(tx, payload)
  ensure(row, refuse.unknown_class, { class: payload.class })
  ensure(row.open, refuse.class_closed, { class: payload.class })
  ensure(row.accreditation === null, refuse.not_accredited, { class: payload.class })
  return row
}

/** Issued by now, ending after it begins and after now. */
function ensurePeriod(tx: Tx, { issued, payload }: Statement): void {
  const { from, until } = payload
  ensure(issued * SECOND_MS <= tx.time, refuse.period_invalid, { issued, now: tx.time })
  ensure(until === null || until > from, refuse.period_invalid, { from, until })
  ensure(until === null || until > tx.time, refuse.period_invalid, { until, now: tx.time })
}

function ensureNew(tx: Tx, { statement, handle }: Statement): void {
  const known = statements.get(tx, { statement })
  ensure(!known, refuse.already_registered, { position: known?.position ?? null })
  if (handle === null) return
  const taken = items.has(tx, { issuer: tx.organisation, handle })
  ensure(!taken, refuse.handle_taken, { handle })
}

/** Judges a statement that the caller presents; refuses with the first fault. Changes nothing. */
export function judge(tx: Tx, presented: Uint8Array): Statement {
  const statement = presentedStatement(presented)
  const renewal = "renewal" in statement.payload.subject
  ensure(!renewal, refuse.statement_malformed, { reason: "a renewal is not registered as new" })
  ensureSealed(tx, statement)
  ensureClass(tx, statement)
  ensurePeriod(tx, statement)
  ensureNew(tx, statement)
  return statement
}

/** Enters a judged statement: its row, the row of a single document, the log, one event. */
export function enter(tx: Tx, judged: Statement): void {
  const { statement, payload, handle, root, count, key } = judged
  const { class: of, from, until } = payload
  const issuer = tx.organisation
  const kind = handle === null ? "batch" : "document"
  const position = appendStatement(tx, statement)
  const status = goodSince(tx.time)
  const facts = { issuer, class: of, kind, root, count, position, key } as const
  statements.put(
    tx,
    { statement },
    {
      ...{ ...facts, from, until, at: tx.time, by: tx.caller },
      ...{ grounds: null, status },
    },
  )
  if (handle !== null) {
    items.put(
      tx,
      { issuer, handle },
      {
        ...{ statement, index: 0, leaf: root, status },
        ...{ replacedBy: null, record: null, destruction: null },
      },
    )
  }
  tx.emit(statementRegistered, { statement, ...facts })
}

export const register = command({
  about: "Register a sealed statement about one document, or a batch of up to 1,000,000.",
  role: "provenance.issue",
  input: { statement: bytes(STATEMENT_BYTES_MAX) },
  scope: ({ statement }) => presentedClass(statement),
  ahead: (view, { statement }) => sealAhead(view, statement),
  run(tx, { statement }) {
    enter(tx, judge(tx, statement))
  },
})
