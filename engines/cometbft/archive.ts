/**
 * The network's certified blocks as this node keeps them: header and commit fetched from the
 * engine, verified, and laid into a block log of its own, which is the only source of evidence.
 * Source of truth: ARCHITECTURE.md, "Light client".
 */
import {
  type Commit,
  ConcordatError,
  dataHash,
  equalBytes,
  type Header,
  hashOf,
  headerHash,
  type LightFault,
  signedHeaderFault,
  type Validators,
  verifyCommit,
} from "@concordat/kernel"
import type { ArchivedBlock, BlockArchive } from "../port.ts"
import type { Disk } from "../seams.ts"
import { SoloArchive } from "../solo/archive.ts"
import { BlockLog } from "../solo/block-log.ts"
import { encodeBlockRecord, heightOfBody, OPENING } from "../solo/record.ts"
import type { Schedule } from "../solo/schedule.ts"

type Waiter = {
  readonly height: bigint
  readonly resolve: () => void
  readonly reject: (failure: unknown) => void
}

/** What a collector brings. */
export type SignedHeader = { readonly header: Header; readonly commit: Commit }

function notProven(height: bigint, fault: Pick<LightFault, "reason">): ConcordatError {
  const reason = `Block ${height} of the engine does not verify: ${fault.reason}`
  return new ConcordatError("engine_unsupported", reason, {
    hint: "Keep the folders and report this: engine and node have parted.",
    details: { height: String(height) },
  })
}

/** Certified blocks, the newest some moments behind the engine. */
export class CollectedArchive implements BlockArchive {
  private readonly disk: Disk
  private readonly folder: string
  private readonly chain: string
  private blocks: SoloArchive
  private log: BlockLog
  private waiters: Waiter[] = []
  private failure: unknown = null
  private previous: { readonly height: bigint; readonly hash: Uint8Array } | null = null

  private constructor(disk: Disk, log: BlockLog, folder: string, chain: string) {
    this.disk = disk
    this.folder = folder
    this.log = log
    this.blocks = new SoloArchive(log, folder)
    this.chain = chain
  }

  /** Opens the block log in `data`/blocks. Throws `store_damaged`. */
  static async open(
    disk: Disk,
    data: string,
    chain: string,
    onCut?: (path: string, offset: number, bytes: number) => void,
  ): Promise<CollectedArchive> {
    const folder = `${data}/blocks`
    const log = await BlockLog.open({
      ...{ disk, folder, opening: OPENING, heightOf: heightOfBody },
      ...(onCut === undefined ? {} : { onCut }),
    })
    return new CollectedArchive(disk, log, folder, chain)
  }

  /** The next block is that of `height`: an archive that ends elsewhere begins anew with it. */
  async goOnFrom(height: bigint, schedule: Schedule): Promise<void> {
    this.previous = null
    if (this.last !== 0n && this.last + 1n !== height) {
      const { disk, folder } = this
      await this.log.close()
      await disk.remove(folder)
      this.log = await BlockLog.open({ disk, folder, opening: OPENING, heightOf: heightOfBody })
      this.blocks = new SoloArchive(this.log, folder)
    }
    this.schedule = schedule
  }

  /** Which sets sign which height. */
  set schedule(schedule: Schedule) {
    this.blocks.schedule = schedule
  }

  get first(): bigint {
    return this.blocks.first
  }

  get last(): bigint {
    return this.blocks.last
  }

  validators(height: bigint): Validators {
    return this.blocks.validators(height)
  }

  block(height: bigint): Promise<ArchivedBlock | null> {
    return this.blocks.block(height)
  }

  arrived(height: bigint): Promise<void> {
    if (height <= this.last) return Promise.resolve()
    if (this.failure !== null) return Promise.reject(this.failure)
    return new Promise((resolve, reject) => this.waiters.push({ height, resolve, reject }))
  }

  /** Verifies the next block and keeps it. Throws `engine_unsupported` where it does not verify. */
  async keep({ header, commit }: SignedHeader, transactions: readonly Uint8Array[]): Promise<void> {
    const { height } = header
    const validators = this.validators(height)
    const fault =
      signedHeaderFault({ header, commit, validators }, this.chain) ??
      verifyCommit(this.chain, commit, validators)
    if (fault !== null) throw notProven(height, fault)
    if (hashOf(dataHash(transactions)) !== header.data) {
      throw notProven(height, { reason: "its transactions are not those of the header" })
    }
    const below = this.previous
    if (below?.height === height - 1n && !equalBytes(below.hash, header.lastBlock.hash)) {
      throw notProven(height, { reason: "it does not follow the one before" })
    }
    const block = { height, header, commit, transactions }
    await this.log.append(height, encodeBlockRecord(block))
    this.blocks.keep(block)
    this.previous = { height, hash: headerHash(header) }
    this.waiters = this.waiters.filter((waiter) => {
      if (waiter.height <= height) waiter.resolve()
      return waiter.height > height
    })
  }

  /** No further block will come. */
  fail(failure: unknown): void {
    this.failure ??= failure
    for (const { reject } of this.waiters.splice(0)) reject(failure)
  }

  close(): Promise<void> {
    return this.log.close()
  }
}
