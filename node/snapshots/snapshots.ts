/** The node's side of state sync: snapshots made, kept and served; one taken when it is offered. */
import type { SnapshotOffer, Snapshots } from "@concordat/engines/port"
import type { Disk, Scheduler } from "@concordat/engines/seams"
import type { SnapshotSummary } from "@concordat/kernel"
import type { Log } from "../log/log.ts"
import type { StoreView } from "../store/state-store.ts"
import type { Restore } from "./restore.ts"
import { Shelf } from "./shelf.ts"
import { writeSnapshot } from "./write.ts"

/** The state as the store shows it at one moment. */
export type SettledView = {
  readonly view: StoreView
  readonly height: bigint
  readonly rows: number
}

/** A snapshot that is being written, or is there already. */
export type Begun = { readonly height: bigint; readonly made: Promise<SnapshotSummary> }

export type NodeSnapshotsOptions = {
  readonly disk: Disk
  readonly scheduler: Scheduler
  /** Folder of the snapshots. */
  readonly folder: string
  readonly log: Log
  readonly restore: Restore
  /** Waits until everything committed is in the store. */
  readonly settle: () => Promise<SettledView>
}

/** All snapshots of one node. */
export class NodeSnapshots implements Snapshots {
  private readonly options: NodeSnapshotsOptions
  private readonly shelf: Shelf
  private busy = false
  private making: Promise<unknown> = Promise.resolve()

  private constructor(options: NodeSnapshotsOptions, shelf: Shelf) {
    this.options = options
    this.shelf = shelf
  }

  static async open(options: NodeSnapshotsOptions): Promise<NodeSnapshots> {
    const { disk, folder, log } = options
    return new NodeSnapshots(options, await Shelf.open(disk, folder, log))
  }

  async list(): Promise<SnapshotSummary[]> {
    return this.shelf.list()
  }

  load(height: bigint, format: number, chunk: number): Promise<Uint8Array | null> {
    return this.shelf.load(height, format, chunk)
  }

  offer(offer: SnapshotOffer) {
    return this.options.restore.offer(offer)
  }

  apply(index: number, chunk: Uint8Array) {
    return this.options.restore.apply(index, chunk)
  }

  /**
   * Takes a view of the state as it is now, which is written while the node goes on: `made`. One at
   * a time; null while another one is being written.
   */
  async begin(): Promise<Begun | null> {
    if (this.busy) return null
    this.busy = true
    try {
      const settled = await this.options.settle()
      const { height, view } = settled
      const known = this.shelf.list().find((each) => each.height === height)
      const made = known === undefined ? this.make(settled) : Promise.resolve(known)
      this.making = made.catch(() => {}).then(() => view.close()) // It was logged.
      void this.making.then(() => {
        this.busy = false
      })
      return { height, made }
    } catch (failure) {
      this.busy = false
      throw failure
    }
  }

  private async make({ view, rows }: SettledView): Promise<SnapshotSummary> {
    const { log } = this.options
    try {
      const finished = await writeSnapshot({ ...this.options, view, rows })
      await this.shelf.put(finished)
      const { height, chunks } = finished.summary
      log.info("snapshot_made", `A snapshot of height ${height} is there.`, { height, chunks })
      return finished.summary
    } catch (failure) {
      log.error("snapshot_failed", "A snapshot was not written.", { failure })
      throw failure
    }
  }

  /** Ends what is being written. */
  async close(): Promise<void> {
    await this.making
  }
}
