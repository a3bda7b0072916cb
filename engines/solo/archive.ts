/** The solo engine's certified blocks: read from the block log, the latest ones kept decoded. */
import { Invalid } from "@concordat/kernel"
import type { ArchivedBlock, BlockArchive } from "../port.ts"
import type { Disk } from "../seams.ts"
import { BlockLog } from "./block-log.ts"
import { logDamaged } from "./log-file.ts"
import { decodeBlockRecord, heightOfBody, OPENING } from "./record.ts"
import type { Schedule } from "./schedule.ts"

/**
 * Blocks kept decoded, and bytes of their transactions, which a busy ledger's blocks are full of.
 */
const KEPT_MAX = 128
const KEPT_BYTES_MAX = 33_554_432

/** Closed blocks by height, as evidence and replay ask for them. */
export class SoloArchive implements BlockArchive {
  private readonly log: BlockLog
  private readonly folder: string
  private readonly kept = new Map<bigint, ArchivedBlock>()
  private keptBytes = 0
  /** Set once the application is known. */
  schedule: Schedule | null = null

  constructor(log: BlockLog, folder: string) {
    this.log = log
    this.folder = folder
  }

  get first(): bigint {
    return this.log.last < this.log.first ? 0n : this.log.first
  }

  get last(): bigint {
    return this.log.last < this.log.first ? 0n : this.log.last
  }

  validators(height: bigint) {
    return this.schedule!.validators(height)
  }

  parameters(height: bigint) {
    return this.schedule!.parameters(height)
  }

  /** One organisation proposes every block. */
  async priorities(): Promise<null> {
    return null
  }

  /** Solo executes nothing that it does not hold. */
  async arrived(): Promise<void> {}

  async block(height: bigint): Promise<ArchivedBlock | null> {
    const known = this.kept.get(height)
    if (known !== undefined) return known
    const body = await this.log.read(height)
    if (body === null) return null
    const block = this.decoded(body, height)
    this.keep(block)
    return block
  }

  private decoded(body: Uint8Array, height: bigint): ArchivedBlock {
    try {
      const block = decodeBlockRecord(body)
      if (block.height === height) return block
    } catch (failure) {
      if (!(failure instanceof Invalid)) throw failure
    }
    throw logDamaged(this.folder, `holds something else than a block at height ${height}`, 0)
  }

  /** Lets go of its files. */
  close(): Promise<void> {
    return this.log.close()
  }

  /** Keeps a block that was just closed or read. */
  keep(block: ArchivedBlock): void {
    if (this.kept.has(block.height)) return
    this.kept.set(block.height, block)
    this.keptBytes += sizeOf(block)
    for (const [height, oldest] of this.kept) {
      const full = this.kept.size > KEPT_MAX || this.keptBytes > KEPT_BYTES_MAX
      if (!full || oldest === block) break
      this.kept.delete(height)
      this.keptBytes -= sizeOf(oldest)
    }
  }
}

/** The blocks of a data folder whose engine does not run, whichever wrote them. */
export async function openArchive(disk: Disk, data: string): Promise<SoloArchive> {
  const folder = `${data}/blocks`
  const log = await BlockLog.open({ disk, folder, opening: OPENING, heightOf: heightOfBody })
  return new SoloArchive(log, folder)
}

function sizeOf({ transactions, proofs }: ArchivedBlock): number {
  let bytes = proofs.join("").length
  for (const transaction of transactions) bytes += transaction.length
  return bytes
}
