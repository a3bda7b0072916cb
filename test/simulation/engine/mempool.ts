/**
 * What waits at one engine: checked when it comes, again after every block, and never while a block
 * is committed. Source of truth: CometBFT v0.40, `mempool/clist_mempool.go`.
 */
import { sha256, toHex } from "@concordat/kernel"
import type { World } from "../world/world.ts"
import type { Calls } from "./calls.ts"

const NEW = 0
const RECHECK = 1

/** Transactions by the hash of their bytes, oldest first. */
export class Mempool {
  private readonly world: World
  private readonly calls: Calls
  private readonly gossip: (bytes: Uint8Array) => void
  private readonly waiting = new Map<string, Uint8Array>()
  /** Seen lately, also what was refused or is in a block. */
  private readonly cache = new Set<string>()
  /** A commit that is under way or waits for the checks that are. */
  private locked: Promise<unknown> | null = null
  private readonly checks = new Set<Promise<unknown>>()

  constructor(world: World, calls: Calls, gossip: (bytes: Uint8Array) => void) {
    this.world = world
    this.calls = calls
    this.gossip = gossip
  }

  get size(): number {
    return this.waiting.size
  }

  /** Whether it was seen before; then it is not checked again. */
  knows(bytes: Uint8Array): boolean {
    return this.cache.has(toHex(sha256(bytes)))
  }

  /** A transaction comes from the node or from another engine. */
  async receive(bytes: Uint8Array): Promise<void> {
    const name = toHex(sha256(bytes))
    if (this.cache.has(name)) return
    this.cache.add(name)
    const answer = await this.check(bytes, NEW)
    if (answer?.code !== 0) {
      this.cache.delete(name)
      return
    }
    this.waiting.set(name, bytes)
    this.gossip(bytes)
    this.world.wake()
  }

  private async check(bytes: Uint8Array, type: number) {
    while (this.locked !== null) await this.locked
    const check = this.calls.call("check_tx", { tx: bytes, type })
    this.checks.add(check)
    try {
      return await check
    } finally {
      this.checks.delete(check)
    }
  }

  /** Checks under way end, and none begins until `work` is done. */
  async while<T>(work: () => Promise<T>): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.locked = promise
    try {
      await Promise.all(this.checks)
      return await work()
    } finally {
      this.locked = null
      resolve()
    }
  }

  /** A block is committed: what it holds goes, what is left is checked again. */
  async update(transactions: readonly Uint8Array[]): Promise<void> {
    for (const bytes of transactions) {
      const name = toHex(sha256(bytes))
      this.waiting.delete(name)
      this.cache.add(name)
    }
    for (const [name, bytes] of [...this.waiting]) {
      const answer = await this.check(bytes, RECHECK)
      if (answer === null) return
      if (answer.code === 0) continue
      this.world.counters.sometimes("a recheck drops a transaction")
      this.waiting.delete(name)
      this.cache.delete(name)
    }
  }

  /** What a proposer offers, oldest first. */
  offered(bytesMax: number): Uint8Array[] {
    const offered: Uint8Array[] = []
    let room = bytesMax
    for (const bytes of this.waiting.values()) {
      room -= bytes.length
      if (room < 0) break
      offered.push(bytes)
    }
    return offered
  }
}
