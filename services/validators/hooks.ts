/** What happens at the beginning of the ledger and at the end of every block. */
import { ensure, type HookTx } from "@concordat/kernel"
import { countNodes, countPower } from "./counts.ts"
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

/** The one list of a block goes to the engine, and is gone. */
export function handOver(tx: HookTx): undefined {
  const { list } = updates.get(tx, {}) ?? { list: [] }
  if (list.length === 0) return
  updates.delete(tx, {})
  tx.engine.validators(list)
}
