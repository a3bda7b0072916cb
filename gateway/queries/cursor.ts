/** Cursors of pages: what the last row was ordered by, opaque to who hands them back. */
import { fromBase64url, Invalid, toBase64url, utf8 } from "@concordat/kernel"

/** Values that an order compares: text, or null where the last row has none. */
export type Place = readonly (string | null)[]

/** A cursor; `of` names the question, so that it serves no other. */
export function cursorText(of: string, place: Place): string {
  return toBase64url(utf8(JSON.stringify([of, ...place])))
}

/** The place in a cursor of the same question; refuses what is no cursor of it. */
export function cursorPlace(text: string | undefined, of: string, length: number): Place | null {
  if (text === undefined) return null
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(fromBase64url(text, "/after")))
    const isOurs = Array.isArray(read) && read.length === length + 1 && read[0] === of
    const isPart = (part: unknown) =>
      part === null || (typeof part === "string" && !part.includes("\0"))
    if (isOurs && read.every(isPart)) return read.slice(1)
  } catch {
    // Whatever is wrong with it, it is none of ours.
  }
  throw new Invalid("cursor_invalid", "/after", "A cursor is the `next` of an earlier page.")
}
