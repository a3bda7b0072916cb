/** A rehearsal in the folder of a node that does not run. */
import { lockFolder } from "../lock.ts"
import { silentLog } from "../log/log.ts"
import { systemDisk } from "../seams/disk.ts"
import { levelPlace } from "../store/store-place.ts"
import { type RehearsalOptions, type Rehearsed, rehearse } from "./rehearse.ts"

/** Rehearses in `data`. Throws `store_in_use` while a node runs over it, and as `rehearse`. */
export async function rehearseIn(
  data: string,
  options: Omit<RehearsalOptions, "store" | "disk" | "data" | "log">,
): Promise<Rehearsed> {
  const unlock = lockFolder(data)
  try {
    const store = await levelPlace(`${data}/state`).open()
    try {
      return await rehearse({ ...options, store, disk: systemDisk, data, log: silentLog })
    } finally {
      await store.close()
    }
  } finally {
    unlock()
  }
}
