/** Conditions of holds: who may post one, and by what. */
import { type Hash, type Hex, hashOf, type Party, sha256, type View } from "@concordat/kernel"
import { type Authority, reachOf } from "./authority.ts"
import type { Condition } from "./kinds.ts"

/** A preimage has 32 bytes; what is presented may be any of so many, and is judged. */
export const PREIMAGE_BYTES_MAX = 64
const PREIMAGE_BYTES = 32

/** Who claims a hold, and with what. */
export type Claim = {
  readonly authority: Authority
  readonly view: View
  readonly asset: string
  /** The preimage of a hash. */
  readonly release: Uint8Array | null
  /** The terms of the settlement that posts it. */
  readonly terms?: Hash
  /** The cycle that posts it. */
  readonly cycle?: Hex
}

/** Whether a claim meets a condition. */
export function isMet(condition: Condition, claim: Claim): boolean {
  const { authority, release, terms, cycle } = claim
  if ("by" in condition) return signed(condition.by, claim)
  if ("preimage" in condition) {
    return release?.length === PREIMAGE_BYTES && hashOf(sha256(release)) === condition.preimage
  }
  if ("approvals" in condition) {
    const { k, of } = condition.approvals
    const parties = [...new Set(of)].filter((who) => signed(who, claim))
    return k > 0 && parties.length >= k
  }
  if ("settlement" in condition) return terms === condition.settlement
  if ("service" in condition)
    return "service" in authority && authority.service === condition.service
  return cycle === condition.cycle
}

/** Whether a party signed: its principal, or one of its organisation who may pay for it. */
function signed(who: Party, { authority, view, asset }: Claim): boolean {
  if (!("signers" in authority)) return false
  if (authority.signers.includes(who)) return true
  return reachOf(view, authority.signers, who, "money.pay", asset) !== undefined
}
