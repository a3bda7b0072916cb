/** What a ledger that stopped left in the folder of a node that does not run. */
import {
  ConcordatError,
  type EngineParameters,
  type Hash,
  type LogHead,
  type Runtime,
  stateView,
  type Validators,
  Verdicts,
  type View,
} from "@concordat/kernel"
import { lockFolder } from "../lock.ts"
import { readingDisk } from "../seams/disk.ts"
import { loadState } from "../store/load.ts"
import { levelPlace } from "../store/store-place.ts"

/** The state at the last height that this node executed. */
export type LeftLedger = {
  readonly chain: string
  readonly height: bigint
  /** Of the last block. */
  readonly time: number
  readonly appHash: Hash
  readonly log: LogHead
  /** The newest set. */
  readonly validators: Validators
  readonly parameters: EngineParameters
  readonly view: View
}

/**
 * Reads what is left in `data`, as long as `read` runs. Throws `store_in_use` while a node runs
 * over it, `store_damaged`, `runtime_mismatch`.
 */
export async function readStopped<Result>(
  data: string,
  runtime: Runtime,
  read: (left: LeftLedger) => Result,
): Promise<Result> {
  const unlock = lockFolder(data)
  try {
    const store = await levelPlace(`${data}/state`).open()
    try {
      // A folder without images: the trie is built from all rows, and believed by its root.
      const images = `${data}/no-images`
      const loaded = await loadState({ store, disk: readingDisk, images, runtime })
      if (loaded === null) {
        const hint = "Start the node: it executes its blocks."
        throw new ConcordatError("store_damaged", `${data}/state is empty.`, { hint })
      }
      const { chain, height, time, appHash, log, validators, parameters } = loaded.state
      const view = stateView(runtime, loaded.state, new Verdicts())
      return read({ chain, height, time, appHash, log, validators, parameters, view })
    } finally {
      await store.close()
    }
  } finally {
    unlock()
  }
}
