/**
 * Transactions that passed their check and wait: one array for each, however often its bytes come
 * over the socket, and when it was checked last. So the application, which knows transactions by
 * their arrays, checks none twice above one state.
 */
import { bytesName, sha256Hex } from "@concordat/kernel"

/** Blocks after which something that nobody asked about any more is forgotten. */
const FORGOTTEN_AFTER_BLOCKS = 64

/** One transaction that waits. */
export type WaitingTx = {
  readonly bytes: Uint8Array
  /** Commits that had been seen when it was checked last. */
  checkedAt: number
  /** It was sent here: somebody waits for its receipt. */
  own: boolean
  /** It was handed to the engine since the engine started. */
  handed: boolean
}

/** All that waits, by name. */
export class WaitingBytes {
  private readonly byName = new Map<string, WaitingTx>()
  /** Commits so far. */
  commits = 0

  get size(): number {
    return this.byName.size
  }

  find(bytes: Uint8Array): WaitingTx | undefined {
    return this.byName.get(bytesName(bytes))
  }

  /** The array that is known for these bytes, or they themselves: nothing is kept twice. */
  arrayOf(bytes: Uint8Array): Uint8Array {
    // Not by `bytesName`: the array of a known one is gone before anybody asks for its name again.
    return this.byName.get(sha256Hex(bytes))?.bytes ?? bytes
  }

  /** Whether it was checked above the present state. */
  isCurrent(tx: WaitingTx): boolean {
    return tx.checkedAt === this.commits
  }

  /** Remembers what passed its check when so many commits had been seen. */
  admit(bytes: Uint8Array, checkedAt = this.commits): void {
    const name = bytesName(bytes)
    const known = this.byName.get(name)
    if (known !== undefined) known.checkedAt = checkedAt
    else this.byName.set(name, { bytes, checkedAt, own: false, handed: false })
  }

  /** It is in a block, or passed no longer. */
  drop(bytes: Uint8Array): void {
    this.byName.delete(bytesName(bytes))
  }

  /** A block is committed; what it holds waits no longer, nor what was forgotten. */
  committed(transactions: readonly Uint8Array[]): void {
    for (const bytes of transactions) this.drop(bytes)
    this.commits++
    for (const [name, { checkedAt, own }] of this.byName) {
      if (!own && this.commits - checkedAt > FORGOTTEN_AFTER_BLOCKS) this.byName.delete(name)
    }
  }

  /** What was sent here and waits, oldest first. */
  *own(): Generator<WaitingTx> {
    for (const tx of this.byName.values()) if (tx.own) yield tx
  }
}
