/** A node with a snapshot of several chunks in one folder, and a joiner over another. */
import { join } from "node:path"
import { systemDisk } from "../../node/seams/disk.ts"
import { Joiner, served, wideWorld } from "../../node/snapshots/joiner.testing.ts"
import { openLevelStore } from "../../node/store/level-store.ts"
import { openFolder } from "./world.ts"

const NOTES = 11_000

/** Opens the node of a folder whose genesis fills several chunks. */
export const openWide = (data: string) => openFolder(data, { world: wideWorld(NOTES) })

/** Opens both, and what the node serves. */
export async function openJoining(data: string, joined: string) {
  const { world, ledger } = await openWide(data)
  const snapshot = await served(world, ledger, data)
  const store = await openLevelStore(join(joined, "state"))
  const place = { store, disk: systemDisk, data: joined }
  const joiner = await new Joiner(world, place).start()
  return { world, ledger, snapshot, store, joiner }
}
