/**
 * A leaf of the event log, read without the service's schema: what happened, where and when. Its
 * bytes are canonical CBOR of one map of eight entries; the log's entry is these bytes (RFC 9162).
 */
import { type CborValue, decodeValue } from "../cbor/value.ts"
import { Invalid } from "../failures.ts"
import { type Hash, hashOf } from "../schema/fixed.ts"

/** An event as it stands in the log. Hooks have neither transaction nor operation. */
export type EventLeaf = {
  readonly service: string
  readonly event: string
  readonly height: bigint
  /** Place among the block's events, from 0. */
  readonly index: number
  /** Block time, milliseconds since 1970. */
  readonly time: number
  readonly transaction: Hash | null
  readonly operation: number | null
  readonly fields: { readonly [name: string]: CborValue }
}

const ENTRIES = 8
const HASH_BYTES = 32

type Plain = { readonly [name: string]: CborValue }

/** Whether a value is a map. */
export function isMap(value: CborValue | undefined): value is Plain {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value) && !isList(value)
}

const isList = (value: CborValue): value is readonly CborValue[] => Array.isArray(value)
const isCount = (value: CborValue | undefined) => typeof value === "number" && value >= 0

/** Reads a leaf. Throws `Invalid` for bytes that are not canonical or not of a leaf's shape. */
export function readLeaf(bytes: Uint8Array): EventLeaf {
  const value = decodeValue(bytes)
  if (!isMap(value)) throw misshapen()
  const { service, event, height, index, time, transaction, operation, fields } = value
  const counts = isCount(index) && isCount(time) && (typeof height === "bigint" || isCount(height))
  const cause = transaction instanceof Uint8Array && transaction.length === HASH_BYTES
  const shaped =
    Object.keys(value).length === ENTRIES && // order: none, a count
    typeof service === "string" &&
    typeof event === "string" &&
    (transaction === null || cause) &&
    (operation === null || isCount(operation))
  if (!shaped || !counts || !isMap(fields)) throw misshapen()
  return {
    service,
    event,
    height: BigInt(height as number | bigint),
    index: index as number,
    time: time as number,
    transaction: cause ? hashOf(transaction) : null,
    operation: operation as number | null,
    fields,
  }
}

function misshapen(): Invalid {
  return new Invalid("type_mismatch", "", "The leaf has not the entries of an event.")
}
