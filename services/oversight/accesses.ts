/**
 * Look-ups in two steps: an authority asks on the ledger, and what the holder then releases or
 * refuses is written down beside it. Nothing can be disclosed that was not asked for before.
 */
import {
  command,
  ensure,
  hash,
  option,
  type Party,
  party,
  type Tx,
  time,
  timeText,
  u32,
  union,
  type View,
} from "@concordat/kernel"
import { organisations, personsBehind, rightOf } from "../organisations/service.ts"
import { accessDisclosed, accessRefused, accessRequested } from "./events.ts"
import { type Purpose, purpose, reason, type Scope, scope } from "./kinds.ts"
import { classOf, counted, ensureSubject, isInForce } from "./orders.ts"
import { covers, ensureDistinct } from "./places.ts"
import { PURPOSES } from "./purposes.ts"
import { refuse } from "./refusals.ts"
import { ACCESS_MS_MAX, accesses, orders, registers } from "./tables.ts"

const ROLE = "oversight.access"

type Asked = {
  readonly subject: Party
  readonly purpose: Purpose
  readonly order: number | null
  readonly scope: Scope
  readonly until: number
}

/** The order that a look-up names, in force, of a kind that its purpose may be under. */
function ensureUnderOrder(tx: Tx, { subject, purpose, order, scope: asked, until }: Asked): void {
  const { under } = PURPOSES[purpose]
  if (under.length === 0) {
    ensure(order === null, refuse.purpose_not_allowed, { purpose, order })
    return
  }
  const row = order === null ? undefined : orders.get(tx, { subject, order })
  const own = row?.authority === tx.organisation && isInForce(row, tx.time)
  ensure(row && own, refuse.order_not_in_force, { subject, order })
  ensure(under.includes(row.kind), refuse.purpose_not_allowed, { purpose, kind: row.kind })
  ensure(covers(row.scope, asked), refuse.beyond_the_order, { order })
  const ends = { until: timeText(until), limit: timeText(row.until) }
  ensure(until <= row.until, refuse.period_invalid, ends)
}

/** Who signed beside the caller, where a purpose asks for two persons; the caller is the first. */
function secondPerson(tx: Tx, purpose: Purpose): Party | null {
  const { persons: need } = PURPOSES[purpose]
  const persons = personsBehind(tx, ROLE)
  const { caller } = tx
  ensure(persons.includes(caller), refuse.purpose_not_allowed, { purpose, caller })
  const have = persons.length
  ensure(have >= need, refuse.second_person_required, { have, need })
  return need > 1 ? persons.find((who) => who !== caller)! : null
}

/** Refuses to disclose to an authority that is not active, or may not look any more. */
function ensureMayLook(view: View, authority: Party): void {
  const { status } = organisations.get(view, { organisation: authority })!
  ensure(status === "active", refuse.organisation_not_active, { organisation: authority })
  const { held } = rightOf(view, authority, ROLE, "")
  ensure(held, refuse.permission_missing, { role: ROLE, scope: "", missing: authority })
}

export const requestAccess = command({
  about: "Ask an organisation for what it holds, for a stated purpose, under an order.",
  role: ROLE,
  input: {
    subject: party,
    purpose,
    scope,
    caseFile: hash,
    order: option(u32),
    until: time,
  },
  run(tx, { subject, ...given }) {
    ensureSubject(tx, subject)
    const of = classOf(tx)
    const allowed = PURPOSES[given.purpose].classes.includes(of)
    ensure(allowed, refuse.purpose_not_allowed, { purpose: given.purpose, class: of })
    ensureUnderOrder(tx, { subject, ...given })
    const fits = given.until > tx.time && given.until <= tx.time + ACCESS_MS_MAX
    const limit = timeText(tx.time + ACCESS_MS_MAX)
    ensure(fits, refuse.period_invalid, { until: timeText(given.until), limit })
    ensureDistinct(given.scope)
    const second = secondPerson(tx, given.purpose)

    const count = counted(tx, subject)
    const key = { subject, access: count.accesses + 1 }
    const row = { ...given, authority: tx.organisation, by: tx.caller, second }
    registers.put(tx, { subject }, { ...count, accesses: key.access })
    accesses.put(tx, key, {
      ...{ ...row, asked: tx.time, height: tx.height, state: "requested" },
      ...{ answered: null, answeredBy: null, digest: null, reason: null },
    })
    tx.emit(accessRequested, { ...key, ...row })
  },
})

/** The digest of what is handed over, or why nothing is. */
const answer = union({ disclosed: hash, refused: reason })

export const answerAccess = command({
  about: "Answer a look-up: the digest of what is disclosed under it, or why nothing is.",
  role: "org.operator",
  input: { access: u32, answer },
  run(tx, { access, answer: given }) {
    const key = { subject: tx.organisation, access }
    const row = accesses.get(tx, key)
    // What the same block asks for is not final, so nobody can have seen it.
    ensure(row && row.height < tx.height, refuse.access_request_missing, { ...key })
    const { state, authority, order, until } = row
    ensure(state === "requested", refuse.wrong_state, { actual: state, expected: "requested" })
    ensure(tx.time < until, refuse.access_ended, { until: timeText(until) })
    const said = { answered: tx.time, answeredBy: tx.caller }
    if ("refused" in given) {
      const { refused } = given
      accesses.patch(tx, key, { ...said, state: "refused", reason: refused })
      tx.emit(accessRefused, { ...key, authority, reason: refused })
      return
    }
    const under = order === null ? null : orders.get(tx, { ...key, order })!
    const counts = under === null || isInForce(under, tx.time)
    ensure(counts, refuse.order_not_in_force, { subject: key.subject, order })
    ensureMayLook(tx, authority)

    const digest = given.disclosed
    accesses.patch(tx, key, { ...said, state: "disclosed", digest })
    tx.emit(accessDisclosed, { ...key, authority, digest })
  },
})
