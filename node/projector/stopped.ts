/** Opens the read model of a data folder whose node is stopped, and lets all of it go again. */
import { defineRuntime, type Service } from "@concordat/kernel"
import { useAccelerators } from "../accelerators/index.ts"
import { lockFolder } from "../lock.ts"
import type { ReadModelChoice } from "../open.ts"
import { systemDisk } from "../seams/disk.ts"
import { openLevelStore } from "../store/level-store.ts"
import { type Opened, openTrusted } from "./folder.ts"
import { OfflineReadModel } from "./offline.ts"
import { databaseOf } from "./open-read-model.ts"

export type StoppedOptions = {
  /** Absolute path of the node's data folder. */
  readonly data: string
  readonly services: readonly Service[]
  readonly database: ReadModelChoice["database"]
  /** Make the read model anew. */
  readonly fresh: boolean
}

/**
 * Works with the read model of a stopped node. Throws `store_in_use` while the node runs,
 * `node_starting` for a folder without a ledger, `read_model_behind` where the database fails.
 */
export async function withStoppedReadModel<T>(
  options: StoppedOptions,
  work: (model: OfflineReadModel) => Promise<T>,
): Promise<T> {
  const { data, services, database: choice, fresh } = options
  const unlock = lockFolder(data)
  const closing: (() => Promise<void>)[] = []
  try {
    await useAccelerators()
    const store = await openLevelStore(`${data}/state`)
    closing.push(() => store.close())
    const opened: Opened = await openTrusted(databaseOf(data, choice))
    closing.unshift(opened.close)
    const runtime = defineRuntime(services)
    const { database } = opened
    const of = { store, disk: systemDisk, data, runtime, database, fresh }
    const model = await OfflineReadModel.open(of)
    closing.unshift(() => model.close())
    return await work(model)
  } finally {
    for (const close of closing) await close()
    unlock()
  }
}
