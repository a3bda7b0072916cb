/**
 * The rule of rights over grants, wherever they come from: the state, or rows a gateway told. A
 * principal's grant counts only while its organisation holds the same role with a covering scope,
 * window and limit; a delegate's only while the delegating principal may pass the role on.
 */
import type { Party } from "@concordat/kernel"
import type { Grant } from "./tables.ts"

/** Depths of a grant: to an organisation, to its principal, to the principal's delegate. */
export const DEPTH_ORGANISATION = 0
export const DEPTH_PRINCIPAL = 1
export const DEPTH_DELEGATE = 2

/** Roles inside an organisation: its administrators give them freely. */
const OWN_ROLES: readonly string[] = ["org.admin", "org.operator", "org.approver", "org.auditor"]

/** Whether this is one of the roles that need no grant to the organisation. */
export function isOwnRole(role: string): boolean {
  return OWN_ROLES.includes(role)
}

/** Whether `time` lies in the half-open window [from, until). */
export function within(window: { from: number; until: number | null }, time: number): boolean {
  return window.from <= time && (window.until === null || time < window.until)
}

/** What is asked: a role for a scope, "" for everywhere. */
export type Place = { readonly holder: Party; readonly role: string; readonly scope: string }

/** What counts of a grant: when it was changed does not. */
export type Granted = Omit<Grant, "changed">

/** Grants by their place, and the time that is asked about: a state, or rows that a state told. */
export type GrantsThen = {
  readonly time: number
  readonly grantAt: (place: Place) => Granted | undefined
}

/** A grant whose whole chain holds now; limit and delegability are the narrowest of its links. */
export type Link = {
  readonly grant: Granted
  readonly holder: Party
  readonly scope: string
  readonly limit: bigint | null
  readonly delegable: boolean
  /** The links that it hangs on: it counts while one of them does. */
  readonly above: readonly Link[]
}

/** Scopes whose grants cover one: just this scope, and everywhere. */
export function coveringScopes(scope: string): readonly string[] {
  return scope === "" ? [""] : [scope, ""]
}

/** Whether a grant is in force by itself, whatever it hangs on. */
export function isInForce(grant: Granted, time: number): boolean {
  return grant.status === "active" && within(grant, time)
}

/** The grants in force that cover a place. */
function grantsInForce({ time, grantAt }: GrantsThen, { holder, role, scope }: Place) {
  const found: { readonly grant: Granted; readonly scope: string }[] = []
  for (const covering of coveringScopes(scope)) {
    const grant = grantAt({ holder, role, scope: covering })
    if (grant !== undefined && isInForce(grant, time)) found.push({ grant, scope: covering })
  }
  return found
}

/** The smaller of two limits; null is none. */
function smaller(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null) return b
  return b === null || a < b ? a : b
}

/** The largest limit of links, null where one of them has none. */
export function largest(links: readonly Link[]): bigint | null {
  let found = 0n
  for (const { limit } of links) {
    if (limit === null) return null
    if (limit > found) found = limit
  }
  return found
}

/** The links that give a right; where there are none, whose grant is missing. */
type Chains = { readonly links: readonly Link[]; readonly missing: Party }

/** The rule itself, over any grants: whoever shows rights decides by it as the ledger does. */
export function chainsOf(all: GrantsThen, place: Place, deepest = DEPTH_DELEGATE): Chains {
  const links: Link[] = []
  let missing: Party | null = null
  for (const { grant, scope } of grantsInForce(all, place)) {
    const { limit, delegable, depth, grantor } = grant
    if (depth > deepest) continue
    const own = { grant, holder: place.holder, scope }
    if (depth === DEPTH_ORGANISATION || (depth === DEPTH_PRINCIPAL && isOwnRole(place.role))) {
      links.push({ ...own, limit, delegable, above: [] })
      continue
    }
    const above = chainsOf(all, { ...place, holder: grantor }, depth - 1)
    const passing = depth === DEPTH_DELEGATE ? above.links.filter(passesOn) : above.links
    if (passing.length === 0) {
      missing ??= above.links.length === 0 ? above.missing : grantor
      continue
    }
    links.push({
      ...{ ...own, above: passing },
      limit: smaller(limit, largest(passing)),
      delegable: delegable && passing.some(passesOn),
    })
  }
  return { links, missing: missing ?? place.holder }
}

function passesOn({ delegable }: Link): boolean {
  return delegable
}
