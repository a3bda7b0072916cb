/**
 * What the engine proves against a validator: it is recorded, and its power is gone at once. The
 * set may so come to break its rules, which an event tells; it never becomes empty.
 */
import type { HookTx, Misbehaviour, Writer } from "@concordat/kernel"
import { evidenceIgnored, faultRecorded, validatorFaulted, validatorSetDegraded } from "./events.ts"
import { degraded, strike } from "./power-change.ts"
import { successorOf } from "./rotate-key.ts"
import { faults, isRecent, validators } from "./tables.ts"

/** Records a fault; false where it counts for nothing. */
function recordFault(tx: Writer, { kind, address, power, height, time }: Misbehaviour): boolean {
  const row = validators.get(tx, { address })
  const known = faults.has(tx, { height, address })
  if (row === undefined || known || !isRecent(tx, { height, time })) {
    tx.emit(evidenceIgnored, { address, kind, height })
    return false
  }
  faults.put(tx, { height, address }, { kind, power, recorded: tx.time })
  tx.emit(faultRecorded, { address, organisation: row.organisation, kind, height, power })
  return true
}

/** Bars an address for good and takes its power, unless it is all the power there is. */
function bar(tx: Writer, address: Misbehaviour["address"]): void {
  const row = validators.get(tx, { address })
  if (row === undefined || row.state === "faulted") return
  const { organisation, key, power: held } = row
  const struck = strike(tx, organisation, key, held)
  const rest = struck ? { power: 0n } : {}
  const when = { since: tx.height, changed: tx.time }
  validators.patch(tx, { address }, { ...rest, state: "faulted", ...when })
  if (!struck) return
  tx.emit(validatorFaulted, { address, organisation, power: held })
  const left = degraded(tx)
  if (left !== null) tx.emit(validatorSetDegraded, left)
}

/** Whoever replaced the key that is named answers for it: nobody gets away by a new key. */
export function judgeMisbehaviour(tx: HookTx): undefined {
  for (const fault of tx.engine.misbehaviour) {
    if (!recordFault(tx, fault)) continue
    const current = successorOf(tx, fault.address)
    bar(tx, fault.address)
    if (current !== fault.address) bar(tx, current)
  }
}
