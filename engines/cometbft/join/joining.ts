/**
 * A node that joins by state sync, from its first start until it has executed a block above the
 * snapshot. A mark in the data folder keeps that over restarts: an engine that was stopped in the
 * middle is offered snapshots again.
 */
import type { Clock, Disk, Scheduler } from "../../seams.ts"
import { awaitAbsence, ownAddress } from "./absence.ts"
import { Headers, type JoinChoice } from "./headers.ts"

const UNUSED = new Uint8Array()

export type JoiningOptions = {
  readonly disk: Disk
  readonly clock: Clock
  readonly scheduler: Scheduler
  /** The node's data folder, and the engine's own. */
  readonly data: string
  readonly home: string
  readonly chain: string
  readonly choice: JoinChoice | null
  /** Height of the state that is here; 0: none. */
  readonly height: bigint
}

/** One attempt to join. */
export class Joining {
  private readonly options: JoiningOptions
  private readonly mark: string
  private readonly done = Promise.withResolvers<void>()
  private over = false
  readonly headers: Headers

  private constructor(options: JoiningOptions, choice: JoinChoice, mark: string) {
    this.options = options
    this.mark = mark
    this.headers = new Headers(options.chain, choice, options.clock)
    this.done.promise.catch(() => {}) // Whoever waits hears it.
  }

  /** Null where this node has its blocks, or joins by blocks alone. */
  static async begin(options: JoiningOptions): Promise<Joining | null> {
    const { disk, data, home, choice, height } = options
    if (choice === null) return null
    const mark = `${data}/engine/joining`
    const begun = (await disk.read(mark)) !== null
    const isFresh = height === 0n && !(await disk.list(`${home}/data`)).includes("blockstore.db")
    if (!begun && !isFresh) return null
    await disk.makeFolder(`${data}/engine`)
    await disk.replace(mark, UNUSED)
    return new Joining(options, choice, mark)
  }

  /** Returns once this engine's key has voted for none of the last blocks. */
  async absent(): Promise<void> {
    const { disk, home, scheduler } = this.options
    const address = await ownAddress(disk, home)
    await awaitAbsence(this.headers, address, scheduler, () => this.over)
  }

  /** A block above the snapshot is executed, so the engine has the state for good. */
  async end(): Promise<void> {
    if (this.over) return
    this.over = true
    await this.options.disk.remove(this.mark)
    this.done.resolve()
  }

  /** It will not come to that. */
  fail(failure: unknown): void {
    this.over = true
    this.done.reject(failure)
  }

  /** Returns once it has joined; throws what `fail` was told. */
  ended(): Promise<void> {
    return this.done.promise
  }
}
