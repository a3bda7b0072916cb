/** Proofs of misbehaviour in the terms of services, which know addresses by their digits. */
import type { Misbehaviour as Told } from "@concordat/engines/port"
import { type Hex, type Misbehaviour, toHex } from "@concordat/kernel"

/** What services are told of what an engine tells. */
export function misbehaviourFor(told: readonly Told[]): readonly Misbehaviour[] {
  return told.map(({ kind, validator, power, height, time }) => {
    return { kind, address: toHex(validator) as Hex, power, height, time }
  })
}
