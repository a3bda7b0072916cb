/**
 * An invitation that nobody accepted never became anything: when another takes its place, because
 * it is void or named the wrong administrators, their names and keys are free again.
 */
import type { Party, Writer } from "@concordat/kernel"
import { principalOf } from "./rights.ts"
import {
  ADMINISTRATORS_MAX,
  administrators,
  grants,
  holderKeys,
  KEYS_OF_HOLDER_MAX,
  keys,
  principals,
} from "./tables.ts"

/** Removes what the invitation brought; answers how many principals are gone. */
export function clearInvitation(tx: Writer, organisation: Party): number {
  const invited = administrators.scan(tx, { organisation }, { limit: ADMINISTRATORS_MAX })
  for (const { key: id } of invited) {
    const holder = principalOf(organisation, id.name)
    for (const { key } of holderKeys.scan(tx, { holder }, { limit: KEYS_OF_HOLDER_MAX })) {
      keys.delete(tx, key)
      holderKeys.delete(tx, key)
    }
    grants.delete(tx, { holder, role: "org.admin", scope: "" })
    principals.delete(tx, id)
    administrators.delete(tx, id)
  }
  return invited.length
}
