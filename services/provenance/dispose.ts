/** Disposal: the issuer's copy and secret are destroyed, a tombstone stays that links to nobody. */
import { command, ensure, type Hash, hash, list, type Tx } from "@concordat/kernel"
import { preservingOrder } from "../oversight/service.ts"
import { keptUntil } from "./classes.ts"
import { documentsDisposed } from "./events.ts"
import { refuse } from "./refusals.ts"
import { announce } from "./status.ts"
import { DISPOSALS_MAX, itemTarget } from "./tables.ts"
import { ensureApproved, findItem, type ItemTarget, stateNow, store } from "./targets.ts"

/** Disposal is never one person's. */
const PERSONS = 2

function disposeOne(tx: Tx, target: ItemTarget, destruction: Hash): Hash {
  const found = findItem(tx, target)
  const { handle, row } = found.item!
  ensure(stateNow(tx, found) !== "disposed", refuse.wrong_state, { handle, state: "disposed" })
  ensure(row.record === null, refuse.erasure_missing, { handle, record: row.record })
  const until = keptUntil(tx, found.row)
  ensure(until <= tx.time, refuse.retention_running, { handle, until })
  const { statement } = found
  const preserving = [{ document: handle }, { statement }].map((thing) =>
    preservingOrder(tx, tx.organisation, thing),
  )
  const order = preserving.find((found) => found !== null) ?? null
  ensure(order === null, refuse.legal_hold_active, { handle, order })

  const status = {
    state: "disposed",
    reason: null,
    order: null,
    since: tx.time,
    until: null,
  } as const
  store(tx, found, { status, destruction, record: null, replacedBy: null })
  announce(tx, found, status)
  return handle
}

export const dispose = command({
  about: "Note that documents whose retention is over were destroyed, with the record of it.",
  role: "provenance.status",
  input: { items: list(itemTarget, DISPOSALS_MAX, 1), destruction: hash },
  run(tx, { items, destruction }) {
    ensureApproved(tx, PERSONS)

    const handles = items.map((target) => disposeOne(tx, target, destruction))
    tx.emit(documentsDisposed, { issuer: tx.organisation, handles, destruction })
  },
})
