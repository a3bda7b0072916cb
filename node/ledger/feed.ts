/** Events in log order, a page at a time: of all services, of one, of one event. */
import type { Runtime } from "@concordat/kernel"
import type { Cursor, EventRecord, EventsAnswer } from "../ledger.ts"
import { type Blocks, eventRecord } from "./blocks.ts"
import { beforeSnapshot } from "./refusal.ts"

/** Leaves and blocks that one page looks at, at most. */
const LEAVES_MAX = 20_000
const BLOCKS_MAX = 20_000

export type FeedQuery = {
  readonly service?: string
  readonly event?: string
  readonly after?: Cursor
  readonly limit: number
}

/**
 * One page of events behind a cursor; `next` is null at the tip. Throws `height_pruned` where
 * events behind the cursor came before this node's snapshot.
 */
export function eventsAfter(
  runtime: Runtime,
  blocks: Blocks,
  range: { readonly begin: bigint; readonly first: bigint; readonly tip: bigint },
  query: FeedQuery,
): EventsAnswer {
  const { service, event, limit } = query
  const wanted = (record: EventRecord) =>
    (service === undefined || record.service === service) &&
    (event === undefined || record.event === event)
  const after = query.after ?? { height: range.begin, index: -1 }
  if (after.height < range.first - 1n && range.begin < range.first) {
    throw beforeSnapshot(`Events after block ${after.height} are not all here`, range.first)
  }
  const events: EventRecord[] = []
  let leaves = 0
  let next: Cursor | null = null
  let height = after.height < range.first ? range.first : after.height
  for (let looked = 0; height <= range.tip; height++, looked++) {
    if (looked === BLOCKS_MAX) return { events, next, height: range.tip }
    const { first, events: count } = blocks.counts(height)
    const start = height === after.height ? after.index + 1 : 0
    if (start >= count) {
      next = { height, index: count - 1 }
      continue
    }
    const facts = blocks.facts(height)
    for (let index = start; index < count; index++) {
      const record = eventRecord(runtime, facts.leaves[index]!, first + BigInt(index))
      if (wanted(record)) events.push(record)
      next = { height, index }
      if (events.length === limit || ++leaves === LEAVES_MAX) {
        return { events, next, height: range.tip }
      }
    }
  }
  return { events, next: null, height: range.tip }
}
