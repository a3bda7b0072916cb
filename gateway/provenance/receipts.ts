/**
 * Receipts over the statement log: a head is signed once by each organisation whose `receipt` key
 * is at hand, and that one signature serves every statement below it.
 */
import {
  createReceipt,
  type MerkleLog,
  organisationOf,
  type Party,
  type SignedHead,
  signHead,
} from "@concordat/kernel"
import { statementReceiptHeader } from "@concordat/services/provenance"
import type { HeldKey } from "../gateway.ts"

/** One receipt key, and the last head it signed. */
type Signing = { readonly key: HeldKey; size: bigint; head: SignedHead | null }

/** What one organisation signed. */
export type OrganisationHead = { readonly organisation: Party; readonly head: SignedHead }
export type OrganisationReceipt = { readonly organisation: Party; readonly receipt: Uint8Array }

export interface Receipts {
  /** The keys that sign. */
  readonly keys: readonly HeldKey[]
  /** The head of the log's first `size` statements, by each organisation. */
  heads(log: MerkleLog, size: bigint): readonly OrganisationHead[]
  /** A receipt of each organisation for the statement at `position` of the whole log. */
  of(log: MerkleLog, position: bigint): readonly OrganisationReceipt[]
}

/** Signs heads with these keys for one ledger. */
export function signReceipts(chain: string, keys: readonly HeldKey[]): Receipts {
  const signing: Signing[] = keys.map((key) => ({ key, size: -1n, head: null }))

  function headOf(one: Signing, log: MerkleLog, size: bigint): OrganisationHead {
    const { key } = one
    const organisation = organisationOf(key.holder)
    if (one.head === null || one.size !== size) {
      const header = statementReceiptHeader(chain, organisation, key)
      one.head = signHead(log.root(size), header, (message) => key.sign(message))
      one.size = size
    }
    return { organisation, head: one.head }
  }

  const heads = (log: MerkleLog, size: bigint) => signing.map((one) => headOf(one, log, size))
  return {
    keys,
    heads,
    of(log, index) {
      const place = { size: log.size, index, path: log.inclusion(index) }
      return heads(log, log.size).map(({ organisation, head }) => {
        return { organisation, receipt: createReceipt(head, place) }
      })
    },
  }
}
