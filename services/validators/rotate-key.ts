/** How a validator changes its key: the old one and the new one are exchanged in one block. */
import {
  bytes,
  command,
  ensure,
  type Hex,
  hashOf,
  parseCoseKey,
  type View,
} from "@concordat/kernel"
import { possessionAhead, replaceKey } from "../organisations/service.ts"
import { keyReplaced } from "./events.ts"
import { changePower } from "./power-change.ts"
import { refuse } from "./refusals.ts"
import { address, isRecent, ROTATIONS_MAX, type ValidatorRow, validators } from "./tables.ts"
import { addressOfKey, ensureSigning, registeredName, validatorOf } from "./validators.ts"

/** How many keys before this one evidence could still name. */
function recentPredecessors(view: View, row: ValidatorRow): number {
  let count = 0
  let before = row.predecessor
  while (before !== null && count < ROTATIONS_MAX) {
    const former = validators.get(view, { address: before })
    if (former === undefined) break
    if (!isRecent(view, { height: former.since, time: former.changed })) break
    count += 1
    before = former.predecessor
  }
  return count
}

/**
 * Who answers now for a key that may have been replaced. A validator that is there has replaced at
 * most `ROTATIONS_MAX` keys that evidence could name, so the way is short.
 */
export function successorOf(view: View, named: Hex): Hex {
  let current = named
  for (let steps = 0; steps <= ROTATIONS_MAX; steps++) {
    const next = validators.get(view, { address: current })?.successor ?? null
    if (next === null) return current
    current = next
  }
  return current
}

export const rotateKey = command({
  about: "Exchange the key of an own validator; the new one votes from the second block on.",
  signers: "administrators",
  input: { validator: address, public: bytes(2048), possession: bytes(4096) },
  ahead: (view, { validator, ...offered }) => {
    const row = validators.get(view, { address: validator })
    if (row === undefined) return []
    return possessionAhead(view, { ...offered, holder: row.organisation, purpose: "consensus" })
  },
  made: ({ public: key }) => ({ validator: addressOfKey(hashOf(parseCoseKey(key).x)) }),
  run(tx, { validator, ...offered }) {
    const { organisation } = tx
    const row = validatorOf(tx, organisation, validator)
    ensureSigning(tx, validator, row)
    const limit = ROTATIONS_MAX
    ensure(recentPredecessors(tx, row) < limit, refuse.limit_reached, { limit, validator })

    replaceKey(tx, registeredName(row.key), offered)
    const key = hashOf(parseCoseKey(offered.public).x)
    const successor = addressOfKey(key)
    changePower(tx, organisation, [
      { key: row.key, before: row.power, after: 0n },
      { key, before: 0n, after: row.power },
    ])
    const when = { since: tx.height, changed: tx.time }
    const left = { power: 0n, state: "leaving" as const, successor, ...when }
    validators.patch(tx, { address: validator }, left)
    const links = { predecessor: validator, successor: null }
    const entered = { organisation, key, power: row.power, state: "joining" as const }
    validators.put(tx, { address: successor }, { ...entered, ...when, ...links })
    tx.emit(keyReplaced, { address: validator, organisation, successor, key })
  },
})
