/** Where the state store stands: one entry, written in the same batch as what it speaks of. */
import {
  ascii,
  decode,
  encode,
  engineParameters,
  hash,
  type Infer,
  Invalid,
  list,
  record,
  time,
  u8,
  u64,
  validatorsKind,
} from "@concordat/kernel"
import { HEAD_KEY } from "./layout.ts"
import { type StoreReader, storeDamaged } from "./state-store.ts"

const FORMAT = 1
const PEAKS_MAX = 64

const head = record({
  format: u8,
  chain: ascii(48),
  /** Digest of the genesis file. */
  genesis: hash,
  initialHeight: u64,
  height: u64,
  time,
  appHash: hash,
  stateRoot: hash,
  /** Of the results of the block at `height`. */
  results: hash,
  log: record({ size: u64, peaks: list(hash, PEAKS_MAX) }),
  validators: validatorsKind,
  parameters: engineParameters,
  /** Since genesis. */
  transactions: u64,
  operations: u64,
})

/** All of it but the form's number. */
export type StoreHead = Omit<Infer<typeof head>, "format">

/** The bytes of the head entry. */
export function encodeHead(value: StoreHead): Uint8Array {
  return encode(head, { format: FORMAT, ...value })
}

/** Where a store stands, or null while it is empty. Throws `store_damaged`. */
export function readHead(store: StoreReader): StoreHead | null {
  const bytes = store.get(HEAD_KEY)
  if (bytes === undefined) return null
  try {
    const { format, ...value } = decode(head, bytes)
    if (format === FORMAT) return value
  } catch (cause) {
    if (!(cause instanceof Invalid)) throw cause
  }
  throw storeDamaged(store.location, "is of another form")
}
