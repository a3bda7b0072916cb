/** `GET /v1/feed`, as server-sent events; the same path takes WebSockets (`socket.ts`). */

import { DECIMAL, TEXT } from "../routes/record.ts"
import { inHeader, inQuery, type Route } from "../routes/route.ts"
import { eventStream } from "./event-stream.ts"
import { type Feed, halted } from "./feed.ts"
import { STREAMS, wantedOf } from "./wanted.ts"

const EVENT_STREAM = "text/event-stream"

const MORE =
  "Server-sent events: `id` is the item's cursor, `data` the item in JSON; an event named " +
  "`problem` is the last one and says why the feed ends. Without `from` and `after` it begins " +
  "with the next block. A cursor is `height.index`, or a height for all of its block. To go on " +
  "after a cut without loss or repetition, hand back the last id as `after` or, as browsers do " +
  "by themselves, as `Last-Event-ID`. A WebSocket at this path carries many streams: send " +
  "`FeedRequest`, get `FeedFrame`, both JSON texts."

/** The feed's route. */
export function feedRoutes(feed: Feed): readonly Route[] {
  const { ledger } = feed.options
  const parameters = [
    inQuery("stream", "What is told; `events` unless given", {
      ...{ type: "string", enum: Object.keys(STREAMS) },
    }),
    inQuery("service", "Only what belongs to this service (not of blocks)", TEXT),
    inQuery("command", "Only transactions with this command", TEXT),
    inQuery("event", "Only events of this name", TEXT),
    inQuery("table", "Only rows of this table", TEXT),
    inQuery("key", "Only rows whose key begins so, in the form of a row's address", TEXT),
    inQuery("organisation", "Only events and rows that name it, or a principal of it", TEXT),
    inQuery("from", "Height of the first block to tell", DECIMAL),
    inQuery("after", "Cursor of what was told last", TEXT),
    inHeader("Last-Event-ID", "The same, by a browser; it wins", TEXT),
  ]
  return [
    {
      ...{ method: "GET", tag: "ledger", path: "/v1/feed", name: "feed", parameters },
      access: "read",
      about: "What happens, as it happens, from any height on",
      more: MORE,
      gives: { [EVENT_STREAM]: { type: "string" } },
      codes: [
        ...["unknown_stream", "unknown_value", "filter_unsupported", "cursor_invalid"],
        ...["height_not_reached", "height_pruned", "rate_limited"],
      ],
      answer({ query, request, caller }) {
        const last = request.headers.get("last-event-id")
        const { from, ...rest } = query
        const wanted = wantedOf(ledger, last === null ? query : { ...rest, after: last })
        if (feed.closed) throw halted()
        if (request.method === "HEAD") return { status: 200, type: EVENT_STREAM, body: null }
        const body = eventStream(feed, wanted, caller)
        return { status: 200, type: EVENT_STREAM, body }
      },
    },
  ]
}
