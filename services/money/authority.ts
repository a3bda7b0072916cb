/**
 * Who acts, and for whom: authority comes from the context of a call, never from an argument. In a
 * command the signers act; in a procedure the calling service does, and no signer with it.
 */
import { organisationOf, type Party, type View } from "@concordat/kernel"
import { rightOf } from "../organisations/service.ts"
import type { Owner } from "./kinds.ts"

/** Who acts in one operation. */
export type Authority =
  | { readonly signers: readonly Party[] }
  | { readonly service: string }
  /** A dry run, the sweep: nobody. */
  | { readonly nobody: true }

/** The signers of a command, the caller first; one that signs with two keys counts once. */
export function signersOf(tx: { readonly caller: Party; readonly cosigners: readonly Party[] }): {
  readonly signers: readonly Party[]
} {
  return { signers: [...new Set([tx.caller, ...tx.cosigners])] }
}

/** Whether a signer stands for a party: it is that principal, or of that organisation. */
function standsFor(signer: Party, who: Party): boolean {
  return signer === who || organisationOf(signer) === who
}

/** Up to which amount a party's signer may act for it; null: without limit; undefined: not. */
export function reachOf(
  view: View,
  signers: readonly Party[],
  who: Party,
  role: string,
  asset: string,
): bigint | null | undefined {
  let reach: bigint | null | undefined
  for (const signer of signers) {
    if (!standsFor(signer, who)) continue
    const right = rightOf(view, signer, role, asset)
    if (!right.held) continue
    if (right.limit === null) return null
    if (reach === undefined || reach === null || right.limit > reach) reach = right.limit
  }
  return reach
}

/** Up to which amount those who act may debit an account of this owner, as `reachOf`. */
export function ownerReach(
  view: View,
  authority: Authority,
  owner: Owner,
  asset: string,
): bigint | null | undefined {
  if ("service" in owner) {
    return "service" in authority && authority.service === owner.service ? null : undefined
  }
  if (!("signers" in authority)) return undefined
  return reachOf(view, authority.signers, owner.party, "money.pay", asset)
}

/** The signers that hold a role for an asset, of one organisation or of any. */
export function holdersOf(
  view: View,
  signers: readonly Party[],
  role: string,
  asset: string,
  organisation: Party | null,
): readonly Party[] {
  return signers.filter((signer) => {
    const fits = organisation === null || organisationOf(signer) === organisation
    return fits && rightOf(view, signer, role, asset).held
  })
}
