/** A corrected document: the new one is registered and the old one replaced, both or neither. */
import { bytes, command, ensure, type Tx } from "@concordat/kernel"
import { rightOf } from "../organisations/service.ts"
import { documentSuperseded } from "./events.ts"
import { refuse } from "./refusals.ts"
import { enter, judge } from "./register.ts"
import { sealAhead } from "./seal.ts"
import { announce, ensureReason } from "./status.ts"
import { itemTarget, STATEMENT_BYTES_MAX, statusReason } from "./tables.ts"
import { ensureApproved, findItem, stateNow, store } from "./targets.ts"

/** The office may still issue documents of the class: a replacement is one more. */
function ensureIssuing(tx: Tx, scope: string): void {
  const role = "provenance.issue"
  const right = rightOf(tx, tx.organisation, role, scope)
  const missing = { role, scope, missing: tx.organisation, grantor: "the consortium" }
  ensure(right.held, refuse.permission_missing, missing)
}

export const supersede = command({
  about: "Put a newer document of the same issuer and class in the place of an older one.",
  role: "provenance.status",
  input: { target: itemTarget, statement: bytes(STATEMENT_BYTES_MAX), reason: statusReason },
  ahead: (view, { statement }) => sealAhead(view, statement),
  run(tx, input) {
    const found = findItem(tx, input.target)
    const { handle } = found.item!
    const state = stateNow(tx, found)
    ensure(state === "valid" || state === "suspended", refuse.wrong_state, { state })
    ensureReason(found, input.reason)
    ensureApproved(tx, found.policy.approvals)
    const judged = judge(tx, input.statement)
    ensureIssuing(tx, judged.payload.class)
    const replacedBy = judged.handle
    const fits = judged.payload.class === found.class && replacedBy !== null
    ensure(fits && replacedBy !== handle, refuse.replacement_invalid, { class: found.class })

    const { reason } = input
    const status = {
      state: "superseded",
      reason,
      order: null,
      since: tx.time,
      until: null,
    } as const
    enter(tx, judged)
    store(tx, found, { status, replacedBy })
    announce(tx, found, status)
    const { statement } = judged
    const issuer = tx.organisation
    tx.emit(documentSuperseded, { issuer, class: found.class, handle, replacedBy, statement })
  },
})
