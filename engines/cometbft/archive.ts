/**
 * The network's certified blocks as this node keeps them: header and commit fetched from the
 * engine, verified, and laid into a block log of its own, which is the only source of evidence.
 * Source of truth: ARCHITECTURE.md, "Light client".
 */
import {
  type Commit,
  ConcordatError,
  commitHash,
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
import { areProofsOf } from "./rpc/proofs.ts"

type Waiter = {
  readonly height: bigint
  readonly resolve: () => void
  readonly reject: (failure: unknown) => void
}

/** What a collector brings. */
export type SignedHeader = { readonly header: Header; readonly commit: Commit }
/** What a block holds. */
export type Content = Pick<ArchivedBlock, "transactions" | "proofs">

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
  /** The newest block, whose commit may still lack late votes: written down with the next one. */
  private tip: ArchivedBlock | null = null
  private waiters: Waiter[] = []
  private failure: unknown = null
  private previous: { readonly height: bigint; readonly hash: Uint8Array } | null = null
  /** Asks the engine whose turn it is: it alone counts. */
  turns: BlockArchive["priorities"] = async () => null

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
    this.tip = null
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
    return this.blocks.last === 0n ? (this.tip?.height ?? 0n) : this.blocks.first
  }

  get last(): bigint {
    return this.tip?.height ?? this.blocks.last
  }

  /** The lowest height that is written down; null: there is none. */
  get written(): bigint | null {
    return this.blocks.last === 0n ? null : this.blocks.first
  }

  /** Blocks directly below the first one, ascending; they are verified. Durable on return. */
  async prepend(blocks: readonly ArchivedBlock[]): Promise<void> {
    await this.log.prepend(blocks[0]!.height, blocks.map(encodeBlockRecord))
  }

  /** Height of the block that is not written down yet; null: there is none. */
  get unsettled(): bigint | null {
    return this.tip?.height ?? null
  }

  validators(height: bigint): Validators {
    return this.blocks.validators(height)
  }

  parameters(height: bigint) {
    return this.blocks.parameters(height)
  }

  priorities(height: bigint) {
    return this.turns(height)
  }

  async block(height: bigint): Promise<ArchivedBlock | null> {
    return this.tip?.height === height ? this.tip : this.blocks.block(height)
  }

  arrived(height: bigint): Promise<void> {
    if (height <= this.last) return Promise.resolve()
    if (this.failure !== null) return Promise.reject(this.failure)
    return new Promise((resolve, reject) => this.waiters.push({ height, resolve, reject }))
  }

  private ensureSigned({ header, commit }: SignedHeader): void {
    const validators = this.validators(header.height)
    const fault =
      signedHeaderFault({ header, commit, validators }, this.chain) ??
      verifyCommit(this.chain, commit, validators)
    if (fault !== null) throw notProven(header.height, fault)
  }

  /**
   * Verifies the next block and keeps it: written down where its commit is the canonical one, which
   * the block above carries, else in memory until it is. Throws `engine_unsupported` where it does
   * not verify.
   */
  async keep(
    { header, commit }: SignedHeader,
    { transactions, proofs }: Content,
    canonical = true,
  ): Promise<void> {
    const { height } = header
    this.ensureSigned({ header, commit })
    if (hashOf(dataHash(transactions)) !== header.data) {
      throw notProven(height, { reason: "its transactions are not those of the header" })
    }
    if (!areProofsOf(header.evidence, proofs)) {
      throw notProven(height, { reason: "its proofs of misbehaviour are not those of the header" })
    }
    const below = this.previous
    if (below?.height === height - 1n && !equalBytes(below.hash, header.lastBlock.hash)) {
      throw notProven(height, { reason: "it does not follow the one before" })
    }
    const block = { height, header, commit, transactions, proofs }
    if (canonical) await this.append(block)
    else this.tip = block
    this.previous = { height, hash: headerHash(header) }
    this.waiters = this.waiters.filter((waiter) => {
      if (waiter.height <= height) waiter.resolve()
      return waiter.height > height
    })
  }

  /** The canonical commit of the block that is not written down yet: late votes are in it. */
  async settle(commit: Commit): Promise<void> {
    const { tip } = this
    if (tip === null) return
    const isSame = equalBytes(commitHash(commit), commitHash(tip.commit))
    if (!isSame) this.ensureSigned({ header: tip.header, commit })
    await this.append({ ...tip, commit })
    this.tip = null
  }

  private async append(block: ArchivedBlock): Promise<void> {
    await this.log.append(block.height, encodeBlockRecord(block))
    this.blocks.keep(block)
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
