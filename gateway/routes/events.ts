/** What happened: events in log order, from its end backwards, and one by its position. */
import type { Json } from "@concordat/kernel"
import { eventJson } from "../answers.ts"
import type { GatewayOptions } from "../gateway.ts"
import { eventCursor } from "../requests/event-cursor.ts"
import { integer, pageLimit } from "../requests/parameters.ts"
import { newestEvents } from "./newest-events.ts"
import { DECIMAL, LIMIT, TEXT, unknownRecord } from "./record.ts"
import {
  type Asked,
  component,
  inPath,
  inQuery,
  JSON_TYPE,
  jsonAnswer,
  type Route,
} from "./route.ts"

type Ledger = GatewayOptions["ledger"]
type Query = Asked["query"]

/** From the log's end backwards, below a position. */
async function newestPage(ledger: Ledger, below: string, wanted: object, limit: number) {
  const before = integer(below, "before")
  const { events, next } = await newestEvents(ledger, { before, limit, wanted })
  const height = ledger.status().height.toString()
  return { height, events: events.map(eventJson), next: next?.toString() ?? null }
}

async function eventPage(ledger: Ledger, query: Query): Promise<Json> {
  const { service, event, after, before } = query
  const limit = pageLimit(query["limit"])
  const wanted = {
    ...(service === undefined ? {} : { service }),
    ...(event === undefined ? {} : { event }),
  }
  if (before !== undefined) return newestPage(ledger, before, wanted, limit)
  const from = after === undefined ? {} : { after: eventCursor(after, ledger.status().height) }
  const page = await ledger.events({ limit, ...wanted, ...from })
  const next = page.next === null ? null : `${page.next.height}.${page.next.index}`
  return { height: page.height.toString(), events: page.events.map(eventJson), next }
}

/** Routes of the event log. */
export function eventRoutes({ ledger }: GatewayOptions): readonly Route[] {
  const base = { method: "GET", tag: "ledger", access: "read" } as const
  return [
    {
      ...{ ...base, path: "/v1/events", name: "events", about: "Events in log order" },
      more: "A page looks at a bounded part of the log: go on while `next` is not null.",
      parameters: [
        inQuery("service", "Only events of this service", TEXT),
        inQuery("event", "Only events of this name", TEXT),
        inQuery("after", "`next` of the page before", TEXT),
        inQuery("before", "Newest first, below this position of the log", DECIMAL),
        inQuery("limit", "Events of a page", LIMIT),
      ],
      gives: { [JSON_TYPE]: component("EventPage") },
      codes: ["cursor_invalid"],
      answer: async ({ query }) => jsonAnswer(await eventPage(ledger, query)),
    },
    {
      ...{ ...base, path: "/v1/events/{position}", name: "event", about: "One event" },
      parameters: [inPath("position", "Position in the event log, from 0", DECIMAL, "0")],
      gives: { [JSON_TYPE]: component("Event") },
      codes: ["unknown_record"],
      async answer({ path }) {
        const event = await ledger.event(integer(path["position"]!, "position"))
        if (event === null) throw unknownRecord("event")
        return jsonAnswer(eventJson(event))
      },
    },
  ]
}
