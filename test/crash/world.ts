/** A real node over a folder, for processes that are killed and for whoever looks at the rest. */
import { join } from "node:path"
import type { Ledger } from "../../node/ledger.ts"
import { lockFolder } from "../../node/lock.ts"
import type { ReadModelChoice } from "../../node/open.ts"
import { systemClock, systemScheduler } from "../../node/seams/clock.ts"
import { systemDisk } from "../../node/seams/disk.ts"
import { levelPlace } from "../../node/store/store-place.ts"
import { openNode, type TestWorld, testWorld } from "../../node/testing/node.testing.ts"
import { notesModule, notesRuntime } from "../../node/testing/notes.testing.ts"
import { verifyInThreads } from "../../node/verify/verifier.ts"

type FolderOptions = {
  readonly world?: TestWorld
  readonly readModel?: ReadModelChoice | null
  readonly snapshotEvery?: number
}

/** Opens the node of a folder with the machine's own disk, clock and threads. */
export async function openFolder(
  data: string,
  { world = testWorld(), ...options }: FolderOptions = {},
): Promise<{ world: TestWorld; ledger: Ledger }> {
  world.disk = systemDisk
  world.salt = Math.floor(Math.random() * 2 ** 40)
  const runtime = notesRuntime()
  const ledger = await openNode(world, {
    ...{ data, clock: systemClock, scheduler: systemScheduler, lock: lockFolder },
    store: levelPlace(join(data, "state")),
    ...{ flushBlocks: 3, servicesModule: notesModule, ...options },
    verifier: verifyInThreads({ runtime, workers: 1, services: notesModule, onLost: () => {} }),
  })
  return { world, ledger }
}
