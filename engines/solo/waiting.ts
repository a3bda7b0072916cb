/**
 * What was handed over and is in no block yet: first the queue, unchecked, each with somebody who
 * waits for the answer of its check; then, checked, what found no room in a block.
 */
import type { TxResult } from "../port.ts"

export type Submitted = {
  readonly transaction: Uint8Array
  readonly answer: (result: TxResult) => void
  readonly fail: (failure: unknown) => void
}

/** The engine's waiting room: what arrived, then what was admitted. */
export class Waiting {
  private queue: Submitted[] = []
  /** Checked and admitted, in order. */
  admitted: Uint8Array[] = []

  get size(): number {
    return this.queue.length + this.admitted.length
  }

  submit(transaction: Uint8Array): Promise<TxResult> {
    return new Promise((answer, fail) => this.queue.push({ transaction, answer, fail }))
  }

  /**
   * The oldest of the queue, so many that they fill `bytes` together with what was admitted before;
   * at least one where nothing was. So what a block leaves over, and what is checked again because
   * of it, stays within a block's worth.
   */
  take(bytes: number): Submitted[] {
    let room = bytes
    for (const transaction of this.admitted) room -= transaction.length
    let count = 0
    for (const { transaction } of this.queue) {
      room -= transaction.length
      if (room < 0 && count + this.admitted.length > 0) break
      count++
    }
    return this.queue.splice(0, count)
  }

  /** Nobody waits any longer. */
  failAll(failure: unknown): void {
    this.admitted = []
    for (const { fail } of this.queue.splice(0)) fail(failure)
  }
}
