/**
 * The head of the event log: its size and its peaks, all that execution needs to append and to
 * know the root (RFC 9162 section 2.1.1). The peaks are the roots of the complete subtrees that
 * the binary digits of the size stand for, the largest first: at most 64 hashes.
 */
import { assert } from "../failures.ts"
import { EMPTY_LOG_ROOT, LOG_HASH_BYTES, nodeHash } from "./hashes.ts"

/** A head; never changed in place. `size` 0..2^64-1, `peaks` one hash of 32 bytes a set bit. */
export type LogHead = { readonly size: bigint; readonly peaks: readonly Uint8Array[] }

/** The head of an empty log. */
export const EMPTY_LOG: LogHead = { size: 0n, peaks: [] }

/** How many complete subtrees a log of `size` entries has. */
export function peakCount(size: bigint): number {
  let count = 0
  for (let rest = size; rest > 0n; rest >>= 1n) if ((rest & 1n) === 1n) count++
  return count
}

/** The head after the entries with these leaf hashes, in order. */
export function appendToLog(head: LogHead, leafHashes: readonly Uint8Array[]): LogHead {
  assert(
    head.peaks.length === peakCount(head.size),
    "a log head has a peak for each bit of its size",
  )
  const peaks = [...head.peaks]
  let size = head.size
  for (const leaf of leafHashes) {
    assert(leaf.length === LOG_HASH_BYTES, "a leaf hash has 32 bytes")
    let peak = leaf
    for (let rest = size; (rest & 1n) === 1n; rest >>= 1n) peak = nodeHash(peaks.pop()!, peak)
    peaks.push(peak)
    size++
  }
  return { size, peaks }
}

/** The root, 32 bytes: the peaks folded from the smallest to the largest. */
export function logRoot(head: LogHead): Uint8Array {
  let root = head.peaks.at(-1)
  if (root === undefined) return EMPTY_LOG_ROOT
  for (let i = head.peaks.length - 2; i >= 0; i--) root = nodeHash(head.peaks[i]!, root)
  return root
}
