/**
 * The event log as a node keeps it: leaf hashes for ever, and the roots of its complete runs of
 * 64 leaves, from which every proof is made by fewer than a hundred hashes. Source of truth:
 * RFC 9162 sections 2.1.1, 2.1.3.1 and 2.1.4.1.
 */
import { assert } from "../failures.ts"
import { type HashArray, MemoryHashes } from "./hash-array.ts"
import { EMPTY_LOG_ROOT, LOG_HASH_BYTES, nodeHash } from "./hashes.ts"
import { EMPTY_LOG, type LogHead } from "./log-head.ts"

/** A run is a complete subtree of 2^RUN_LEVEL leaves. */
const RUN_LEVEL = 6
/** Leaves of one run. */
export const RUN: number = 1 << RUN_LEVEL

/** The root of a complete subtree, from its leaf hashes or the roots of smaller ones, packed. */
function fold(packed: Uint8Array): Uint8Array {
  let level: Uint8Array[] = []
  for (let at = 0; at < packed.length; at += LOG_HASH_BYTES) {
    level.push(packed.subarray(at, at + LOG_HASH_BYTES))
  }
  while (level.length > 1) {
    const above: Uint8Array[] = []
    for (let i = 0; i < level.length; i += 2) above.push(nodeHash(level[i]!, level[i + 1]!))
    level = above
  }
  return level[0]!
}

/** The greatest power of two below `count`, which is 2 or more; and its exponent. */
function splitOf(count: number): { leaves: number; level: number } {
  let leaves = 1
  let level = 0
  while (leaves * 2 < count) {
    leaves *= 2
    level++
  }
  return { leaves, level }
}

/**
 * A log over an array of leaf hashes. `runs` holds the root of each 64 leaves in order; it may be
 * kept in a file beside the leaves, and is completed from them where it is behind. Heads and
 * proofs are given for every size up to the present one; indexes and sizes beyond it are a `Bug`.
 *
 * Of a log that began with a snapshot, the entries before are known by the peaks of its head alone
 * (`before`). Their leaves are never read, runs begin with the first one above them, and heads and
 * proofs are given from that size on.
 */
export class MerkleLog {
  private readonly leaves: HashArray
  /** levels[0] are the runs, levels[n] the complete subtrees of 2^n runs, all above `known`. */
  private readonly levels: HashArray[]
  /** Entries whose leaves are not kept. */
  private readonly known: number
  /** Roots of the subtrees over them, by where each begins. */
  private readonly peaks = new Map<number, Uint8Array>()

  constructor(
    leaves: HashArray = new MemoryHashes(),
    runs: HashArray = new MemoryHashes(),
    before: LogHead = EMPTY_LOG,
  ) {
    this.known = Number(before.size)
    assert(this.known <= leaves.length, "a log is no shorter than what is known of it")
    for (let at = 0; at < this.known; ) {
      this.peaks.set(at, before.peaks[this.peaks.size]!)
      at += splitOf(this.known - at + 1).leaves
    }
    this.leaves = leaves
    this.levels = [runs]
    const first = this.firstAt(RUN_LEVEL)
    assert((first + runs.length) * RUN <= leaves.length || runs.length === 0, "runs have leaves")
    for (let run = 0; run < runs.length; run++) this.raise(first + run, 1)
    this.completeRuns()
  }

  /** Number of the first subtree of 2^level leaves that lies above what is known by its peaks. */
  private firstAt(level: number): number {
    return Math.ceil(this.known / 2 ** level)
  }

  /** Entries in the log. */
  get size(): bigint {
    return BigInt(this.leaves.length)
  }

  /** Appends entries by their leaf hashes, in order. */
  append(leafHashes: readonly Uint8Array[]): void {
    for (const leaf of leafHashes) this.leaves.push(leaf)
    this.completeRuns()
  }

  private completeRuns(): void {
    const runs = this.levels[0]!
    const first = this.firstAt(RUN_LEVEL)
    for (let run = first + runs.length; (run + 1) * RUN <= this.leaves.length; run++) {
      runs.push(fold(this.leaves.read(run * RUN, (run + 1) * RUN)))
      this.raise(run, 1)
    }
  }

  /** Adds the subtrees of `level` and above that become complete with the `index`th below it. */
  private raise(index: number, level: number): void {
    const first = this.firstAt(RUN_LEVEL + level - 1)
    if (index % 2 === 0 || index === first) return
    if (this.levels.length === level) this.levels.push(new MemoryHashes())
    const local = index - first
    this.levels[level]!.push(fold(this.levels[level - 1]!.read(local - 1, local + 1)))
    this.raise(Math.floor(index / 2), level + 1)
  }

  /** The root of the complete subtree of 2^level leaves that begins at leaf `from`. */
  private complete(from: number, level: number): Uint8Array {
    const count = 2 ** level
    if (from < this.known) return this.partlyKnown(from, level)
    if (level < RUN_LEVEL) return fold(this.leaves.read(from, from + count))
    const index = Math.floor(from / count) - this.firstAt(level)
    return this.levels[level - RUN_LEVEL]!.read(index, index + 1)
  }

  /** The same of a subtree that begins among the entries which are known by their peaks. */
  private partlyKnown(from: number, level: number): Uint8Array {
    if (from + 2 ** level > this.known) {
      const half = from + 2 ** (level - 1)
      return nodeHash(this.complete(from, level - 1), this.complete(half, level - 1))
    }
    const peak = this.peaks.get(from)
    assert(peak !== undefined, "entries before a snapshot are known by their peaks alone")
    return peak
  }

  /** The peaks of the leaves from..to, the greatest first; `from` is 0 or where a peak ends. */
  private peaksOf(from: number, to: number): Uint8Array[] {
    const peaks: Uint8Array[] = []
    for (let at = from; at < to; ) {
      const { leaves, level } = splitOf(to - at + 1)
      peaks.push(this.complete(at, level))
      at += leaves
    }
    return peaks
  }

  /** The root over the leaves from..to, a subtree that RFC 9162's splits lead to. */
  private rangeRoot(from: number, to: number): Uint8Array {
    return this.peaksOf(from, to).reduceRight((root, peak) => nodeHash(peak, root))
  }

  private within(size: bigint): number {
    const isKept = size >= BigInt(this.known) && size <= this.size
    assert(isKept, `the log has ${this.size} entries and is kept from ${this.known} on: ${size}`)
    return Number(size)
  }

  /** The root of the first `size` entries, 32 bytes. */
  root(size = this.size): Uint8Array {
    const to = this.within(size)
    return to === 0 ? EMPTY_LOG_ROOT : this.rangeRoot(0, to)
  }

  /** The head of the first `size` entries, from which execution can go on. */
  head(size = this.size): LogHead {
    return { size, peaks: this.peaksOf(0, this.within(size)) }
  }

  /** The path that proves entry `index` (from 0) to be in the first `size` entries. */
  inclusion(index: bigint, size = this.size): Uint8Array[] {
    const isKept = index >= BigInt(this.known) && index < size
    assert(isKept, `entry ${index} is not kept, or not among the first ${size}`)
    const leaf = Number(index)
    return this.descend(leaf, this.within(size), (from, to) => to - from === 1).path
  }

  /** The path that proves the first `first` entries to begin the first `second`. */
  consistency(first: bigint, second = this.size): Uint8Array[] {
    assert(first >= 0n && first <= second, `${first} entries do not begin ${second}`)
    const all = this.within(second)
    if (first === 0n) return []
    const end = this.within(first)
    const { path, from } = this.descend(end - 1, all, (_, to) => to === end)
    return from === 0 ? path : [this.rangeRoot(from, end), ...path]
  }

  /**
   * Splits 0..all towards `leaf` until the part that holds it is `enough`: where that part begins,
   * and the roots of the parts left aside, the last one first.
   */
  private descend(leaf: number, all: number, enough: (from: number, to: number) => boolean) {
    const path: Uint8Array[] = []
    let from = 0
    for (let to = all; !enough(from, to); ) {
      const mid = from + splitOf(to - from).leaves
      if (leaf < mid) {
        path.push(this.rangeRoot(mid, to))
        to = mid
      } else {
        path.push(this.rangeRoot(from, mid))
        from = mid
      }
    }
    return { path: path.reverse(), from }
  }
}
