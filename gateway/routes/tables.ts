/** Every table of every service: one row by its key, or a page by leading key fields. */
import {
  fromBase64url,
  Invalid,
  type Json,
  Refusal,
  type TableShape,
  time,
  toBase64url,
} from "@concordat/kernel"
import { Hono } from "hono"
import type { GatewayOptions } from "../gateway.ts"
import { choice, integer, pageLimit, parameters } from "../requests/parameters.ts"
import { keyFromPath, placeOf, prefixFrom, rowJson } from "../state-path.ts"

function rowValue(table: TableShape, value: Uint8Array): Json {
  return table.row.toJson(table.readRow(value))
}

/** A cursor is the last key of a page; one of another table or with foreign bytes is refused. */
function afterKey(text: string | undefined, prefix: Uint8Array): Uint8Array | undefined {
  if (text === undefined) return undefined
  const key = fromBase64url(text, "/after")
  if (key.length > prefix.length && prefix.every((byte, i) => key[i] === byte)) return key
  throw new Invalid("cursor_invalid", "/after", "This cursor is not of this table and filter.")
}

export function tableRoutes({ ledger }: GatewayOptions): Hono {
  const routes = new Hono()

  routes.get("/:service/:table", async (context) => {
    const { service, table } = context.req.param()
    const place = placeOf(ledger.runtime, service, table)
    if (place.table.keyFields.length === 0) return oneRow(place, [], context.req.url)
    const fields = place.table.keyFields.map(({ name }) => name)
    const given = parameters(context.req.url, ["after", "limit", "reverse", ...fields])
    const prefix = prefixFrom(place, given)
    const after = afterKey(given["after"], prefix)
    const reverse = choice(given["reverse"] ?? "0", "reverse", ["0", "1"]) === "1"
    const limit = pageLimit(given["limit"])
    const page = await ledger.rows(prefix, { limit, reverse, ...(after ? { after } : {}) })
    return context.json({
      height: page.height.toString(),
      time: time.toJson(page.time),
      rows: page.rows.map(([key, value]) => rowJson(place, key, value, rowValue)),
      next: page.next === null ? null : toBase64url(page.next),
    })
  })

  routes.get("/:service/:table/:key{.+}", (context) => {
    const { service, table } = context.req.param()
    const path = new URL(context.req.url).pathname.split("/").slice(4)
    return oneRow(placeOf(ledger.runtime, service, table), path, context.req.url)
  })

  async function oneRow(
    place: ReturnType<typeof placeOf>,
    path: readonly string[],
    url: string,
  ): Promise<Response> {
    const { at, proof } = parameters(url, ["at", "proof"])
    const proved = choice(proof ?? "0", "proof", ["0", "1"]) === "1"
    const key = keyFromPath(place, path)
    const answer = await ledger.row(key, at === undefined ? undefined : integer(at, "at"))
    const { value, height } = answer
    if (value === null && !proved) {
      const name = `unknown_${place.table.name.replace(/s$/, "")}`
      const known = place.service.refusals[name]
      const message = known?.message ?? "There is no such row."
      const details = { height: height.toString() }
      throw new Refusal(known ? name : "unknown_record", message, details, 404)
    }
    const evidence = proved
      ? await ledger.evidence({ claims: [value === null ? { absence: key } : { value: key }] })
      : null
    return Response.json({
      height: height.toString(),
      time: time.toJson(answer.time),
      row: value === null ? null : rowJson(place, key, value, rowValue),
      ...(evidence === null ? {} : { evidence: toBase64url(evidence) }),
    })
  }
  return routes
}
