/** `height.index`, the cursor of the event feed. */
import { Invalid } from "@concordat/kernel"

/** The place in the feed that a cursor names, up to the tip. Refuses what is no cursor of ours. */
export function eventCursor(text: string, tip: bigint): { height: bigint; index: number } {
  const parts = /^([0-9]{1,19})\.([0-9]{1,9})$/.exec(text)
  if (parts !== null && BigInt(parts[1]!) <= tip) {
    return { height: BigInt(parts[1]!), index: Number(parts[2]) }
  }
  throw new Invalid("cursor_invalid", "/after", "A cursor is the `next` of an earlier page.")
}
