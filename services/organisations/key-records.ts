/** The records of keys: what a key must be to enter the register, and how it leaves. */
import {
  type CoseKey,
  ensure,
  type Hash,
  Invalid,
  isSoundKey,
  type Party,
  parseCoseKey,
  type Row,
  type Tx,
  thumbprint,
} from "@concordat/kernel"
import { keyAdded } from "./events.ts"
import { refuse } from "./refusals.ts"
import { holderKeys, KEYS_OF_HOLDER_MAX, keys } from "./tables.ts"

export type KeyRow = Row<typeof keys>

/** The parts of a canonical COSE_Key, or null for any other bytes. */
export function keyParts(bytes: Uint8Array): CoseKey | null {
  try {
    return parseCoseKey(bytes)
  } catch (error) {
    if (error instanceof Invalid) return null
    throw error
  }
}

type NewKey = {
  readonly holder: Party
  readonly purpose: KeyRow["purpose"]
  readonly public: Uint8Array
  readonly algorithm?: KeyRow["algorithm"]
  readonly from?: number
  readonly until?: number | null
}

/** Puts a key into the register, in force from now at the earliest; answers its thumbprint. */
export function admitKey(tx: Tx, given: NewKey): Hash {
  const parts = keyParts(given.public)
  ensure(parts, refuse.key_malformed, { holder: given.holder })
  const algorithm = given.algorithm ?? parts.algorithm
  ensure(parts.algorithm === algorithm, refuse.key_malformed, { expected: algorithm })
  const agrees = (algorithm === "x25519") === (given.purpose === "encryption")
  ensure(agrees, refuse.purpose_not_allowed, { purpose: given.purpose, algorithm })
  const principal = given.holder.includes("/")
  const signs = given.purpose === "sign" || given.purpose === "approve"
  ensure(principal || !signs, refuse.purpose_not_allowed, {
    purpose: given.purpose,
    holder: given.holder,
  })
  ensure(isSoundKey(parts), refuse.key_weak, { holder: given.holder })

  const key = thumbprint(given.public) as Hash
  ensure(!keys.has(tx, { key }), refuse.key_in_use, { key })
  const { holder } = given
  const limit = KEYS_OF_HOLDER_MAX
  const held = holderKeys.scan(tx, { holder }, { limit }).length
  ensure(held < limit, refuse.limit_reached, { limit, holder })

  const from = given.from !== undefined && given.from > tx.time ? given.from : tx.time
  const until = given.until ?? null
  ensure(until === null || until > from, refuse.period_invalid, { from, until })
  keys.put(
    tx,
    { key },
    {
      holder,
      purpose: given.purpose,
      algorithm,
      public: given.public,
      from,
      until,
      status: "active",
      since: null,
    },
  )
  holderKeys.put(tx, { holder, key }, {})
  tx.emit(keyAdded, { key, holder, purpose: given.purpose, algorithm, from, until })
  return key
}

/** Retires every key of a holder that still stands. */
export function retireKeys(tx: Tx, holder: Party): void {
  for (const { key } of holderKeys.scan(tx, { holder }, { limit: KEYS_OF_HOLDER_MAX })) {
    if (keys.get(tx, key)?.status === "active") {
      keys.patch(tx, key, { status: "retired", since: tx.time })
    }
  }
}
