/** A side over the data folder of a node that stands still. */
import { ConcordatError, type Runtime } from "@concordat/kernel"
import { lockFolder } from "../lock.ts"
import { readingDisk } from "../seams/disk.ts"
import { decodeBlockFacts } from "../store/block-facts.ts"
import { blockKey } from "../store/layout.ts"
import { loadState } from "../store/load.ts"
import { storeDamaged } from "../store/state-store.ts"
import { levelPlace } from "../store/store-place.ts"
import { localSide, type Side } from "./side.ts"

/** An open folder, and how to let it go. */
export type FolderSide = { readonly side: Side; close(): Promise<void> }

/**
 * Opens the store in `data`. Throws `store_in_use` while a node runs over it, `store_damaged` where
 * its state is not the one that it says.
 */
export async function folderSide(
  data: string,
  runtime: Runtime,
  version: string,
): Promise<FolderSide> {
  const unlock = lockFolder(data)
  const store = await levelPlace(`${data}/state`)
    .open()
    .catch((failure) => {
      unlock()
      throw failure
    })
  const close = async () => {
    await store.close()
    unlock()
  }
  try {
    const source = { store, disk: readingDisk, images: `${data}/images`, runtime }
    const loaded = await loadState(source)
    if (loaded === null) {
      const hint = "Start the node: it executes its blocks."
      throw new ConcordatError("store_damaged", `${data}/state is empty.`, { hint })
    }
    const { head, origin, state, rows, journal } = loaded
    const facts = (height: bigint) => {
      const bytes = store.get(blockKey(height))
      if (bytes === undefined) throw storeDamaged(store.location, `lacks block ${height}`)
      return decodeBlockFacts(bytes)
    }
    const first = origin === null ? head.initialHeight : origin.height + 1n
    const parts = { state: () => state, rows: () => rows, journal: () => journal }
    return { side: localSide({ version, first, facts, ...parts }), close }
  } catch (failure) {
    await close()
    throw failure
  }
}
