/** Suspend, reinstate, revoke: the standing of one document or of a whole statement. */
import { command, ensure, hash, option, type RefusalKind, type Tx, time } from "@concordat/kernel"
import { recordChange } from "./chain.ts"
import { refuse } from "./refusals.ts"
import { goodSince, type Standing, stateAt } from "./standing.ts"
import { SUSPENSION_MS_MAX, statusReason, target } from "./tables.ts"
import {
  ensureApproved,
  type Found,
  find,
  nameOfTarget,
  standingOf,
  stateNow,
  store,
} from "./targets.ts"

const ROLE = "provenance.status"

/** Stores a standing and records it in the class's chain. */
function change(tx: Tx, found: Found, status: Standing): void {
  store(tx, found, { status })
  announce(tx, found, status)
}

/** The entry of the class's chain, and its event. */
export function announce(tx: Tx, found: Found, status: Standing): void {
  const issuer = tx.organisation
  recordChange(tx, { class: found.class, issuer, target: nameOfTarget(found), status })
}

/** A class that gives no reasons takes none but `unspecified`. */
export function ensureReason({ policy }: Found, reason: NonNullable<Standing["reason"]>): void {
  const given = policy.reasons === "shown" || reason === "unspecified"
  ensure(given, refuse.reason_refused, { class: policy.title, reason })
}

function ensureState(holds: boolean, refusal: RefusalKind, tx: Tx, found: Found): void {
  const { since } = standingOf(found)
  ensure(holds, refusal, { state: stateNow(tx, found), since })
}

export const suspend = command({
  about: "Suspend a document or a whole statement until a time.",
  role: ROLE,
  input: { target, reason: statusReason, order: option(hash), until: time },
  run(tx, input) {
    const found = find(tx, input.target)
    ensureState(stateNow(tx, found) === "valid", refuse.wrong_state, tx, found)
    ensureReason(found, input.reason)
    const { reason, order, until } = input
    ensure(until > tx.time, refuse.period_invalid, { until, now: tx.time })
    const latest = tx.time + SUSPENSION_MS_MAX
    ensure(until <= latest, refuse.suspension_too_long, { until, latest })

    change(tx, found, { state: "suspended", reason, order, since: tx.time, until })
  },
})

export const reinstate = command({
  about: "End the suspension of a document or statement before its time.",
  role: ROLE,
  input: { target },
  run(tx, input) {
    const found = find(tx, input.target)
    const own = stateAt(standingOf(found), tx.time)
    const suspended = own === "suspended" && stateNow(tx, found) === "suspended"
    ensureState(suspended, refuse.wrong_state, tx, found)
    ensureApproved(tx, found.policy.approvals)

    change(tx, found, goodSince(tx.time))
  },
})

export const revoke = command({
  about: "Revoke a document or a whole statement, for ever.",
  role: ROLE,
  input: { target, reason: statusReason, order: option(hash) },
  run(tx, input) {
    const found = find(tx, input.target)
    const state = stateNow(tx, found)
    ensureState(state !== "disposed", refuse.wrong_state, tx, found)
    ensureState(state !== "revoked", refuse.already_revoked, tx, found)
    ensureReason(found, input.reason)
    ensureApproved(tx, found.policy.approvals)

    const { reason, order } = input
    change(tx, found, { state: "revoked", reason, order, since: tx.time, until: null })
  },
})
