/** Who holds which right, read from stored times and block time: nothing here changes state. */
import { organisationOf, type Party, type View } from "@concordat/kernel"
import {
  chainsOf,
  type GrantsThen,
  isOwnRole,
  type Link,
  largest,
  type Place,
} from "./grant-chains.ts"
import { grants, principals } from "./tables.ts"

/** Roles of the platform that an organisation must hold itself, as it must a service's. */
const HELD_ROLES: readonly string[] = ["supervisor.read", "privacy.officer"]

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

/** A right that holds, or the party whose grant is missing or ended. */
export type Right =
  | { readonly held: true; readonly limit: bigint | null }
  | { readonly held: false; readonly missing: Party }

/**
 * The grants that give a right now, each with what its chain leaves of it. A link hangs on one that
 * is less deep, so no chain has more than three and none comes back to itself.
 */
export function linksOf(view: View, place: Place): readonly Link[] {
  return chainsOf(grantsIn(view), place).links
}

const grantsIn = (view: View): GrantsThen => {
  return { time: view.time, grantAt: (place) => grants.get(view, place) }
}

/** Whether a party holds a role for a scope now, and up to which amount. */
export function rightOf(view: View, holder: Party, role: string, scope: string): Right {
  const { links, missing } = chainsOf(grantsIn(view), { holder, role, scope })
  return links.length > 0 ? { held: true, limit: largest(links) } : { held: false, missing }
}
