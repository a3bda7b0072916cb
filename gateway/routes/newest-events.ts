/** Events from the end of the log backwards: what people look at first. */
import type { EventRecord, Ledger } from "@concordat/node"

/** Leaves that one page looks at, where only some of them are wanted. */
const LOOKED_AT_MAX = 1_000n

/** What is wanted of each event; what is absent is not asked. */
export type WantedEvents = { readonly service?: string; readonly event?: string }

/** Newest first; `next` is the position to go on below, null at the log's beginning. */
export async function newestEvents(
  ledger: Pick<Ledger, "event" | "status">,
  { before, limit, wanted }: { before: bigint; limit: number; wanted: WantedEvents },
): Promise<{ readonly events: readonly EventRecord[]; readonly next: bigint | null }> {
  const { size } = ledger.status().log
  const start = before < size ? before : size
  const end = start > LOOKED_AT_MAX ? start - LOOKED_AT_MAX : 0n
  const events: EventRecord[] = []
  let at = start
  while (at > end && events.length < limit) {
    at -= 1n
    const event = await ledger.event(at)
    if (event !== null && fits(event, wanted)) events.push(event)
  }
  return { events, next: at === 0n ? null : at }
}

function fits({ service, event }: EventRecord, wanted: WantedEvents): boolean {
  const ofService = wanted.service === undefined || wanted.service === service
  return ofService && (wanted.event === undefined || wanted.event === event)
}
