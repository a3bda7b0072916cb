/** The read model of a node as its options ask for it: none, at the first question, or at once. */
import type { BlockArchive } from "@concordat/engines/port"
import { beginsWith, type Genesis } from "@concordat/kernel"
import type { Executor } from "../executor/executor.ts"
import type { Reached } from "../ledger/reached.ts"
import type { ReadModel } from "../ledger.ts"
import type { OpenOptions, ReadModelChoice } from "../open.ts"
import type { StateStore } from "../store/state-store.ts"
import type { DatabaseChoice } from "./database.ts"
import { Feed } from "./feed.ts"
import { CONSUMER, noReadModel, ReadModelThread } from "./read-model.ts"
import { inThread } from "./thread.ts"

/** What the read model reads from. */
export type ReadModelParts = {
  readonly options: OpenOptions
  readonly genesis: Genesis
  readonly store: StateStore
  readonly archive: BlockArchive
  readonly executor: Executor
  /** Heights that are in the store. */
  readonly stored: Reached
}

/** The database that was chosen for a data folder: PGlite lies in it. */
export function databaseOf(data: string, database: ReadModelChoice["database"]): DatabaseChoice {
  return database.kind === "pglite" ? { kind: "pglite", folder: `${data}/readmodel` } : database
}

/** The read model, and how it ends. */
export function openReadModel(parts: ReadModelParts): {
  readonly readModel: ReadModel
  readonly closeReadModel: (reason: unknown) => Promise<void>
} {
  const { options, genesis, store, archive, executor, stored } = parts
  const { chain, height: initialHeight, recovery } = genesis
  const { servicesModule, disk, data, scheduler, log, readModel: choice } = options
  const { projector = inThread } = options
  if (choice === undefined || choice === null || servicesModule === null) {
    executor.journal.release(CONSUMER)
    return { readModel: noReadModel, closeReadModel: async () => {} }
  }
  const database = databaseOf(data, choice.database)
  const state = () => executor.state
  const journal = () => executor.journal
  const flushed = () => executor.writes.flushed
  const repeatable = recovery === null && beginsWith(executor.runtime, genesis)
  const about = { initialHeight, repeatable }
  const feed = new Feed({ store, journal, archive, state, ...about, stored, flushed })
  const readModel = new ReadModelThread({
    ...{ database, accelerators: {}, services: servicesModule, chain, feed, journal },
    ...{ scheduler, log, projector, tip: () => state().height },
    genesis: async () => new TextDecoder().decode((await disk.read(`${data}/genesis.json`))!),
  })
  if (choice.atOnce) readModel.start()
  return {
    readModel,
    async closeReadModel(reason) {
      await readModel.close()
      stored.fail(reason)
    },
  }
}
