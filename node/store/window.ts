/** The ids that may not come again, block by block, each list compared with its digest. */
import {
  type BlockIds,
  blockRows,
  DIGEST_BYTES,
  type Hash,
  hashOf,
  idsDigest,
  readStateKey,
  type SnapshotRow,
  tablePrefix,
} from "@concordat/kernel"
import { decodeBlockFacts } from "./block-facts.ts"
import { blockKey, idsKey } from "./layout.ts"
import type { StoreOrigin } from "./origin.ts"
import { type StoreReader, storeDamaged } from "./state-store.ts"

/** What every key of the rows begins with that name the blocks of the window. */
export const WINDOW_PREFIX = tablePrefix(blockRows)

/** Ids that came with a snapshot, 32 bytes each. */
function unpacked(packed: Uint8Array): Hash[] {
  const ids: Hash[] = []
  for (let at = 0; at < packed.length; at += DIGEST_BYTES) {
    ids.push(hashOf(packed.subarray(at, at + DIGEST_BYTES)))
  }
  return ids
}

/** Ids of a block as the snapshot brought them, or as it was executed here. */
function idsAt(store: StoreReader, height: bigint, fromSnapshot: boolean): Hash[] | null {
  const brought = fromSnapshot ? store.get(idsKey(height)) : undefined
  if (brought !== undefined) return unpacked(brought)
  const stored = store.get(blockKey(height))
  if (stored === undefined) return null
  const { results } = decodeBlockFacts(stored)
  return results.flatMap(({ id, remembered }) => (remembered && id !== null ? [id] : []))
}

/** The list that a row of `kernel/blocks` names. Throws `store_damaged`. */
export function idListOf(
  store: StoreReader,
  [key, value]: SnapshotRow,
  origin: StoreOrigin | null,
): BlockIds {
  const { height } = readStateKey(blockRows, key) as { height: bigint }
  const row = blockRows.readRow(value) as { ids: Hash }
  const ids = idsAt(store, height, origin !== null)
  if (ids === null) throw storeDamaged(store.location, `lacks block ${height}`)
  if (idsDigest(ids) === row.ids) return { height, ids }
  throw storeDamaged(store.location, `has other transactions for block ${height}`)
}
