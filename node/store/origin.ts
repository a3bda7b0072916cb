/**
 * What a store began with that holds no blocks from the genesis on: a snapshot. Of what lies before
 * it the state is known, the event log by its peaks, and nothing else.
 */
import { decode, encode, hash, type Infer, Invalid, list, record, u64 } from "@concordat/kernel"
import { ORIGIN_KEY } from "./layout.ts"
import { type StoreReader, storeDamaged } from "./state-store.ts"

const PEAKS_MAX = 64

const origin = record({
  /** Of the snapshot; blocks are kept from the next one on. */
  height: u64,
  log: record({ size: u64, peaks: list(hash, PEAKS_MAX) }),
})
export type StoreOrigin = Infer<typeof origin>

/** The bytes of the origin's entry. */
export function encodeOrigin(value: StoreOrigin): Uint8Array {
  return encode(origin, value)
}

/** The snapshot that a store began with; null: the genesis. Throws `store_damaged`. */
export function readOrigin(store: StoreReader): StoreOrigin | null {
  const bytes = store.get(ORIGIN_KEY)
  if (bytes === undefined) return null
  try {
    return decode(origin, bytes)
  } catch (cause) {
    if (!(cause instanceof Invalid)) throw cause
    throw storeDamaged(store.location, "does not say what it began with", cause)
  }
}
