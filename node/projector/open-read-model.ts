/** The read model of a node as its options ask for it: none, with the first question, or at once. */
import type { BlockArchive } from "@concordat/engines/port"
import type { Executor } from "../executor/executor.ts"
import type { Reached } from "../ledger/reached.ts"
import type { ReadModel } from "../ledger.ts"
import type { OpenOptions } from "../open.ts"
import type { StateStore } from "../store/state-store.ts"
import type { DatabaseChoice } from "./database.ts"
import { Feed } from "./feed.ts"
import { CONSUMER, noReadModel, ReadModelThread } from "./read-model.ts"

/** What the read model reads from. */
export type ReadModelParts = {
  readonly options: OpenOptions
  readonly chain: string
  readonly initialHeight: bigint
  readonly store: StateStore
  readonly archive: BlockArchive
  readonly executor: Executor
  /** Heights that are in the store. */
  readonly stored: Reached
}

/** The folder of PGlite in a node's data folder. */
export const readModelFolder = (data: string) => `${data}/readmodel`

function databaseOf({ data, readModel }: OpenOptions): DatabaseChoice | null {
  if (readModel === undefined || readModel === null) return null
  const { database } = readModel
  return database.kind === "pglite" ? { kind: "pglite", folder: readModelFolder(data) } : database
}

/** The read model, and how it ends. */
export function openReadModel(parts: ReadModelParts): {
  readonly readModel: ReadModel
  readonly close: () => Promise<void>
} {
  const { options, chain, initialHeight, store, archive, executor, stored } = parts
  const { servicesModule, disk, data, scheduler, log, readModel: choice } = options
  const database = databaseOf(options)
  if (database === null || servicesModule === null) {
    executor.journal.release(CONSUMER)
    return { readModel: noReadModel, close: async () => {} }
  }
  const state = () => executor.state
  const journal = () => executor.journal
  const flushed = () => executor.writes.flushed
  const feed = new Feed({ store, journal, archive, state, initialHeight, stored, flushed })
  const readModel = new ReadModelThread({
    ...{ database, accelerators: {}, services: servicesModule, chain, feed, journal },
    ...{ scheduler, log, tip: () => state().height },
    genesis: async () => new TextDecoder().decode((await disk.read(`${data}/genesis.json`))!),
  })
  if (choice?.atOnce) readModel.start()
  return { readModel, close: () => readModel.close() }
}
