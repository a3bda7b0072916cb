/** Classes of documents: each is a registration policy that its owner keeps. */
import { command, ensure, type Hash, type Tx, type View } from "@concordat/kernel"
import { CHAIN_START } from "./chain.ts"
import { classSet } from "./events.ts"
import { refuse } from "./refusals.ts"
import {
  APPROVALS_MAX,
  chains,
  classes,
  className,
  classTerms,
  DAY_MS,
  retention,
} from "./tables.ts"

/** Rows of a class's retention read in one scan. */
const RETENTION_PAGE = 100

/**
 * When the retention of a statement is over: days are counted from its registration, and a shorter
 * time that its class got later does not count, a longer one does.
 */
export function keptUntil(view: View, statement: { class: string; at: number }): number {
  let days = 0
  let after: { class: string; version: number } | undefined
  for (;;) {
    const range = { limit: RETENTION_PAGE, reverse: true, ...(after && { after }) }
    const page = retention.scan(view, { class: statement.class }, range)
    for (const { key, value } of page) {
      if (value.keep > days) days = value.keep
      if (value.since <= statement.at) return statement.at + days * DAY_MS
      after = key
    }
    if (page.length < RETENTION_PAGE) return statement.at + days * DAY_MS
  }
}

function noteRetention(tx: Tx, of: string, version: number, keep: number): void {
  const last = retention.scan(tx, { class: of }, { limit: 1, reverse: true })[0]
  if (last?.value.keep === keep) return
  retention.put(tx, { class: of, version }, { keep, since: tx.time })
}

export const setClass = command({
  about: "Define a class of documents, or give it its next version.",
  role: "provenance.class",
  input: { class: className, ...classTerms },
  scope: (input) => input.class,
  run(tx, input) {
    const before = classes.get(tx, input)
    const owner = before?.owner ?? tx.organisation
    ensure(owner === tx.organisation, refuse.not_the_owner, { owner })
    const due = (before?.version ?? 0) + 1
    ensure(input.version === due, refuse.stale_version, { expected: due, actual: input.version })
    const { approvals } = input
    const inBounds = approvals >= 1 && approvals <= APPROVALS_MAX
    ensure(inBounds, refuse.parameter_out_of_range, { approvals, limit: APPROVALS_MAX })

    const { class: of, ...terms } = input
    classes.put(tx, { class: of }, { owner, ...terms })
    noteRetention(tx, of, due, input.keep)
    if (!before) chains.put(tx, { class: of }, { length: 0n, head: CHAIN_START as Hash })
    tx.emit(classSet, { class: of, owner, version: due })
  },
})
