/**
 * Who holds which right, read from stored times and block time: nothing here changes state. A
 * principal's grant counts only while its organisation holds the same role with a covering scope,
 * window and limit; a delegate's only while the delegating principal may pass the role on.
 */
import { organisationOf, type Party, type View } from "@concordat/kernel"
import { type Grant, grants, principals } from "./tables.ts"

/** Depths of a grant: to an organisation, to its principal, to the principal's delegate. */
export const DEPTH_ORGANISATION = 0
export const DEPTH_PRINCIPAL = 1
export const DEPTH_DELEGATE = 2

/** Roles inside an organisation: its administrators give them freely. */
const OWN_ROLES: readonly string[] = ["org.admin", "org.operator", "org.approver", "org.auditor"]
/** Roles of the platform that an organisation must hold itself, as it must a service's. */
const HELD_ROLES: readonly string[] = ["supervisor.read", "privacy.officer"]

/** Whether this is one of the roles that need no grant to the organisation. */
export function isOwnRole(role: string): boolean {
  return OWN_ROLES.includes(role)
}

/** Whether the platform itself has this role. */
export function isPlatformRole(role: string): boolean {
  return isOwnRole(role) || HELD_ROLES.includes(role)
}

/** The name of a principal inside its organisation, "" for an organisation. */
export function nameOf(who: Party): string {
  const slash = who.indexOf("/")
  return slash < 0 ? "" : who.slice(slash + 1)
}

/** The party of a principal. */
export function principalOf(organisation: Party, name: string): Party {
  return `${organisation}/${name}` as Party
}

const NAME = /^[a-z0-9][a-z0-9-]{0,30}$/

/** Whether a text may name a principal. */
export function isPrincipalName(name: string): boolean {
  return NAME.test(name)
}

/** Whether a principal is there, neither suspended nor retired. */
export function isActive(view: View, who: Party): boolean {
  const id = { organisation: organisationOf(who), name: nameOf(who) }
  return principals.get(view, id)?.status === "active"
}

/** Whether `time` lies in the half-open window [from, until). */
export function within(window: { from: number; until: number | null }, time: number): boolean {
  return window.from <= time && (window.until === null || time < window.until)
}

/** A grant whose whole chain holds now; limit and delegability are the narrowest of its links. */
export type Link = {
  readonly grant: Grant
  readonly limit: bigint | null
  readonly delegable: boolean
}

/** A right that holds, or the party whose grant is missing or ended. */
export type Right =
  | { readonly held: true; readonly limit: bigint | null }
  | { readonly held: false; readonly missing: Party }

/** What is asked: a role for a scope, "" for everywhere. */
export type Place = { readonly holder: Party; readonly role: string; readonly scope: string }

/** The grants in force that cover a scope: the one for just this scope, the one for everywhere. */
function grantsInForce(view: View, { holder, role, scope }: Place): Grant[] {
  const found: Grant[] = []
  for (const covering of scope === "" ? [""] : [scope, ""]) {
    const grant = grants.get(view, { holder, role, scope: covering })
    if (grant?.status === "active" && within(grant, view.time)) found.push(grant)
  }
  return found
}

/** The smaller of two limits; null is none. */
function smaller(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null) return b
  return b === null || a < b ? a : b
}

/** The largest limit of links, null where one of them has none. */
function largest(links: readonly Link[]): bigint | null {
  let found = 0n
  for (const { limit } of links) {
    if (limit === null) return null
    if (limit > found) found = limit
  }
  return found
}

/**
 * The grants that give a right now, each with what its chain leaves of it. A link hangs on one that
 * is less deep, so no chain has more than three and none comes back to itself.
 */
export function linksOf(view: View, place: Place): readonly Link[] {
  return chains(view, place, DEPTH_DELEGATE).links
}

type Chains = { readonly links: readonly Link[]; readonly missing: Party }

function chains(view: View, place: Place, deepest: number): Chains {
  const links: Link[] = []
  let missing: Party | null = null
  for (const grant of grantsInForce(view, place)) {
    const { limit, delegable, depth, grantor } = grant
    if (depth > deepest) continue
    if (depth === DEPTH_ORGANISATION || (depth === DEPTH_PRINCIPAL && isOwnRole(place.role))) {
      links.push({ grant, limit, delegable })
      continue
    }
    const above = chains(view, { ...place, holder: grantor }, depth - 1)
    const passing = depth === DEPTH_DELEGATE ? above.links.filter(passesOn) : above.links
    if (passing.length === 0) {
      missing ??= above.links.length === 0 ? above.missing : grantor
      continue
    }
    links.push({
      grant,
      limit: smaller(limit, largest(passing)),
      delegable: delegable && passing.some(passesOn),
    })
  }
  return { links, missing: missing ?? place.holder }
}

function passesOn({ delegable }: Link): boolean {
  return delegable
}

/** Whether a party holds a role for a scope now, and up to which amount. */
export function rightOf(view: View, holder: Party, role: string, scope: string): Right {
  const { links, missing } = chains(view, { holder, role, scope }, DEPTH_DELEGATE)
  return links.length > 0 ? { held: true, limit: largest(links) } : { held: false, missing }
}
