/**
 * Makes a ledger of many blocks in a folder and dies without closing it, as by a power cut:
 * `node test/load/builder.ts <folder> <blocks>`. Its disk does not sync, to be done in minutes.
 */
import type { Disk, DiskFile } from "@concordat/engines/seams"
import { systemDisk } from "../../node/seams/disk.ts"
import { openLoaded, writes } from "./world.ts"

/** Enough that signing ahead takes little memory. */
const AT_ONCE = 1_000

const unsynced = (file: DiskFile): DiskFile => ({ ...file, sync: async () => {} })
const disk: Disk = { ...systemDisk, open: async (path) => unsynced(await systemDisk.open(path)) }

const blocks = BigInt(process.argv[3]!)
const ledger = await openLoaded(process.argv[2]!, { disk })
for (let from = 0; ledger.status().height < blocks; from += AT_ONCE) {
  for (const transaction of writes(AT_ONCE, 1, from)) {
    await ledger.submit(transaction)
    if (ledger.status().height >= blocks) break
  }
}
process.kill(process.pid, "SIGKILL")
