/** Leaves of the event log (ARCHITECTURE.md, "Events"): one event each, canonical CBOR. */
import { CborWriter } from "../cbor/writer.ts"
import { leafHashOf } from "../log/hashes.ts"
import type { Hash } from "../schema/fixed.ts"
import type { Event } from "../service/event.ts"
import { soundly } from "./row-bytes.ts"

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

/** The leaf of an event. Fields outside the event's schema are a `Bug`. */
export function leafOf(pending: PendingEvent, { height, time, index, id }: LeafPlace): Leaf {
  const { event, fields, transaction, operation } = pending
  const service = event.binding.service ?? ""
  soundly(`event "${event.name}" of ${service}`, () => event.kind.check(fields))
  writer.reset().map(ENTRIES)
  writer.text("time").uint(time)
  writer.text("event").text(event.name)
  writer.text("index").uint(index)
  writer.text("fields")
  event.kind.write(writer, fields)
  writer.text("height").uint(height)
  writer.text("service").text(service)
  writer.text("operation")
  if (operation === null) writer.null()
  else writer.uint(operation)
  writer.text("transaction")
  if (id === null) writer.null()
  else writer.head(2, id.length >> 1).hex(id)
  const bytes = writer.finish()
  return { bytes, hash: leafHashOf(bytes), service, event: event.name, transaction, operation }
}
