/**
 * What the node keeps beside the block log, behind one interface: a flat, ordered map from bytes to
 * bytes with atomic batches. Everything in it can be rebuilt from the block log. Default:
 * classic-level; in memory for tests.
 */

import { ConcordatError } from "@concordat/kernel"

/** What a store that cannot be trusted is called. */
export function storeDamaged(location: string, reason: string, cause?: unknown): ConcordatError {
  return new ConcordatError("store_damaged", `The state store ${location} ${reason}.`, {
    cause,
    hint: "Start the node again: it puts this store aside and rebuilds it from the block log.",
    details: { path: location },
  })
}

/** One change of a batch: a null value deletes. */
export type Change = readonly [key: Uint8Array, value: Uint8Array | null]

/** What can be read of a store. */
export interface StoreReader {
  /** What error messages name: a folder, or "memory". */
  readonly location: string
  /**
   * The value, at once, or undefined. Throws `ConcordatError` `store_damaged` for a value that is
   * not as it was written.
   */
  get(key: Uint8Array): Uint8Array | undefined
  /** Entries of `from` <= key < `to` in key order, some at a time. Throws as `get`. */
  entries(from: Uint8Array, to: Uint8Array): AsyncIterable<readonly Change[]>
}

/** A store as it was at one moment, whatever is written since. */
export interface StoreView extends StoreReader {
  close(): Promise<void>
}

export interface StateStore extends StoreReader {
  /**
   * All or nothing, in the order of the calls, off the calling thread. `durable`: it would survive
   * a power cut on return, and so would all before it.
   */
  write(changes: readonly Change[], durable?: boolean): Promise<void>
  /** Removes everything, by ascending key. */
  clear(): Promise<void>
  /** The store as it is now. */
  view(): StoreView
  /** Keys alone, as `entries`; values are not looked at. */
  keys(from: Uint8Array, to: Uint8Array): AsyncIterable<readonly Uint8Array[]>
  close(): Promise<void>
}
