/** The ledger that load tests and benches run: notes, written by one signer, as in production. */
import { join } from "node:path"
import type { Ledger } from "../../node/ledger.ts"
import { lockFolder } from "../../node/lock.ts"
import type { OpenOptions } from "../../node/open.ts"
import { systemClock, systemScheduler } from "../../node/seams/clock.ts"
import { systemDisk } from "../../node/seams/disk.ts"
import { levelPlace } from "../../node/store/store-place.ts"
import { openNode, signedBy, testWorld, writeOf } from "../../node/testing/node.testing.ts"
import { notesModule, notesRuntime } from "../../node/testing/notes.testing.ts"
import { verifyInThreads } from "../../node/verify/verifier.ts"

/** No development ledger: rows are not frozen, as on any other. */
const CHAIN = "load-test-1"
/** Below the 15 minutes that a transaction may wait. */
const EXPIRES_MS = 600_000

/** Opens the ledger of a folder on the machine's own disk, clock and threads. */
export function openLoaded(data: string, options: Partial<OpenOptions> = {}): Promise<Ledger> {
  const runtime = notesRuntime()
  return openNode(testWorld(1, CHAIN), {
    ...{ data, disk: systemDisk, clock: systemClock, scheduler: systemScheduler, lock: lockFolder },
    store: levelPlace(join(data, "state")),
    profile: "production",
    verifier: verifyInThreads({ runtime, workers: 1, services: notesModule, onLost: () => {} }),
    ...options,
  })
}

/**
 * Signed transactions, `count` of them with so many operations each. Two calls with other `from`
 * give other names and salts, as long as the first made no more than lie between.
 */
export function writes(count: number, operations: number, from = 0): Uint8Array[] {
  const world = testWorld(1, CHAIN)
  world.salt = from
  const says = { expires: systemClock.now() + EXPIRES_MS }
  return Array.from({ length: count }, (_, i) => {
    const name = (j: number) => `n${from + i}-${j}`
    const all = Array.from({ length: operations }, (_, j) => writeOf(name(j)))
    return signedBy(world, CHAIN, 0, all, says)
  })
}
