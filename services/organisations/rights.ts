/**
 * Who holds which right, read from stored times and block time: nothing here changes state. A
 * principal's grant counts only while its organisation holds the same role with a covering scope,
 * window and limit; a delegate's only while the delegating principal's does.
 */
import { organisationOf, type Party, type Row, type View } from "@concordat/kernel"
import {
  administrators,
  consortium,
  grants,
  holderKeys,
  keys,
  organisations,
  principals,
} from "./tables.ts"

export type Grant = Row<typeof grants>

/** A right that holds, or the link of the chain that is missing or ended. */
export type Right =
  | { readonly held: true; readonly limit: bigint | null; readonly grant: Grant }
  | { readonly held: false; readonly missing: Party }

/** Depths of a grant: to an organisation, to its principal, to the principal's delegate. */
export const DEPTH_ORGANISATION = 0
export const DEPTH_PRINCIPAL = 1
export const DEPTH_DELEGATE = 2

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

/** Whether `time` lies in the half-open window [from, until). */
export function within(window: { from: number; until: number | null }, time: number): boolean {
  return window.from <= time && (window.until === null || time < window.until)
}

/** Roles that an organisation's administrators give freely, without a grant of the consortium. */
export function isPlatformRole(role: string): boolean {
  return role.startsWith("org.") || role === "supervisor.read" || role === "privacy.officer"
}

/** The grant in force that covers a scope: the one for just this scope, else the one for all. */
export function grantInForce(
  view: View,
  holder: Party,
  role: string,
  scope: string,
): Grant | undefined {
  const exact = grants.get(view, { holder, role, scope })
  if (exact !== undefined && exact.status === "active" && within(exact, view.time)) return exact
  return scope === "" ? undefined : grantInForce(view, holder, role, "")
}

function smaller(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null) return b
  return b === null || a < b ? a : b
}

/** Whether a party holds a role for a scope now, through at most three grants. */
export function rightOf(view: View, holder: Party, role: string, scope: string): Right {
  const grant = grantInForce(view, holder, role, scope)
  if (grant === undefined) return { held: false, missing: holder }
  if (grant.depth === DEPTH_ORGANISATION || isPlatformRole(role)) {
    return { held: true, limit: grant.limit, grant }
  }

  const parent = rightOf(view, grant.grantor, role, scope)
  if (!parent.held) return parent
  return { held: true, limit: smaller(grant.limit, parent.limit), grant }
}

/** Whether an organisation held a role for a scope, itself: what relying parties ask. */
export function organisationHolds(view: View, organisation: Party, role: string, scope: string) {
  return rightOf(view, organisation, role, scope).held
}

/** Whether a principal holds `org.admin` in its organisation. */
export function isAdministrator(view: View, who: Party): boolean {
  const name = nameOf(who)
  return name !== "" && administrators.has(view, { organisation: organisationOf(who), name })
}

/** How many different administrators of an organisation are among the signers. */
export function administratorsAmong(
  view: View,
  organisation: Party,
  signers: readonly Party[],
): number {
  const counted = new Set<Party>()
  for (const signer of signers) {
    if (organisationOf(signer) === organisation && isAdministrator(view, signer)) {
      counted.add(signer)
    }
  }
  return counted.size
}

/** Whether the signers are as many administrators of the organisation as its threshold asks. */
export function isQuorum(view: View, organisation: Party, signers: readonly Party[]): boolean {
  const row = organisations.get(view, { organisation })
  return row !== undefined && administratorsAmong(view, organisation, signers) >= row.adminThreshold
}

/** Active members, other than the one concerned, with an administrator among the signers. */
export function endorsements(
  view: View,
  signers: readonly Party[],
  target: string,
): { readonly have: number; readonly members: number } {
  const members = (consortium.get(view, {})?.members ?? []).filter((member) => member !== target)
  let have = 0
  for (const member of members) {
    if (administratorsAmong(view, member, signers) > 0) have += 1
  }
  return { have, members: members.length }
}

/** Whether a holder has a key for signing transactions in force now. */
function canSign(view: View, holder: Party): boolean {
  for (const { key } of holderKeys.scan(view, { holder }, { limit: 64 })) {
    const row = keys.get(view, key)
    const usable = row !== undefined && row.purpose === "sign" && row.status === "active"
    if (usable && within(row, view.time)) return true
  }
  return false
}

/** Administrators who can act: active, with a `sign` key in force. */
export function ableAdministrators(view: View, organisation: Party): number {
  let able = 0
  for (const { key } of administrators.scan(view, { organisation }, { limit: 32 })) {
    const active = principals.get(view, key)?.status === "active"
    if (active && canSign(view, principalOf(organisation, key.name))) able += 1
  }
  return able
}
