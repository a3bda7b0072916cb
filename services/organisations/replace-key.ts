/**
 * How another service exchanges a key that it keeps in use: with proof of possession as ever, and
 * the old key retires at once. So validators change the keys that sign blocks.
 */
import { ensure, type Hash, procedure, type Writer } from "@concordat/kernel"
import { keyRotated } from "./events.ts"
import { enterKey, usableKey } from "./key-records.ts"
import { ensurePossession } from "./possession.ts"
import { refuse } from "./refusals.ts"
import { keys } from "./tables.ts"

type Offered = { readonly public: Uint8Array; readonly possession: Uint8Array }

/**
 * Registers the key that is offered for the holder and purpose of the old one, of the same
 * algorithm; answers its name. An old key that was revoked before stays so.
 */
export const replaceKey = procedure((tx: Writer, old: Hash, offered: Offered): Hash => {
  const row = keys.get(tx, { key: old })
  ensure(row, refuse.unknown_key, { key: old })
  const { holder, purpose, algorithm, status } = row
  const offering = { ...offered, holder, purpose }
  const usable = usableKey(tx, { ...offering, algorithm })
  ensurePossession(tx, offering)

  const key = enterKey(tx, usable, { from: tx.time, until: null })
  if (status === "active") keys.patch(tx, { key: old }, { status: "retired", since: tx.time })
  tx.emit(keyRotated, { old, key, holder, until: tx.time })
  return key
})
