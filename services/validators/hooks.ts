/** What happens at the beginning of the ledger and at the end of every block. */
import { ensure, type HookTx } from "@concordat/kernel"
import { countNodes, countPower, withPower } from "./counts.ts"
import { validatorLeft, validatorSetDegraded } from "./events.ts"
import { degraded } from "./power-change.ts"
import { refuse } from "./refusals.ts"
import {
  NODES_MAX,
  organisationNodes,
  power,
  powerTotal,
  updates,
  VALIDATORS_MAX,
  validators,
} from "./tables.ts"
import { addressOfKey } from "./validators.ts"

/** Refuses rows that name other validators than those with which the engine begins. */
function ensureSameSet(tx: HookTx, named: number): void {
  const { set } = tx.engine
  for (const { key, power: held } of set) {
    const row = validators.get(tx, { address: addressOfKey(key.ed25519) })
    const agrees = row?.power === held
    ensure(agrees, refuse.unknown_validator, { key: key.ed25519, power: held })
  }
  const signing = set.length
  ensure(named === signing, refuse.wrong_state, { validators: named, signing })
  ensure(signing <= VALIDATORS_MAX, refuse.limit_reached, { limit: VALIDATORS_MAX })
}

/** Whose the first validators are stands in rows of the genesis file; sums are made here. */
export function beginRegister(tx: HookTx): undefined {
  const { all, of } = countPower(tx)
  for (const [organisation, count] of of) power.put(tx, { organisation }, count)
  powerTotal.put(tx, {}, all)
  ensureSameSet(tx, all.validators)
  for (const [organisation, count] of countNodes(tx)) {
    ensure(count <= NODES_MAX, refuse.limit_reached, { limit: NODES_MAX, organisation })
    organisationNodes.put(tx, { organisation }, { nodes: count })
  }
}

/**
 * Where the ledger goes on after a recovery: who is not in the set that begins has lost its power.
 * Nobody gains any, so rules about shares may be broken; what the set has come to is said.
 */
export function recoverRegister(tx: HookTx): undefined {
  const kept = new Set(tx.engine.set.map(({ key }) => key.ed25519))
  for (const { address, row } of withPower(tx)) {
    const { organisation, power: held } = row
    if (kept.has(row.key)) continue
    const gone = { power: 0n, state: "gone" as const, since: tx.height, changed: tx.time }
    validators.patch(tx, { address }, gone)
    power.delete(tx, { organisation })
    tx.emit(validatorLeft, { address, organisation, power: held })
  }
  const { all, of } = countPower(tx)
  for (const [organisation, count] of of) power.put(tx, { organisation }, count)
  powerTotal.put(tx, {}, all)
  ensureSameSet(tx, all.validators)
  const unbalanced = degraded(tx)
  if (unbalanced !== null) tx.emit(validatorSetDegraded, unbalanced)
}

/** The one list of a block goes to the engine, and is gone. */
export function handOver(tx: HookTx): undefined {
  const { list } = updates.get(tx, {}) ?? { list: [] }
  if (list.length === 0) return
  updates.delete(tx, {})
  tx.engine.validators(list)
}
