/**
 * Which members stand behind a recovery: by their keys of purpose recovery, one count a member,
 * three quarters of all. Asked by the ledger that goes on and by whoever verifies it from outside.
 */

import type { Recovery } from "@concordat/kernel"
import { endorserOf, type Hash, isEndorsedBy, organisationOf, type Party } from "@concordat/kernel"
import { needOf, type Share } from "./shares.ts"

const THREE_QUARTERS: Share = { num: 3, den: 4, strict: false }

/** What is known of a key. */
export type EndorsingKey = {
  readonly holder: Party
  readonly purpose: string
  readonly status: string
  readonly from: number
  readonly until: number | null
  readonly public: Uint8Array
}

/** What the signatures under a manifest come to. */
export type Endorsed = {
  /** Members that signed, sorted. */
  readonly by: readonly Party[]
  readonly need: number
  /** The first signature that does not count, and why; null: all count. */
  readonly fault: {
    readonly code: "key_purpose_mismatch" | "signature_invalid" | "unknown_key" | "key_retired"
    readonly key: Hash | null
  } | null
}

type Fault = NonNullable<Endorsed["fault"]>["code"]

function faultOf(
  { manifest }: Recovery,
  endorsement: Uint8Array,
  row: EndorsingKey | undefined,
): Fault | null {
  if (row === undefined) return "unknown_key"
  if (row.purpose !== "recovery") return "key_purpose_mismatch"
  const { time } = manifest
  const ended = row.until !== null && time >= row.until
  if (row.status !== "active" || time < row.from || ended) return "key_retired"
  return isEndorsedBy(endorsement, manifest, row.public) ? null : "signature_invalid"
}

/** Judges the signatures under a manifest by the members and keys of the ledger that stopped. */
export function judgeEndorsements(
  recovery: Recovery,
  members: readonly Party[],
  keyOf: (key: Hash) => EndorsingKey | undefined,
): Endorsed {
  const signed = new Set<Party>()
  let fault: Endorsed["fault"] = null
  for (const endorsement of recovery.endorsements) {
    const key = endorserOf(endorsement)
    const row = key === null ? undefined : keyOf(key)
    const code = key === null ? "signature_invalid" : faultOf(recovery, endorsement, row)
    if (code !== null) fault ??= { code, key }
    else if (row !== undefined) signed.add(organisationOf(row.holder))
  }
  const by = members.filter((member) => signed.has(member))
  return { by, need: needOf(THREE_QUARTERS, members.length), fault }
}
