/** Leaves of the event log (ARCHITECTURE.md, "Events"): one event each, canonical CBOR. */
import { CborWriter, MAJOR } from "../cbor/writer.ts"
import { sha256 } from "../crypto/hash.ts"
import type { Hash } from "../schema/fixed.ts"
import { encodedKey } from "../schema/record.ts"
import type { Event } from "../service/event.ts"
import { unsound } from "./row-bytes.ts"

/** An event of a block under way; indexes are null for hooks. */
export type PendingEvent = {
  readonly event: Event
  readonly fields: Readonly<Record<string, unknown>>
  readonly transaction: number | null
  readonly operation: number | null
}

/** A leaf of the log. */
export type Leaf = {
  readonly bytes: Uint8Array
  /** H(00 ‖ bytes). */
  readonly hash: Uint8Array
  readonly service: string
  readonly event: string
  /** Index of the transaction in the block; null for hooks. */
  readonly transaction: number | null
  readonly operation: number | null
}

/** What a leaf says besides its event. */
export type LeafPlace = {
  readonly height: bigint
  readonly time: number
  /** Counts the block's leaves from 0. */
  readonly index: number
  /** Id of the transaction; null for hooks. */
  readonly id: Hash | null
}

const writer = new CborWriter()
const ENTRIES = 8
const LEAF_PREFIX = 0
const ID_BYTES = 32

/** 00, the head of the map, and its first key. */
const START = new CborWriter().byte(LEAF_PREFIX).map(ENTRIES).text("time").finish()
const FIELDS = encodedKey("fields")
const HEIGHT = encodedKey("height")
const OPERATION = encodedKey("operation")
const TRANSACTION = encodedKey("transaction")

/** What all leaves of one event have in common. */
type Frame = { readonly event: Uint8Array; readonly service: Uint8Array }
const frames = new WeakMap<Event, Frame>()

function frameOf(event: Event): Frame {
  const known = frames.get(event)
  if (known !== undefined) return known
  const service = event.binding.service ?? ""
  const frame = {
    event: new CborWriter().text("event").text(event.name).text("index").finish(),
    service: new CborWriter().text("service").text(service).raw(OPERATION).finish(),
  }
  frames.set(event, frame)
  return frame
}

/** The leaf of an event. Fields outside the event's schema are a `Bug`. */
export function leafOf(pending: PendingEvent, { height, time, index, id }: LeafPlace): Leaf {
  const { event, fields, transaction, operation } = pending
  const service = event.binding.service ?? ""
  try {
    event.kind.check(fields)
  } catch (failure) {
    throw unsound(failure, () => `event "${event.name}" of ${service}`)
  }
  const frame = frameOf(event)
  writer.reset().raw(START).uint(time).raw(frame.event).uint(index).raw(FIELDS)
  event.kind.write(writer, fields)
  writer.raw(HEIGHT).uint(height).raw(frame.service)
  if (operation === null) writer.null()
  else writer.uint(operation)
  writer.raw(TRANSACTION)
  if (id === null) writer.null()
  else writer.head(MAJOR.bytes, ID_BYTES).hex(id)
  // One buffer for both: what is hashed is 00 ‖ bytes (RFC 9162 section 2.1.1).
  const prefixed = writer.finish()
  const hash = sha256(prefixed)
  const bytes = prefixed.subarray(1)
  return { bytes, hash, service, event: event.name, transaction, operation }
}
