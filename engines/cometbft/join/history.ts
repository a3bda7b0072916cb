/**
 * The blocks before a snapshot, brought from other organisations' gateways once a node has joined:
 * each is the one whose hash the block above names, and signed by the set that it names. What came
 * of their transactions is not among them. Newest first, in parts, beside everything else.
 */
import { dataHash, hashOf, type LightBlock } from "@concordat/kernel"
import type { ArchivedBlock } from "../../port.ts"
import type { Scheduler } from "../../seams.ts"
import type { Schedule } from "../../solo/schedule.ts"
import type { CollectedArchive } from "../archive.ts"
import { areProofsOf } from "../rpc/proofs.ts"
import { type Headers, untrusted } from "./headers.ts"

/** Blocks and bytes of transactions of one part. */
const PART_BLOCKS = 100
const PART_BYTES = 16_777_216
const AGAIN_MS = 15_000
/** Between two blocks: verifying their signatures is not to hold up those that are decided now. */
const PAUSE_MS = 10
/** How soon the first block above the snapshot is looked for, from which the way leads down. */
const EMPTY_MS = 500

export type HistoryOptions = {
  readonly archive: CollectedArchive
  readonly headers: Headers
  readonly schedule: Schedule
  readonly scheduler: Scheduler
  /** Height of the ledger's first block. */
  readonly initialHeight: bigint
  /** It did not work now; it is tried again. */
  readonly onDoubt: (failure: unknown) => void
}

/** Runs until the first block is here, or it is stopped. */
export class History {
  private readonly options: HistoryOptions
  private stopped = false
  private cancel = () => {}
  private wake = () => {}
  private running: Promise<void> = Promise.resolve()

  constructor(options: HistoryOptions) {
    this.options = options
  }

  /** Begins, or goes on where it stopped. */
  start(): void {
    this.running = this.run().catch((failure) => {
      if (this.stopped) return
      this.options.onDoubt(failure)
      this.later(AGAIN_MS)
    })
  }

  private later(ms: number): void {
    this.cancel = this.options.scheduler.after(ms, () => this.start())
  }

  private async run(): Promise<void> {
    const { archive, initialHeight } = this.options
    while (!this.stopped) {
      const { written } = archive
      if (written === null) return this.later(EMPTY_MS)
      if (written <= initialHeight) return
      await this.part(written)
    }
  }

  /** The blocks directly below `first`, as many as one part takes. */
  private async part(first: bigint): Promise<void> {
    const { archive, schedule, initialHeight } = this.options
    const found: ArchivedBlock[] = []
    let above: Pick<LightBlock, "header"> = (await archive.block(first))!
    let bytes = 0
    while (above.header.height > initialHeight && found.length < PART_BLOCKS && !this.stopped) {
      const block = await this.below(above)
      found.push(block)
      for (const transaction of block.transactions) bytes += transaction.length
      above = block
      if (bytes > PART_BYTES) break
      await this.pause()
    }
    if (found.length === 0) return
    await schedule.save()
    await archive.prepend(found.reverse())
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      this.cancel = this.options.scheduler.after(PAUSE_MS, resolve)
      this.wake = resolve
    })
  }

  private async below(above: Pick<LightBlock, "header">): Promise<ArchivedBlock> {
    const { headers, schedule } = this.options
    const { header, commit, validators } = await headers.below(above)
    const { height } = header
    const content = await headers.ask(async (server) => {
      const { transactions, proofs } = await server.content(height)
      const reason = "what it holds is not what its header names."
      if (hashOf(dataHash(transactions)) !== header.data) throw untrusted(height, { reason })
      if (!areProofsOf(header.evidence, proofs)) throw untrusted(height, { reason })
      return { transactions, proofs }
    })
    schedule.precede(height, validators, await this.parametersOf(header))
    return { height, header, commit, ...content }
  }

  /** The parameters of a header; null where they are those of the block above. */
  private async parametersOf({ height, consensus }: LightBlock["header"]) {
    const { headers, schedule } = this.options
    if (schedule.consensusHashAt(height + 1n) === consensus) return null
    const params = await headers.ask((server) => server.parameters(height))
    if (params.hash === consensus) return params
    throw untrusted(height, { reason: "the parameters are not those of its hash." })
  }

  /** Ends after the block at hand. */
  async stop(): Promise<void> {
    this.stopped = true
    this.cancel()
    this.wake()
    await this.running
  }
}
