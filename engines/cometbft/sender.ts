/**
 * Hands transactions that passed their check to the engine: those of one tick as one request. What
 * the engine did not take, or lost in a restart, is handed over again as long as it waits.
 */
import { ConcordatError } from "@concordat/kernel"
import type { Scheduler } from "../seams.ts"
import type { WaitingBytes, WaitingTx } from "./bridge/waiting-bytes.ts"
import { BATCH_CALLS_MAX, BODY_BYTES_MAX, type RpcAnswer, type RpcClient } from "./rpc/client.ts"

const AGAIN_MS = 1_000
/** Commits without a word of the engine about a transaction after which it gets it again. */
const LOST_AFTER_COMMITS = 5
/** Base64 and the words around it, for a byte of a transaction. */
const GROWTH = 1.4
const OVERHEAD_BYTES = 128

const KNOWN = /already exists in cache/
const LATER = /catching up|closed/
const FULL = /mempool is full|still rechecking/

export type SenderOptions = {
  readonly rpc: Pick<RpcClient, "batch">
  readonly waiting: WaitingBytes
  readonly scheduler: Scheduler
}

type Handing = {
  readonly tx: WaitingTx
  readonly done: () => void
  readonly failed: (failure: unknown) => void
}

function busy(reason: string): ConcordatError {
  return new ConcordatError("node_busy", `The engine does not take it now: ${reason}.`, {
    hint: "Send the same bytes again in a few seconds.",
  })
}

/** At most one request at a time. */
export class Sender {
  private readonly options: SenderOptions
  private queue: Handing[] = []
  private sending = false
  private stopped = false
  private cancel = () => {}

  constructor(options: SenderOptions) {
    this.options = options
  }

  /**
   * Hands it over. Returns as well where the engine is away: it is handed over once it is back.
   * Throws `ConcordatError` `node_busy` where the engine has no room; then it does not wait.
   */
  async hand(tx: WaitingTx): Promise<void> {
    await new Promise<void>((done, failed) => {
      this.queue.push({ tx, done, failed })
      if (this.queue.length === 1 && !this.sending) this.options.scheduler.soon(() => this.send())
    })
  }

  /** The engine started anew, with nothing waiting in it. */
  restarted(): void {
    for (const tx of this.options.waiting.own()) tx.handed = false
    this.again()
  }

  /** A block was committed. */
  committed(): void {
    const { waiting } = this.options
    for (const tx of waiting.own()) {
      if (waiting.commits - tx.checkedAt > LOST_AFTER_COMMITS) tx.handed = false
    }
    this.again()
  }

  private again(): void {
    if (this.stopped) return
    const queued = new Set(this.queue.map(({ tx }) => tx))
    for (const tx of this.options.waiting.own()) {
      if (!tx.handed && !queued.has(tx)) this.hand(tx).catch(() => {}) // Its sender was told.
    }
  }

  /** The oldest of the queue, as many as one request may hold. */
  private take(): readonly Handing[] {
    let room = BODY_BYTES_MAX
    let count = 0
    for (const { tx } of this.queue.slice(0, BATCH_CALLS_MAX)) {
      room -= tx.bytes.length * GROWTH + OVERHEAD_BYTES
      if (room < 0 && count > 0) break
      count++
    }
    return this.queue.splice(0, count)
  }

  private async send(): Promise<void> {
    this.sending = true
    while (this.queue.length > 0 && !this.stopped) {
      const batch = this.take()
      const calls = batch.map(({ tx }) => ({
        method: "broadcast_tx_async",
        params: { tx: Buffer.from(tx.bytes).toString("base64") },
      }))
      const answers = await this.options.rpc.batch(calls).catch(() => null)
      if (answers === null) this.later()
      for (const [index, handing] of batch.entries()) this.settle(handing, answers?.[index] ?? null)
    }
    this.sending = false
    if (this.stopped) for (const { done } of this.queue.splice(0)) done()
  }

  private settle({ tx, done, failed }: Handing, answer: RpcAnswer | null): void {
    if (answer === null || ("error" in answer && LATER.test(answer.error))) {
      this.later()
      done()
    } else if ("result" in answer || KNOWN.test(answer.error)) {
      tx.handed = true
      done()
    } else {
      this.options.waiting.drop(tx.bytes)
      failed(busy(FULL.test(answer.error) ? "too much waits" : answer.error))
    }
  }

  private later(): void {
    this.cancel()
    this.cancel = this.options.scheduler.after(AGAIN_MS, () => this.again())
  }

  /** Hands over nothing more. */
  stop(): void {
    this.stopped = true
    this.cancel()
    if (!this.sending) for (const { done } of this.queue.splice(0)) done()
  }
}
