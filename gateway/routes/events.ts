/** What happened: events in log order, from its end backwards, and one by its position. */
import { Hono } from "hono"
import { eventJson } from "../answers.ts"
import type { GatewayOptions } from "../gateway.ts"
import { newestEvents } from "../newest-events.ts"
import { eventCursor } from "../requests/event-cursor.ts"
import { integer, pageLimit, parameters } from "../requests/parameters.ts"
import { unknownRecord } from "./read.ts"

/** Routes of the event log. */
export function eventRoutes({ ledger }: GatewayOptions): Hono {
  const routes = new Hono()

  routes.get("/events", async (context) => {
    const known = ["service", "event", "after", "before", "limit"]
    const { service, event, after, before, limit } = parameters(context.req.url, known)
    const wanted = {
      ...(service === undefined ? {} : { service }),
      ...(event === undefined ? {} : { event }),
    }
    if (before !== undefined) {
      const below = { before: integer(before, "before"), limit: pageLimit(limit), wanted }
      const { events, next } = await newestEvents(ledger, below)
      const at = ledger.status().height.toString()
      return context.json({
        height: at,
        events: events.map(eventJson),
        next: next?.toString() ?? null,
      })
    }
    const page = await ledger.events({
      limit: pageLimit(limit),
      ...wanted,
      ...(after === undefined ? {} : { after: eventCursor(after) }),
    })
    const next = page.next === null ? null : `${page.next.height}.${page.next.index}`
    return context.json({
      height: page.height.toString(),
      events: page.events.map(eventJson),
      next,
    })
  })

  routes.get("/events/:position", async (context) => {
    parameters(context.req.url, [])
    const event = await ledger.event(integer(context.req.param("position"), "position"))
    if (event === null) throw unknownRecord("event")
    return context.json(eventJson(event))
  })
  return routes
}
