/**
 * Leaf files of batches while they arrive, part by part: hashed as they come, so that a file of a
 * million leaves is never held whole, and kept only if it gives the registered root.
 */
import { setImmediate } from "node:timers/promises"
import {
  appendToLog,
  ConcordatError,
  EMPTY_LOG,
  type Hash,
  hashOf,
  Invalid,
  type LogHead,
  logRoot,
  Refusal,
} from "@concordat/kernel"
import type { BatchFiles } from "../gateway.ts"
import { LEAVES_AT_ONCE } from "../limits.ts"

/** Bytes of a leaf. */
export const LEAF_BYTES = 32
/** Batches that may arrive at one time. */
const ARRIVING_MAX = 16

/** What the register says of the batch. */
export type Expected = { readonly root: Hash; readonly count: number }

/** A part of a leaf file: where it lies, and how long the whole is. */
export type Part = { readonly start: number; readonly total: number; readonly bytes: Uint8Array }

type Arriving = { offset: number; head: LogHead; busy: boolean }

/** The head after these leaves; other work has its turn between slices. */
async function hashed(head: LogHead, bytes: Uint8Array): Promise<LogHead> {
  let grown = head
  for (let at = 0; at < bytes.length; ) {
    const slice: Uint8Array[] = []
    for (; at < bytes.length && slice.length < LEAVES_AT_ONCE; at += LEAF_BYTES) {
      slice.push(bytes.subarray(at, at + LEAF_BYTES))
    }
    grown = appendToLog(grown, slice)
    await setImmediate()
  }
  return grown
}

function ensureTotal({ total }: Part, { count, root }: Expected): void {
  const extra = total % LEAF_BYTES
  if (extra !== 0) {
    const details = { offset: total - extra, count: extra }
    throw new Invalid("trailing_bytes", "", "A leaf file is a multiple of 32 bytes.", details)
  }
  if (total === count * LEAF_BYTES) return
  const reason = `This batch has ${count} leaves, of ${root.slice(0, 8)}….`
  const details = { expected: count, actual: total / LEAF_BYTES }
  throw new Invalid("batch_root_mismatch", "", reason, details)
}

/** The files that are arriving, by their statement. */
export class ArrivingBatches {
  private readonly files: BatchFiles
  private readonly arriving = new Map<Hash, Arriving>()

  constructor(files: BatchFiles) {
    this.files = files
  }

  /** Takes a part in; answers how many bytes are there. The last part must complete the root. */
  async take(statement: Hash, part: Part, expected: Expected): Promise<number> {
    ensureTotal(part, expected)
    const one = this.at(statement, part)
    one.busy = true
    try {
      await this.files.write(statement, part.start, part.bytes)
      one.head = await hashed(one.head, part.bytes)
      one.offset += part.bytes.length
      if (one.offset === part.total) await this.complete(statement, one, expected)
      return one.offset
    } finally {
      one.busy = false
    }
  }

  /** Where a part belongs: a first one begins anew, any other goes on where the last ended. */
  private at(statement: Hash, { start, total, bytes }: Part): Arriving {
    const known = this.arriving.get(statement)
    if (known?.busy) {
      const hint = "Send the parts one after the other."
      throw new ConcordatError("node_busy", "A part of this file is being taken in.", { hint })
    }
    const last = start + bytes.length === total
    if (bytes.length % LEAF_BYTES !== 0 && !last) {
      const details = { expected: LEAF_BYTES, actual: bytes.length }
      throw new Invalid("length_mismatch", "", "A part holds whole leaves of 32 bytes.", details)
    }
    const offset = start === 0 ? 0 : (known?.offset ?? 0)
    if (start !== offset) {
      const details = { expected: `bytes ${offset}-`, actual: `bytes ${start}-` }
      throw new Refusal("wrong_state", "This part does not follow the one before.", details, 409)
    }
    return start === 0 ? this.begin(statement) : known!
  }

  private begin(statement: Hash): Arriving {
    this.arriving.delete(statement)
    for (const [oldest, { busy }] of this.arriving) {
      if (this.arriving.size < ARRIVING_MAX) break
      if (!busy) this.arriving.delete(oldest)
    }
    const fresh: Arriving = { offset: 0, head: EMPTY_LOG, busy: false }
    this.arriving.set(statement, fresh)
    return fresh
  }

  private async complete(statement: Hash, { head }: Arriving, { root }: Expected): Promise<void> {
    this.arriving.delete(statement)
    const actual = hashOf(logRoot(head))
    if (actual === root) return this.files.keep(statement)
    await this.files.drop(statement)
    const details = { expected: root, actual }
    throw new Invalid("batch_root_mismatch", "", "These leaves give another root.", details)
  }
}
