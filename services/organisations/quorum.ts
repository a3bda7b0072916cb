/** Whose signatures decide: administrators for their organisation, members for the consortium. */
import { organisationOf, type Party, type Tx, type View } from "@concordat/kernel"
import { within } from "./grant-chains.ts"
import { isActive, nameOf, principalOf, rightOf } from "./rights.ts"
import {
  ADMINISTRATORS_MAX,
  administrators,
  consortium,
  holderKeys,
  KEYS_OF_HOLDER_MAX,
  keys,
  organisations,
  principals,
} from "./tables.ts"

/** How many signed who count, and how many must. */
type Quorum = { readonly have: number; readonly need: number }

/** Whether a principal holds `org.admin` in its organisation. */
export function isAdministrator(view: View, who: Party): boolean {
  const name = nameOf(who)
  return name !== "" && administrators.has(view, { organisation: organisationOf(who), name })
}

/** How many different administrators of an organisation are among the signers. */
function administratorsAmong(view: View, organisation: Party, signers: readonly Party[]): number {
  const counted = new Set<Party>()
  for (const signer of signers) {
    if (organisationOf(signer) === organisation && isAdministrator(view, signer)) {
      counted.add(signer)
    }
  }
  return counted.size
}

/** How far the signers are from deciding for an organisation. */
export function quorumOf(view: View, organisation: Party, signers: readonly Party[]): Quorum {
  const need = organisations.get(view, { organisation })?.adminThreshold ?? 1
  return { have: administratorsAmong(view, organisation, signers), need }
}

/** How far those who signed are from deciding for the caller's organisation. */
export function ownQuorum(tx: Tx): Quorum {
  return quorumOf(tx, tx.organisation, [tx.caller, ...tx.cosigners])
}

/** Whether as many administrators of the caller's organisation signed as decide for it. */
export function isQuorum(tx: Tx): boolean {
  const { have, need } = ownQuorum(tx)
  return have >= need
}

/** Whether a principal is a person, and no program. */
export function isPerson(view: View, who: Party): boolean {
  const id = { organisation: organisationOf(who), name: nameOf(who) }
  return principals.get(view, id)?.kind === "person"
}

/** The different persons of the caller's organisation who signed and hold a role everywhere. */
export function personsBehind(tx: Tx, role: string): readonly Party[] {
  return [...new Set([tx.caller, ...tx.cosigners])].filter((who) => {
    const own = organisationOf(who) === tx.organisation && isPerson(tx, who)
    return own && rightOf(tx, who, role, "").held
  })
}

/**
 * Active members without the one concerned, and those that an administrator signed for. Signers are
 * walked through once, not once a member: this is asked of anybody, at nobody's cost.
 */
export function endorsements(
  view: View,
  signers: readonly Party[],
  concerned: string,
): { readonly have: number; readonly members: number } {
  const endorsing = new Set<Party>()
  for (const signer of signers) {
    if (isAdministrator(view, signer)) endorsing.add(organisationOf(signer))
  }
  const all = consortium.get(view, {})?.members ?? []
  const members = all.filter((member) => member !== concerned)
  return { have: members.filter((member) => endorsing.has(member)).length, members: members.length }
}

/** Whether a holder has a key for signing transactions in force now. */
function canSign(view: View, holder: Party): boolean {
  const limit = KEYS_OF_HOLDER_MAX
  for (const { key } of holderKeys.scan(view, { holder }, { limit })) {
    const row = keys.get(view, key)
    const signs = row !== undefined && row.purpose === "sign" && row.status === "active"
    if (signs && within(row, view.time)) return true
  }
  return false
}

/** Administrators who can act: active, with a `sign` key in force. */
export function ableAdministrators(view: View, organisation: Party): number {
  const limit = ADMINISTRATORS_MAX
  let able = 0
  for (const { key } of administrators.scan(view, { organisation }, { limit })) {
    const who = principalOf(organisation, key.name)
    if (isActive(view, who) && canSign(view, who)) able += 1
  }
  return able
}
