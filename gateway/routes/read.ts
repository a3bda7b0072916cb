/** What happened and what is: status, blocks, transactions, events. Every answer names its height. */
import {
  anchorKind,
  decodeTransaction,
  Invalid,
  Refusal,
  transactionToJson,
} from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { Hono } from "hono"
import { blockJson, blockRecordJson, eventJson, statusJson, transactionJson } from "../answers.ts"
import type { GatewayOptions } from "../gateway.ts"
import { newestEvents } from "../newest-events.ts"
import { integer, pageLimit, parameters } from "../requests/parameters.ts"

/** The record that is not there: the same words whoever asks. */
export function unknownRecord(what: string): Refusal {
  return new Refusal("unknown_record", `There is no such ${what} on this ledger.`, {}, 404)
}

function height(text: string, tip: bigint): bigint {
  const value = integer(text, "height")
  if (value <= tip) return value
  const details = { height: text, actual: tip.toString() }
  throw new Refusal("height_not_reached", "This block does not exist yet.", details, 404)
}

/** `height.index`, the cursor of the event feed. */
function cursor(text: string | undefined): { height: bigint; index: number } | undefined {
  if (text === undefined) return undefined
  const parts = /^([0-9]{1,19})\.([0-9]{1,9})$/.exec(text)
  if (parts === null) {
    throw new Invalid("cursor_invalid", "/after", "A cursor is the `next` of an earlier page.")
  }
  return { height: BigInt(parts[1]!), index: Number(parts[2]) }
}

async function transactionPage(ledger: Ledger, id: string) {
  if (!/^[0-9a-f]{64}$/.test(id)) {
    throw new Invalid("hex_malformed", "/transaction", "A transaction id is 64 hex digits.")
  }
  const record = await ledger.transaction(id as never)
  if (record === null) throw unknownRecord("transaction")
  const content = transactionToJson(decodeTransaction(record.bytes, ledger.runtime), ledger.runtime)
  const { first, count } = record.events
  const positions = Array.from({ length: Math.min(count, 200) }, (_, i) => first + BigInt(i))
  const events = await Promise.all(positions.map((position) => ledger.event(position)))
  return transactionJson(
    record,
    content,
    events.filter((one) => one !== null),
  )
}

export function readRoutes({ ledger, version }: GatewayOptions): Hono {
  const routes = new Hono()

  routes.get("/status", (context) => {
    parameters(context.req.url, [])
    const services = ledger.runtime.services.map(({ name, about, version }) => {
      return { name, about, version }
    })
    return context.json({ ...statusJson(ledger.status()), services, version })
  })

  routes.get("/anchor", async (context) => {
    const { at } = parameters(context.req.url, ["at"])
    const wanted = at === undefined ? undefined : height(at, ledger.status().height)
    return Response.json(anchorKind.toJson(await ledger.anchor(wanted)))
  })

  routes.get("/blocks", async (context) => {
    const { before, limit } = parameters(context.req.url, ["before", "limit"])
    const page = { limit: pageLimit(limit) }
    const below = before === undefined ? {} : { before: integer(before, "before") }
    const blocks = await ledger.blocks({ ...page, ...below })
    const last = blocks.at(-1)
    const next = last === undefined || last.height <= 1n ? null : last.height.toString()
    return context.json({
      height: ledger.status().height.toString(),
      blocks: blocks.map(blockJson),
      next,
    })
  })

  routes.get("/blocks/:height", async (context) => {
    parameters(context.req.url, [])
    const at = height(context.req.param("height"), ledger.status().height)
    const block = await ledger.block(at)
    if (block === null) throw unknownRecord("block")
    return context.json(blockRecordJson(block))
  })

  routes.get("/transactions/:id", async (context) => {
    parameters(context.req.url, [])
    return context.json(await transactionPage(ledger, context.req.param("id")))
  })

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
      return context.json({ height: at, events: events.map(eventJson), next: text(next) })
    }
    const from = cursor(after)
    const page = await ledger.events({
      limit: pageLimit(limit),
      ...wanted,
      ...(from === undefined ? {} : { after: from }),
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

function text(value: bigint | null): string | null {
  return value === null ? null : value.toString()
}
