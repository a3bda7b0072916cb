/** Leaves of the log, read by the schema of their event. */
import { CborReader } from "../cbor/reader.ts"
import { scan } from "../cbor/scan.ts"
import { readLeaf } from "../evidence/leaf.ts"
import { Invalid } from "../failures.ts"
import { ascii } from "../schema/ascii.ts"
import { hash } from "../schema/fixed.ts"
import type { Infer, Kind } from "../schema/kind.ts"
import { option } from "../schema/option.ts"
import { record } from "../schema/record.ts"
import { time } from "../schema/time.ts"
import { u32 } from "../schema/unsigned.ts"
import { u64 } from "../schema/wide-unsigned.ts"
import type { Event } from "../service/event.ts"
import type { Runtime } from "./runtime.ts"

type FieldValues = Readonly<Record<string, unknown>>

/** An event as the log has it, its fields typed by the schema. */
export type LoggedEvent = Infer<ReturnType<typeof leafKind>> & { readonly fields: FieldValues }

const kinds = new WeakMap<Event, ReturnType<typeof leafKind>>()

function leafKind(fields: Kind<FieldValues>) {
  return record({
    service: ascii(24),
    event: ascii(48),
    fields,
    height: u64,
    index: u32,
    operation: option(u32),
    transaction: option(hash),
    time,
  })
}

/**
 * The event of a leaf. Throws `Invalid`: `unknown_value` for an event that this runtime does not
 * declare, and what its schema finds.
 */
export function readEvent(runtime: Runtime, bytes: Uint8Array): LoggedEvent {
  const { service, event: name } = readLeaf(bytes)
  const event = runtime.events.get(`${service}/${name}`)
  if (event === undefined) {
    throw new Invalid("unknown_value", "/event", `No event "${name}" of "${service}" is known.`)
  }
  let kind = kinds.get(event)
  if (kind === undefined) {
    kind = leafKind(event.kind)
    kinds.set(event, kind)
  }
  scan(bytes)
  return kind.read(new CborReader(bytes))
}
