/**
 * Receipts over the statement log: a head is signed once by each organisation whose `receipt` key is
 * at hand, and that one signature serves every statement below it.
 */
import {
  createReceipt,
  type MerkleLog,
  type Party,
  type SignedHead,
  signHead,
} from "@concordat/kernel"
import { statementReceiptHeader } from "@concordat/services/provenance"
import type { HeldKey } from "../gateway.ts"

/** One receipt key, and the last head it signed. */
type Signing = { readonly key: HeldKey; size: bigint; head: SignedHead | null }

export interface Receipts {
  /** Thumbprints of the keys that sign. */
  readonly keys: readonly HeldKey[]
  /** A receipt of each organisation for the statement at `position`. */
  of(log: MerkleLog, position: bigint): readonly Uint8Array[]
}

/** Signs heads with these keys for one ledger. */
export function signReceipts(chain: string, keys: readonly HeldKey[]): Receipts {
  const signing: Signing[] = keys.map((key) => ({ key, size: -1n, head: null }))

  function headOf(one: Signing, log: MerkleLog): SignedHead {
    if (one.head !== null && one.size === log.size) return one.head
    const { key } = one
    const organisation = key.holder.split("/")[0] as Party
    const header = statementReceiptHeader(chain, organisation, key)
    one.head = signHead(log.root(), header, (message) => key.sign(message))
    one.size = log.size
    return one.head
  }

  return {
    keys,
    of: (log, position) =>
      signing.map((one) =>
        createReceipt(headOf(one, log), {
          size: log.size,
          index: position,
          path: log.inclusion(position),
        }),
      ),
  }
}
