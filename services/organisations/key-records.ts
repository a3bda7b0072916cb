/** The records of keys: what a key must be to enter the register, and how it enters. */
import {
  type CoseKey,
  ensure,
  type Hash,
  Invalid,
  isSoundKey,
  type Party,
  parseCoseKey,
  thumbprint,
  type View,
  type Writer,
} from "@concordat/kernel"
import { keyAdded } from "./events.ts"
import { refuse } from "./refusals.ts"
import { nameOf } from "./rights.ts"
import { holderKeys, KEYS_OF_HOLDER_MAX, type KeyRow, keys } from "./tables.ts"

/** The parts of a canonical COSE_Key, or null for any other bytes. */
export function keyParts(bytes: Uint8Array): CoseKey | null {
  try {
    return parseCoseKey(bytes)
  } catch (error) {
    if (error instanceof Invalid) return null
    throw error
  }
}

/** A key as it is offered. */
export type OfferedKey = {
  readonly holder: Party
  readonly purpose: KeyRow["purpose"]
  readonly public: Uint8Array
  /** What the one who offers says that it is. */
  readonly algorithm?: KeyRow["algorithm"]
}

/** A key that may enter the register, under its thumbprint. */
export type UsableKey = Required<OfferedKey> & { readonly key: Hash }

/** What it costs to tell whether a point is sound: Ed25519 takes about 160 microseconds. */
const KEY_UNITS = 160

/** The key that is offered, refused where its bytes, its use or its history forbid it. */
export function usableKey(view: View, offered: OfferedKey): UsableKey {
  const { holder, purpose } = offered
  const parts = keyParts(offered.public)
  ensure(parts, refuse.key_malformed, { holder })
  const { algorithm } = parts
  const named = offered.algorithm ?? algorithm
  ensure(named === algorithm, refuse.key_malformed, { actual: algorithm, expected: named })
  const agrees = (algorithm === "x25519") === (purpose === "encryption")
  ensure(agrees, refuse.purpose_not_allowed, { purpose, algorithm })
  const personal = purpose === "sign" || purpose === "approve"
  ensure(nameOf(holder) !== "" || !personal, refuse.purpose_not_allowed, { purpose, holder })
  const key = thumbprint(offered.public)
  ensure(!keys.has(view, { key }), refuse.key_in_use, { key })
  view.charge(KEY_UNITS)
  ensure(isSoundKey(parts), refuse.key_weak, { holder })
  return { holder, purpose, algorithm, public: offered.public, key }
}

/** Refuses one key more than a holder may have; those that have ended make room. */
function makeRoom(tx: Writer, holder: Party): void {
  const limit = KEYS_OF_HOLDER_MAX
  const listed = holderKeys.scan(tx, { holder }, { limit })
  if (listed.length < limit) return
  let ended = 0
  for (const { key } of listed) {
    const row = keys.get(tx, key)
    const stands = row?.status === "active" && (row.until === null || tx.time < row.until)
    if (!stands && holderKeys.delete(tx, key)) ended += 1
  }
  ensure(ended > 0, refuse.limit_reached, { limit, holder })
}

type Window = { readonly from: number; readonly until: number | null }

/** Puts a key into the register, in force from now at the earliest. */
export function enterKey(tx: Writer, entering: UsableKey, window: Window): Hash {
  const { holder, purpose, algorithm, key } = entering
  makeRoom(tx, holder)
  const from = window.from > tx.time ? window.from : tx.time
  const { until } = window
  ensure(until === null || until > from, refuse.period_invalid, { from, until })
  const row = { holder, purpose, algorithm, public: entering.public, from, until }
  keys.put(tx, { key }, { ...row, status: "active", since: null })
  holderKeys.put(tx, { holder, key }, {})
  tx.emit(keyAdded, { key, holder, purpose, algorithm, from, until })
  return key
}

/** Retires every key of a holder that still stands. */
export function retireKeys(tx: Writer, holder: Party): void {
  for (const { key } of holderKeys.scan(tx, { holder }, { limit: KEYS_OF_HOLDER_MAX })) {
    if (keys.get(tx, key)?.status === "active") {
      keys.patch(tx, key, { status: "retired", since: tx.time })
    }
  }
}
