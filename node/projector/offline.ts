/**
 * The read model of a node that does not run: brought to where its store stands, made anew, and
 * compared with the state. The same feed and the same projector as in a running node, without
 * thread.
 */
import type { Disk } from "@concordat/engines/seams"
import { openArchive, type SoloArchive } from "@concordat/engines/solo"
import { beginsWith, ConcordatError, type Runtime, readGenesis } from "@concordat/kernel"
import { openJournal } from "../journal/journal.ts"
import { Reached } from "../ledger/reached.ts"
import { readHead, type StoreHead } from "../store/head.ts"
import { ROWS } from "../store/layout.ts"
import type { StateStore } from "../store/state-store.ts"
import type { Comparison } from "./compare.ts"
import type { Database } from "./database.ts"
import { Feed } from "./feed.ts"
import { ProjectorCore } from "./projector-core.ts"
import type { StateRow } from "./sql-rows.ts"

export type OfflineOptions = {
  readonly store: StateStore
  readonly disk: Disk
  /** The node's data folder. */
  readonly data: string
  readonly runtime: Runtime
  readonly database: Database
  /** Make it anew, whatever is there. */
  readonly fresh: boolean
}

async function* allRows(store: StateStore): AsyncGenerator<StateRow> {
  for await (const page of store.entries(...ROWS)) {
    for (const [key, value] of page) yield [key.subarray(1), value!]
  }
}

function headOf(store: StateStore): StoreHead {
  const head = readHead(store)
  if (head !== null) return head
  throw new ConcordatError("node_starting", `${store.location} holds no ledger yet.`, {
    hint: "Start the node once, then ask again.",
  })
}

/** The read model of a data folder that nobody else has open. */
export class OfflineReadModel {
  private readonly options: OfflineOptions
  private readonly core: ProjectorCore
  private readonly feed: Feed
  private readonly archive: SoloArchive
  /** Where the store stands. */
  readonly head: StoreHead

  private constructor(
    options: OfflineOptions,
    { core, feed, archive }: { core: ProjectorCore; feed: Feed; archive: SoloArchive },
    head: StoreHead,
  ) {
    this.options = options
    this.core = core
    this.feed = feed
    this.archive = archive
    this.head = head
  }

  /**
   * Throws `node_starting` for an empty store, `genesis_mismatch` for another's database. Store and
   * database stay the caller's; what else it opens is let go of by `close`.
   */
  static async open(options: OfflineOptions): Promise<OfflineReadModel> {
    const { store, disk, data, runtime, database, fresh } = options
    const head = headOf(store)
    const { chain, height, initialHeight } = head
    const genesis = new TextDecoder().decode((await disk.read(`${data}/genesis.json`))!)
    const core = await ProjectorCore.open(database, { runtime, chain, genesis, fresh })
    const journal = await openJournal(store, height)
    const stored = new Reached()
    stored.reach(height)
    const flushed = () => height
    const begun = readGenesis(runtime, genesis, { older: true })
    const repeatable = begun.recovery === null && beginsWith(runtime, begun)
    const archive = await openArchive(disk, data)
    const feed = new Feed({
      ...{ store, journal: () => journal, archive, stored, flushed },
      ...{ initialHeight, repeatable, state: () => head },
    })
    return new OfflineReadModel(options, { core, feed, archive }, head)
  }

  /** Last height that it tells of, and the lowest; null while it is empty. */
  get marker() {
    return this.core.want.marker
  }

  /** Rows brought so far. */
  get rows(): number {
    return this.core.rows
  }

  /** Brings it to where the store stands. */
  async bringUp(tell: (height: bigint, of: bigint) => void = () => {}): Promise<void> {
    const of = this.head.height
    for (;;) {
      const { marker, executed, loading } = this.core.want
      if (!loading && marker !== null && marker.height >= of) return
      tell(marker?.height ?? executed ?? 0n, of)
      await this.core.take(await this.feed.next(this.core.want))
    }
  }

  /** Compares every row with the state. Throws `read_model_behind` unless heights are equal. */
  async compare(tell?: (rows: number) => void): Promise<Comparison> {
    const { marker, head } = this
    if (marker?.height !== head.height) {
      const own = marker === null ? "empty" : `at ${marker.height}`
      const message = `The read model is ${own}, the state at ${head.height}.`
      throw new ConcordatError("read_model_behind", message, {
        hint: "Make it anew: `concordat read-model rebuild`.",
      })
    }
    return this.core.compare(allRows(this.options.store), tell)
  }

  close(): Promise<void> {
    return this.archive.close()
  }
}
