/** What is: status, anchors, blocks, transactions. Every answer names its height. */
import {
  anchorKind,
  decodeTransaction,
  Invalid,
  Refusal,
  transactionToJson,
} from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { Hono } from "hono"
import { blockJson, blockRecordJson, statusJson, transactionJson } from "../answers.ts"
import type { GatewayOptions } from "../gateway.ts"
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
  return routes
}
