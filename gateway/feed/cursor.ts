/**
 * How far a subscriber is in a stream, as text: `12.3` is the item of index 3 of block 12, the last
 * one told; `12` is all of block 12. Cursors of `/v1/events` are of the first form and hold here.
 */
import { Invalid } from "@concordat/kernel"
import type { Cursor } from "@concordat/node"

/** The index of whoever has been told all of a block. */
export const ALL = Number.MAX_SAFE_INTEGER
const FORM = /^(0|[1-9][0-9]{0,18})(?:\.(0|[1-9][0-9]{0,8}))?$/

/** A cursor as text; null before everything. */
export function cursorText({ height, index }: Cursor): string | null {
  if (height < 0n) return null
  return index === ALL ? height.toString() : `${height}.${index}`
}

/** The cursor of a text; throws `Invalid` `cursor_invalid`. */
export function cursorOf(text: string): Cursor {
  const [, height, index] = FORM.exec(text) ?? []
  if (height !== undefined) {
    return { height: BigInt(height), index: index === undefined ? ALL : Number(index) }
  }
  const reason = 'A cursor is a height, or a height and an index: "12", "12.3".'
  throw new Invalid("cursor_invalid", "/after", reason)
}

/** The first block of which there may be more to tell. */
export function nextHeight({ height, index }: Cursor): bigint {
  return index === ALL ? height + 1n : height
}
