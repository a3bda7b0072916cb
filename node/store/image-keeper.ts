/** Decides when an image of the state trie is worth its writing, and keeps what it needs. */
import type { Disk, Scheduler } from "@concordat/engines/seams"
import type { LedgerState } from "@concordat/kernel"
import { pruneImages, writeImage } from "./trie-images.ts"
import type { WriteBehind } from "./write-behind.ts"

/** Rows written since the last image, from which a new one is made while the node runs. */
const TOUCHED_MIN = 200_000
/** The same when the node closes. */
const TOUCHED_AT_CLOSE = 20_000

export type ImageKeeperOptions = {
  readonly disk: Disk
  readonly scheduler: Scheduler
  readonly folder: string
  readonly state: () => LedgerState
  readonly writes: () => WriteBehind
}

/** Writes images of the trie when they are due, and drops old ones. */
export class ImageKeeper {
  private readonly options: ImageKeeperOptions
  private touched = 0
  private writing: Promise<void> | null = null

  constructor(options: ImageKeeperOptions) {
    this.options = options
  }

  /** Tells which undo records the images on disk need. */
  async open(): Promise<void> {
    const { disk, folder, writes } = this.options
    writes().undoFrom = await pruneImages(disk, folder)
  }

  /** A block wrote this many rows. */
  wrote(rows: number): void {
    this.touched += rows
    const due = Math.max(TOUCHED_MIN, this.options.state().trie.size / 2)
    if (this.touched >= due) this.start()
  }

  private start(): void {
    // An image that fails costs a slower start; a disk that is full shows elsewhere.
    this.writing ??= this.write()
      .catch(() => {})
      .finally(() => {
        this.writing = null
      })
  }

  private async write(): Promise<void> {
    const { disk, scheduler, folder, state } = this.options
    const writes = this.options.writes()
    this.touched = 0
    const { trie } = state()
    writes.undoFrom ??= trie.height
    const height = await writeImage(disk, scheduler, folder, trie)
    while (writes.flushed === null || writes.flushed < height) await writes.drain()
    writes.undoFrom = (await pruneImages(disk, folder)) ?? height
  }

  /** Writes a last image where it spares the next start something. Everything is flushed. */
  async close(): Promise<void> {
    await this.writing
    if (this.touched < TOUCHED_AT_CLOSE) return
    this.start()
    await this.writing
  }
}
