/**
 * Ids carry their time (UUIDv7, RFC 9562 section 5.7: 48 bits of milliseconds lead). What is older
 * than the window is refused for ever, so rows of older ids can go: exactly once in bounded state.
 */
import type { Hex, View } from "@concordat/kernel"
import type { Id } from "./kinds.ts"
import { type Fault, fault, refuse } from "./refusals.ts"
import { entries, uetrs } from "./tables.ts"

/** How old an id may be: seven days. */
export const ID_WINDOW_MS = 7 * 86_400_000
/** How far ahead of block time it may be: clocks differ. */
export const ID_AHEAD_MS = 300_000
/** Hex digits of the time in an id. */
const TIME_DIGITS = 12
const HEX = 16
/** A generation of UETRs: 31 days. */
const GENERATION_MS = 31 * 86_400_000

/** The time that an id carries, milliseconds of 1970. */
export function timeOf(id: Id): number {
  return Number.parseInt(id.slice(0, TIME_DIGITS), HEX)
}

/** The lowest id of a time: a bound for pruning. */
export function lowestId(time: number): Id {
  return time
    .toString(HEX)
    .padStart(TIME_DIGITS, "0")
    .padEnd(2 * HEX, "0") as Hex
}

/** Whether nothing may come under an id of this time any more. */
export function isPast(id: Id, time: number): boolean {
  return timeOf(id) < time - ID_WINDOW_MS
}

/** The first two refusals of the list of lines. */
export function idFault(view: View, id: Id): Fault | null {
  const time = timeOf(id)
  const earliest = view.time - ID_WINDOW_MS
  if (time < earliest) return fault(refuse.id_too_old, { id, time, earliest })
  const latest = view.time + ID_AHEAD_MS
  return time > latest ? fault(refuse.id_in_future, { id, time, latest }) : null
}

/** The generation of UETRs at a time. */
export function generationOf(time: number): number {
  return Math.floor(time / GENERATION_MS)
}

/** Whether a UETR was used in this generation or the one before. */
export function isUsed(view: View, uetr: Id): boolean {
  const generation = generationOf(view.time)
  return (
    uetrs.has(view, { generation, uetr }) || uetrs.has(view, { generation: generation - 1, uetr })
  )
}

/** Whether the id is free, was used for the same, or for something else. */
export function entryFault(view: View, entry: Id, digest: Hex): Fault | null {
  const wrong = idFault(view, entry)
  if (wrong !== null) return wrong
  const known = entries.get(view, { entry })
  if (known === undefined) return null
  const details = { entry, height: known.height }
  return known.digest === digest
    ? fault(refuse.entry_exists, details)
    : fault(refuse.entry_mismatch, details)
}
