/**
 * Brings every decided block into the archive: its transactions from memory where they were just
 * executed, header and commit from the engine. One block after another, behind consensus, which
 * never waits for it.
 */
import type { Header } from "@concordat/kernel"
import { perturb } from "../perturb.ts"
import type { NamedProposal } from "../port.ts"
import type { Scheduler } from "../seams.ts"
import type { CollectedArchive, Content } from "./archive.ts"
import { isCanonical, signedHeaderOf, transactionsOf } from "./rpc/answers.ts"
import type { RpcClient } from "./rpc/client.ts"
import { namesProofs, proofsOf } from "./rpc/proofs.ts"

const AGAIN_MS = 500
/** Blocks whose transactions are kept in memory until they are collected. */
const RECENT_MAX = 256

export type CollectorOptions = {
  readonly archive: CollectedArchive
  readonly rpc: Pick<RpcClient, "call">
  readonly scheduler: Scheduler
  /** The height of the first block that there is to bring. */
  readonly first: () => bigint
  /** A block did not verify, or could not be kept: nothing more is collected. */
  readonly onFailure: (failure: unknown) => void
}

/** Runs whenever there is a block to bring. */
export class Collector {
  private readonly options: CollectorOptions
  private readonly recent = new Map<bigint, readonly Uint8Array[]>()
  private target = 0n
  private running: Promise<void> | null = null
  private stopped = false
  private cancel = () => {}

  constructor(options: CollectorOptions) {
    this.options = options
  }

  /** A block is decided and has these transactions. */
  decided({ height, transactions }: NamedProposal): void {
    this.recent.set(height, transactions)
    if (this.recent.size > RECENT_MAX) this.recent.delete(this.recent.keys().next().value!)
    this.reach(height)
  }

  /** The engine has blocks up to this height. */
  reach(height: bigint): void {
    if (height > this.target) this.target = height
    if (this.running !== null || this.stopped) return
    this.running = this.collect().finally(() => {
      this.running = null
    })
  }

  private next(): bigint {
    const { archive, first } = this.options
    return archive.last === 0n ? first() : archive.last + 1n
  }

  private async collect(): Promise<void> {
    try {
      for (let height = this.next(); height <= this.target && !this.stopped; height = this.next()) {
        const block = (await this.settle()) ? await this.fetch(height) : null
        if (block === null) return this.later()
        perturb("collector.header")
        await this.options.archive.keep(block.signed, block.content, block.canonical)
        this.recent.delete(height)
      }
    } catch (failure) {
      this.stopped = true
      this.options.onFailure(failure)
    }
  }

  /** Writes down the block before, with the commit that the next one carries; false: not yet. */
  private async settle(): Promise<boolean> {
    const { archive } = this.options
    const height = archive.unsettled
    if (height === null) return true
    const answer = await this.ask("commit", height)
    if (answer === null || !isCanonical(answer)) return false
    perturb("collector.commit")
    await archive.settle(signedHeaderOf(answer).commit)
    return true
  }

  /** Null where the engine does not answer now, or has the block not yet. */
  private async fetch(height: bigint) {
    const answer = await this.ask("commit", height)
    if (answer === null) return null
    const signed = signedHeaderOf(answer)
    const content = await this.content(height, signed.header)
    return content && { signed, canonical: isCanonical(answer), content }
  }

  /** What a block holds: most often the transactions that were just executed, and nothing else. */
  private async content(height: bigint, { evidence }: Header): Promise<Content | null> {
    const known = this.recent.get(height)
    if (known !== undefined && !namesProofs(evidence)) return { transactions: known, proofs: [] }
    const block = await this.ask("block", height)
    if (block === null) return null
    return { transactions: known ?? transactionsOf(block), proofs: proofsOf(block) }
  }

  private ask(method: string, height: bigint): Promise<unknown> {
    return this.options.rpc.call(method, { height: String(height) }).catch(() => null)
  }

  /**
   * The engine is starting, or gone; it is asked again as long as this collector is not stopped.
   */
  private later(): void {
    this.cancel = this.options.scheduler.after(AGAIN_MS, () => this.reach(this.target))
  }

  /** Ends the block in progress. */
  async stop(): Promise<void> {
    this.stopped = true
    this.cancel()
    await this.running
  }
}
