/** Waiting for a height: evidence of H needs header H + 1, which is about to come. */

type Waiter = {
  readonly height: bigint
  readonly resolve: () => void
  readonly reject: (failure: unknown) => void
}

/** Who waits for which height. */
export class Reached {
  private height = 0n
  private failure: unknown = null
  private waiters: Waiter[] = []

  /** The block of this height is durable and executed. */
  reach(height: bigint): void {
    this.height = height
    if (this.waiters.length === 0) return
    for (const { height: wanted, resolve } of this.waiters) if (wanted <= height) resolve()
    this.waiters = this.waiters.filter(({ height: wanted }) => wanted > height)
  }

  /** No further height will come. */
  fail(failure: unknown): void {
    this.failure = failure
    for (const { reject } of this.waiters.splice(0)) reject(failure)
  }

  wait(height: bigint): Promise<void> {
    if (height <= this.height) return Promise.resolve()
    if (this.failure !== null) return Promise.reject(this.failure)
    return new Promise((resolve, reject) => this.waiters.push({ height, resolve, reject }))
  }
}
