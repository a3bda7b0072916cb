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
  u128,
  type View,
} from "@concordat/kernel"
import { addAdministrator, dropAdministrator } from "./administrators.ts"
import { grantGiven, grantRevoked } from "./events.ts"
import { refuse } from "./refusals.ts"
import {
  DEPTH_DELEGATE,
  DEPTH_ORGANISATION,
  DEPTH_PRINCIPAL,
  type Grant,
  isAdministrator,
  isPlatformRole,
  isQuorum,
  nameOf,
  rightOf,
} from "./rights.ts"
import { grants, organisations, principals } from "./tables.ts"

const role = ascii(64)
const scope = ascii(64, 0)
const terms = { from: time, until: option(time), limit: option(u128), delegable: bool }

type Terms = Pick<Grant, "from" | "until" | "limit" | "delegable">
type Place = { readonly holder: Party; readonly role: string; readonly scope: string }

const PLATFORM_ROLES: readonly string[] = [
  "org.admin",
  "org.operator",
  "org.approver",
  "org.auditor",
  "supervisor.read",
  "privacy.officer",
]

/** Refuses a role that no running service declares, or that the holder's class may not have. */
function ensureRole(view: View, role: string, organisation: Party): void {
  const classes = view.roles.get(role)
  ensure(classes !== undefined || PLATFORM_ROLES.includes(role), refuse.unknown_role, { role })
  const held = organisations.get(view, { organisation })?.class
  ensure(held, refuse.unknown_organisation, { organisation })
  const supervisor = role !== "supervisor.read" || held === "supervisor"
  const allowed = supervisor && (classes?.includes(held) ?? true)
  ensure(allowed, refuse.class_not_allowed, { role, class: held })
}

function ensurePeriod(tx: Tx, { from, until }: Terms): void {
  const ordered = until === null || (until > from && until > tx.time)
  ensure(ordered, refuse.period_invalid, { from, until })
}

/** Writes a grant; the event keeps the terms of the one that stood in its place. */
function give(tx: Tx, place: Place, given: Terms, grantor: Party, depth: number): void {
  const before = grants.get(tx, place)
  const row = {
    grantor,
    from: given.from,
    until: given.until,
    limit: given.limit,
    delegable: given.delegable,
    depth,
  }
  grants.put(tx, place, { ...row, status: "active", changed: tx.time })
  const replaced =
    before === undefined || before.status === "revoked"
      ? null
      : {
          grantor: before.grantor,
          from: before.from,
          until: before.until,
          limit: before.limit,
          delegable: before.delegable,
          depth: before.depth,
        }
  tx.emit(grantGiven, { ...place, ...row, replaced })
}

/** Refuses terms wider than those of the grant they hang on. */
function ensureNarrower(given: Terms, parent: Grant, parentLimit: bigint | null): void {
  const window = parent.until === null || (given.until !== null && given.until <= parent.until)
  const limit = parentLimit === null || (given.limit !== null && given.limit <= parentLimit)
  const delegation = parent.delegable || !given.delegable
  ensure(window && limit && delegation, refuse.grant_exceeds_parent, {
    until: parent.until,
    limit: parentLimit === null ? null : parentLimit.toString(),
    delegable: parent.delegable,
  })
}

export const grantOrganisation = command({
  about: "Give an organisation a service's role, everywhere or in one scope.",
  signers: "half",
  scope: (input) => input.organisation,
  input: { organisation: party, role, scope, ...terms },
  run(tx, input) {
    const { organisation, role, scope } = input
    ensureRole(tx, role, organisation)
    ensurePeriod(tx, input)

    give(tx, { holder: organisation, role, scope }, input, tx.organisation, DEPTH_ORGANISATION)
  },
})

/** Ends a grant that stands. */
function revoke(tx: Tx, place: Place): void {
  const row = grants.get(tx, place)
  ensure(row, refuse.unknown_grant, { ...place })
  const expected = "active"
  ensure(row.status === "active", refuse.wrong_state, { actual: row.status, expected })
  grants.patch(tx, place, { status: "revoked", changed: tx.time })
  tx.emit(grantRevoked, place)
}

export const revokeOrganisation = command({
  about: "Take a role from an organisation; all grants that hang on it end with it.",
  signers: "half",
  scope: (input) => input.organisation,
  input: { organisation: party, role, scope },
  run(tx, { organisation, role, scope }) {
    revoke(tx, { holder: organisation, role, scope })
  },
})

/** Refuses a holder that is no principal of the caller's organisation, or a retired one. */
function ensureHolder(tx: Tx, holder: Party): void {
  const own = organisationOf(holder) === tx.organisation && nameOf(holder) !== ""
  ensure(own, refuse.not_the_owner, { holder, organisation: tx.organisation })
  const row = principals.get(tx, { organisation: tx.organisation, name: nameOf(holder) })
  ensure(row, refuse.unknown_principal, { principal: holder })
  const expected = "active or suspended"
  ensure(row.status !== "retired", refuse.wrong_state, { actual: row.status, expected })
}

/** A grant by the administrators: platform roles freely, service roles below the organisation's. */
function grantByAdministrators(tx: Tx, place: Place, given: Terms): void {
  const { holder, role, scope } = place
  if (role === "org.admin") {
    const forever = scope === "" && given.until === null && given.limit === null
    ensure(forever, refuse.period_invalid, { from: given.from, until: given.until })
    addAdministrator(tx, tx.organisation, nameOf(holder))
  }
  if (!isPlatformRole(role)) {
    const parent = rightOf(tx, tx.organisation, role, scope)
    ensure(parent.held, refuse.grant_exceeds_parent, { holder: tx.organisation, role, scope })
    ensureNarrower(given, parent.grant, parent.limit)
  }
  give(tx, place, given, tx.organisation, DEPTH_PRINCIPAL)
}

/** A grant by a principal that may pass its own on, once. */
function delegate(tx: Tx, place: Place, given: Terms): void {
  const { role, scope } = place
  const own = rightOf(tx, tx.caller, role, scope)
  if (!own.held) {
    const rule = isAdministrator(tx, tx.caller)
      ? refuse.administrators_insufficient
      : refuse.permission_missing
    ensure(false, rule, { role, scope, missing: own.missing })
    return
  }
  const { depth } = own.grant
  ensure(depth === DEPTH_PRINCIPAL, refuse.delegation_too_deep, { limit: DEPTH_DELEGATE })
  ensure(own.grant.delegable, refuse.permission_missing, { role, scope, missing: tx.caller })
  ensure(!given.delegable, refuse.delegation_too_deep, { limit: DEPTH_DELEGATE })
  ensureNarrower(given, own.grant, own.limit)
  give(tx, place, given, tx.caller, DEPTH_DELEGATE)
}

export const grant = command({
  about: "Give a principal a right; a holder of a delegable right may pass it on once.",
  role: null,
  input: { holder: party, role, scope, ...terms },
  run(tx, input) {
    const { holder, role, scope } = input
    ensureHolder(tx, holder)
    ensureRole(tx, role, tx.organisation)
    ensurePeriod(tx, input)

    const place = { holder, role, scope }
    if (isQuorum(tx, tx.organisation, [tx.caller, ...tx.cosigners])) {
      grantByAdministrators(tx, place, input)
    } else {
      delegate(tx, place, input)
    }
  },
})

export const revokeGrant = command({
  about: "Take a right from a principal; its own delegate's ends with it.",
  role: null,
  input: { holder: party, role, scope },
  run(tx, place) {
    const row = grants.get(tx, place)
    ensure(row, refuse.unknown_grant, { ...place })
    const own = organisationOf(place.holder) === tx.organisation && nameOf(place.holder) !== ""
    ensure(own, refuse.not_the_owner, { holder: place.holder, organisation: tx.organisation })
    const quorum = isQuorum(tx, tx.organisation, [tx.caller, ...tx.cosigners])
    const allowed = quorum || row.grantor === tx.caller
    ensure(allowed, refuse.administrators_insufficient, { organisation: tx.organisation })

    revoke(tx, place)
    if (place.role === "org.admin") dropAdministrator(tx, tx.organisation, nameOf(place.holder))
  },
})
