/**
 * The state store of a node that stands still, judged: every root is computed anew from the rows,
 * no image of the trie is believed, and every invariant of every service is asked.
 */
import { readLog } from "@concordat/engines/solo"
import {
  type Broken,
  ConcordatError,
  checkRuntime,
  type Hash,
  type Runtime,
  verifyState,
} from "@concordat/kernel"
import { lockFolder } from "../lock.ts"
import { readingDisk } from "../seams/disk.ts"
import { loadState } from "../store/load.ts"
import { levelPlace } from "../store/store-place.ts"

/** What the store holds, and what is wrong with it. */
export type StoreVerdict = {
  readonly height: bigint
  readonly rows: number
  readonly events: bigint
  readonly stateRoot: Hash
  readonly appHash: Hash
  /** Whether the header above names this app hash; null where there is none yet. */
  readonly named: boolean | null
  readonly broken: readonly Broken[]
}

/** What the header of a height says of the state below it; null where the log has no such block. */
async function appHashIn(data: string, height: bigint): Promise<string | null> {
  for await (const block of readLog(readingDisk, `${data}/blocks`)) {
    if (block.height === height) return block.header.app
  }
  return null
}

/**
 * Judges the store in `data`. Throws `store_in_use` while a node runs over it, `store_damaged`
 * where it does not open to its own roots, `root_mismatch` where the block log says otherwise.
 */
export async function verifyStore(data: string, runtime: Runtime): Promise<StoreVerdict> {
  const unlock = lockFolder(data)
  try {
    const store = await levelPlace(`${data}/state`).open()
    try {
      // A folder without images: the trie is built from all rows.
      const images = `${data}/no-images`
      const loaded = await loadState({ store, disk: readingDisk, images, runtime })
      if (loaded === null) {
        const hint = "Start the node: it executes its blocks."
        throw new ConcordatError("store_damaged", `${data}/state is empty.`, { hint })
      }
      checkRuntime(runtime, loaded.state)
      const { height, stateRoot, appHash, log } = loaded.state
      const told = await appHashIn(data, height + 1n)
      if (told !== null && told !== appHash) {
        const reason = `Header ${height + 1n} names the app hash ${told}; the state has ${appHash}.`
        throw new ConcordatError("root_mismatch", reason, {
          hint: "Keep the folder, and compare it: `concordat diff-state`.",
          details: { height: String(height) },
        })
      }
      return {
        ...{ height, stateRoot, appHash, rows: loaded.rows.size, events: log.size },
        named: told === null ? null : true,
        broken: verifyState(runtime, loaded.state),
      }
    } finally {
      await store.close()
    }
  } finally {
    unlock()
  }
}
