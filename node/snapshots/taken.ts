/** What is written into a store of a snapshot that is taken. */
import { type ArrivedRow, fromHex, joined, type RestoredParts } from "@concordat/kernel"
import { hashPageKey, idsKey, pathKey, rowKey } from "../store/layout.ts"
import type { Change } from "../store/state-store.ts"
import { PAGE_BYTES, PAGE_HASHES } from "../store/stored-hashes.ts"

/** Rows as they arrive. */
export function changesOf(rows: readonly ArrivedRow[]): Change[] {
  const changes: Change[] = []
  for (const { key, value, path } of rows) {
    changes.push([rowKey(key), value], [pathKey(path), key])
  }
  return changes
}

/** Ids of the window, and the page of the event log that goes on after the snapshot. */
export function besidesOf({ ids, log }: RestoredParts): Change[] {
  const changes = ids.map(({ height, ids }): Change => {
    return [idsKey(height), joined(ids.map((id) => fromHex(id)))]
  })
  const page = Math.floor(Number(log.size) / PAGE_HASHES)
  changes.push([hashPageKey("leaves", page), new Uint8Array(PAGE_BYTES)])
  return changes
}
