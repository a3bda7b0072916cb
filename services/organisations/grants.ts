/** Rights: given to organisations by the consortium, by them to principals, once more by these. */
import {
  ascii,
  bool,
  command,
  ensure,
  option,
  organisationOf,
  type Party,
  party,
  type Tx,
  time,
  timeText,
  u128,
  type Values,
  type View,
  type Writer,
} from "@concordat/kernel"
import { addAdministrator, dropAdministrator, ensureQuorum } from "./administrators.ts"
import { grantGiven, grantRevoked } from "./events.ts"
import {
  DEPTH_DELEGATE,
  DEPTH_ORGANISATION,
  DEPTH_PRINCIPAL,
  isOwnRole,
  type Link,
  type Place,
} from "./grant-chains.ts"
import { isAdministrator, isQuorum } from "./quorum.ts"
import { refuse } from "./refusals.ts"
import { isPlatformRole, linksOf, nameOf } from "./rights.ts"
import { type Grant, grants, type OrganisationRow, organisations, principals } from "./tables.ts"

const role = ascii(64)
const scope = ascii(64, 0)
const terms = { from: time, until: option(time), limit: option(u128), delegable: bool }
const held = { organisation: party, role, scope }
const lent = { ...held, ...terms }

type Terms = Pick<Grant, "from" | "until" | "limit" | "delegable">

/** Refuses a role that no service declares, or that the organisation's class may not have. */
function ensureRole(view: View, role: string, organisation: Party): OrganisationRow {
  const classes = view.roles.get(role)
  ensure(classes !== undefined || isPlatformRole(role), refuse.unknown_role, { role })
  const row = organisations.get(view, { organisation })
  ensure(row, refuse.unknown_organisation, { organisation })
  const supervisor = role !== "supervisor.read" || row.class === "supervisor"
  const allowed = supervisor && (classes?.includes(row.class) ?? true)
  ensure(allowed, refuse.class_not_allowed, { role, class: row.class })
  return row
}

/** The terms as they count: a period that began counts from now. Refuses one that ends before. */
function termsFrom(tx: View, { from, until, limit, delegable }: Terms): Terms {
  const begins = from > tx.time ? from : tx.time
  const ordered = until === null || until > begins
  const ends = until === null ? null : timeText(until)
  ensure(ordered, refuse.period_invalid, { from: timeText(begins), until: ends })
  return { from: begins, until, limit, delegable }
}

/** The terms alone. */
function termsOf(row: Grant): Omit<Grant, "status" | "changed"> {
  const { grantor, from, until, limit, delegable, depth } = row
  return { grantor, from, until, limit, delegable, depth }
}

/** Writes a grant; the event keeps the terms of the one that stood in its place. */
function give(tx: Writer, place: Place, given: Terms, by: Pick<Grant, "grantor" | "depth">): void {
  const before = grants.get(tx, place)
  const row = { ...given, ...by }
  grants.put(tx, place, { ...row, status: "active", changed: tx.time })
  const replaced = before?.status === "active" ? termsOf(before) : null
  tx.emit(grantGiven, { ...place, ...row, replaced })
}

/** Refuses terms that are wider than all the grants which they could hang on. */
function ensureNarrower(given: Terms, parents: readonly Link[], place: Place): void {
  const covered = parents.some(({ grant: { until }, limit, delegable }) => {
    const window = until === null || (given.until !== null && given.until <= until)
    const amount = limit === null || (given.limit !== null && given.limit <= limit)
    return window && amount && (delegable || !given.delegable)
  })
  const [widest] = parents
  ensure(covered, refuse.grant_exceeds_parent, {
    ...place,
    until: widest?.grant.until ? timeText(widest.grant.until) : null,
    limit: widest?.limit ?? null,
    delegable: widest?.delegable ?? false,
  })
}

export const grantOrganisation = command({
  about: "Give an organisation a service's role, everywhere or in one scope.",
  signers: "half",
  scope: (input) => input.organisation,
  input: lent,
  run: (tx, input) => grantToOrganisation(tx, input, tx.organisation),
})

/** Gives an organisation a role, whoever decided so; `grantor` is who asked for it. */
export function grantToOrganisation(
  tx: Writer,
  input: Values<typeof lent>,
  grantor: Party,
): undefined {
  const { organisation, role, scope } = input
  const { status } = ensureRole(tx, role, organisation)
  ensure(!isOwnRole(role), refuse.class_not_allowed, { role, expected: "a principal" })
  const stands = status === "active" || status === "suspended"
  const details = { organisation, actual: status, expected: "active or suspended" }
  ensure(stands, refuse.wrong_state, details)
  const given = termsFrom(tx, input)

  const by = { grantor, depth: DEPTH_ORGANISATION }
  give(tx, { holder: organisation, role, scope }, given, by)
}

/** Refuses what is not there, or has been revoked. */
function ensureActive(view: View, place: Place): Grant {
  const row = grants.get(view, place)
  ensure(row, refuse.unknown_grant, { ...place })
  ensure(row.status === "active", refuse.wrong_state, { actual: row.status, expected: "active" })
  return row
}

/** Ends a grant that stands. */
function revoke(tx: Writer, place: Place): void {
  grants.patch(tx, place, { status: "revoked", changed: tx.time })
  tx.emit(grantRevoked, place)
}

export const revokeOrganisation = command({
  about: "Take a role from an organisation; all grants that hang on it end with it.",
  signers: "half",
  scope: (input) => input.organisation,
  input: held,
  run: revokeFromOrganisation,
})

/** Takes a role from an organisation, whoever decided so. */
export function revokeFromOrganisation(
  tx: Writer,
  { organisation, role, scope }: Values<typeof held>,
): undefined {
  ensure(nameOf(organisation) === "", refuse.unknown_organisation, { organisation })
  const place = { holder: organisation, role, scope }
  ensureActive(tx, place)

  revoke(tx, place)
}

/** Refuses a holder that is no principal of the caller's organisation. */
function ensureOwnPrincipal({ organisation }: Tx, holder: Party): void {
  const own = organisationOf(holder) === organisation && nameOf(holder) !== ""
  ensure(own, refuse.not_the_owner, { holder, organisation })
}

/** Refuses a holder that is no principal of the caller's organisation, or a retired one. */
function ensureHolder(tx: Tx, holder: Party): void {
  ensureOwnPrincipal(tx, holder)
  const row = principals.get(tx, { organisation: tx.organisation, name: nameOf(holder) })
  ensure(row, refuse.unknown_principal, { principal: holder })
  const expected = "active or suspended"
  ensure(row.status !== "retired", refuse.wrong_state, { actual: row.status, expected })
}

/** Administrators hold their right everywhere, from now on, without end, and cannot pass it on. */
function ensurePlain({ time }: Tx, { role, scope }: Place, given: Terms): void {
  const { from, until, limit, delegable } = given
  ensure(from <= time && until === null, refuse.period_invalid, { role, expected: "no end" })
  ensure(!delegable, refuse.delegation_too_deep, { role, limit: DEPTH_PRINCIPAL })
  ensure(scope === "" && limit === null, refuse.parameter_out_of_range, { role, scope })
}

/** A grant by the administrators: own roles freely, others below the organisation's. */
function grantByAdministrators(tx: Tx, place: Place, given: Terms): void {
  const { organisation } = tx
  if (place.role === "org.admin") {
    ensurePlain(tx, place, given)
    addAdministrator(tx, organisation, nameOf(place.holder))
  }
  if (!isOwnRole(place.role)) {
    const above = { ...place, holder: organisation }
    ensureNarrower(given, linksOf(tx, above), above)
  }
  give(tx, place, given, { grantor: organisation, depth: DEPTH_PRINCIPAL })
}

/** Refuses a delegation in the place of a grant that somebody else gave, also for later. */
function ensureFree(tx: Tx, place: Place): void {
  const before = grants.get(tx, place)
  const ended = before !== undefined && before.until !== null && before.until <= tx.time
  const stands = before?.status === "active" && !ended
  const free = place.holder !== tx.caller && (!stands || before.grantor === tx.caller)
  ensure(free, refuse.already_exists, { ...place, grantor: before?.grantor ?? null })
}

/** A grant by a principal that may pass its own on, once. */
function delegate(tx: Tx, place: Place, given: Terms): void {
  const { role, scope } = place
  const { caller } = tx
  const held = linksOf(tx, { holder: caller, role, scope })
  const own = held.filter(({ grant, delegable }) => delegable && grant.depth === DEPTH_PRINCIPAL)
  if (own.length === 0 && isAdministrator(tx, caller)) ensureQuorum(tx)
  const missing = { role, scope, missing: caller, grantor: tx.organisation }
  ensure(held.length > 0, refuse.permission_missing, missing)
  const passed = held.every(({ grant }) => grant.depth === DEPTH_DELEGATE)
  const limit = DEPTH_DELEGATE
  ensure(!passed && !given.delegable, refuse.delegation_too_deep, { role, limit })
  ensure(own.length > 0, refuse.permission_missing, missing)
  ensureNarrower(given, own, { holder: caller, role, scope })
  ensureFree(tx, place)

  give(tx, place, given, { grantor: caller, depth: DEPTH_DELEGATE })
}

export const grant = command({
  about: "Give a principal a right; a holder of a delegable right may pass it on once.",
  role: null,
  input: { holder: party, role, scope, ...terms },
  run(tx, input) {
    const { holder, role, scope } = input
    ensureHolder(tx, holder)
    ensureRole(tx, role, tx.organisation)
    const given = termsFrom(tx, input)

    const place = { holder, role, scope }
    if (isQuorum(tx)) grantByAdministrators(tx, place, given)
    else delegate(tx, place, given)
  },
})

export const revokeGrant = command({
  about: "Take a right from a principal; its own delegate's ends with it.",
  role: null,
  input: { holder: party, role, scope },
  run(tx, place) {
    ensureOwnPrincipal(tx, place.holder)
    const row = ensureActive(tx, place)
    if (row.grantor !== tx.caller) ensureQuorum(tx)

    revoke(tx, place)
    if (place.role === "org.admin") dropAdministrator(tx, tx.organisation, nameOf(place.holder))
  },
})
