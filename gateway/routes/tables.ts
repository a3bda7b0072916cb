/** Every table of every service: one row by its key, or a page by leading key fields. */
import {
  fromBase64url,
  Invalid,
  type Json,
  Refusal,
  type Service,
  type TableShape,
  time,
  toBase64url,
} from "@concordat/kernel"
import type { GatewayOptions } from "../gateway.ts"
import { pageSchema, rowAnswerSchema } from "../openapi/rows.ts"
import { flag, integer, pageLimit } from "../requests/parameters.ts"
import { keyFromPath, keyParameters, keyTemplate, prefixFrom, rowJson } from "../state-path.ts"
import { DECIMAL, FLAG, LIMIT, TEXT } from "./record.ts"
import { type Asked, inQuery, JSON_TYPE, jsonAnswer, type Route } from "./route.ts"

type Ledger = GatewayOptions["ledger"]
type Query = Asked["query"]

/** A cursor is the last key of a page; one of another table or with foreign bytes is refused. */
function afterKey(text: string | undefined, prefix: Uint8Array): { after?: Uint8Array } {
  if (text === undefined) return {}
  const invalid = new Invalid("cursor_invalid", "/after", "This cursor is not of this page.")
  let key: Uint8Array
  try {
    key = fromBase64url(text, "/after")
  } catch {
    throw invalid
  }
  if (key.length <= prefix.length || prefix.some((byte, i) => key[i] !== byte)) throw invalid
  return { after: key }
}

async function pageOf(ledger: Ledger, table: TableShape, query: Query): Promise<Json> {
  const prefix = prefixFrom(table, query)
  const page = await ledger.rows(prefix, {
    limit: pageLimit(query["limit"]),
    reverse: flag(query["reverse"], "reverse"),
    ...afterKey(query["after"], prefix),
  })
  return {
    height: page.height.toString(),
    time: time.toJson(page.time),
    rows: page.rows.map(([key, value]) => rowJson(table, key, value)),
    next: page.next === null ? null : toBase64url(page.next),
  }
}

/** The row that is not there, in the words of its table. */
function absent({ refusals }: Service, { absent: known }: TableShape, height: bigint): Refusal {
  const { code, message, status } = refusals[known ?? ""] ?? {
    ...{ code: "unknown_record", message: "There is no such row.", status: 404 },
  }
  return new Refusal(code, message, { height: height.toString() }, status)
}

async function rowOf(
  ledger: Ledger,
  service: Service,
  table: TableShape,
  { path, query }: Asked,
): Promise<Json> {
  const { at, proof } = query
  const proved = flag(proof, "proof")
  const key = keyFromPath(table, path)
  const asOf = at === undefined ? undefined : integer(at, "at")
  const { value, height, time: instant } = await ledger.row(key, asOf)
  if (value === null && !proved) throw absent(service, table, height)
  const answer = {
    height: height.toString(),
    time: time.toJson(instant),
    row: value === null ? null : rowJson(table, key, value),
  }
  if (!proved) return answer
  const claim = value === null ? { absence: key } : { value: key }
  const bundle = await ledger.evidence({ claims: [claim], ...(asOf ? { at: asOf } : {}) })
  return { ...answer, evidence: toBase64url(bundle) }
}

/** Whose keys stand behind what is verified, and who signs blocks: not content, but its measure. */
const REGISTERS = ["organisations", "validators"]

const accessOf = ({ name }: Service) => (REGISTERS.includes(name) ? "verify" : "read")

function pageRoute(ledger: Ledger, service: Service, table: TableShape): Route {
  const about = "Only rows with this key field; the fields before it must be given too."
  return {
    ...{ method: "GET", tag: service.name, path: `/v1/${service.name}/${table.name}` },
    access: accessOf(service),
    name: `${service.name}.${table.name}.rows`,
    about: `Rows of ${table.name} in key order`,
    parameters: [
      ...table.keyFields.map(({ name, kind }) => inQuery(name, about, kind.jsonSchema())),
      inQuery("after", "`next` of the page before", TEXT),
      inQuery("limit", "Rows of a page", LIMIT),
      inQuery("reverse", "1: the greatest key first", FLAG),
    ],
    gives: { [JSON_TYPE]: pageSchema(table) },
    codes: ["cursor_invalid", "filter_unsupported"],
    answer: async ({ query }) => jsonAnswer(await pageOf(ledger, table, query)),
  }
}

function rowRoute(ledger: Ledger, service: Service, table: TableShape): Route {
  return {
    ...{ method: "GET", tag: service.name, access: accessOf(service) },
    path: `/v1/${service.name}/${table.name}${keyTemplate(table)}`,
    name: `${service.name}.${table.name}.row`,
    about: `One row of ${table.name}`,
    parameters: [
      ...keyParameters(table),
      inQuery("at", "The row after this height: one of the last 100", DECIMAL),
      inQuery("proof", "1: with evidence; then an absent row is an answer too", FLAG),
    ],
    gives: { [JSON_TYPE]: rowAnswerSchema(table) },
    codes: [table.absent ?? "unknown_record", "height_pruned", "height_not_reached"],
    answer: async (asked) => jsonAnswer(await rowOf(ledger, service, table, asked)),
  }
}

/** Pages and rows of all tables; raw ones are read through their own service's routes. */
export function tableRoutes({ ledger }: GatewayOptions): readonly Route[] {
  return ledger.runtime.services.flatMap((service) =>
    Object.values(service.tables)
      .filter(({ raw }) => raw === null)
      .flatMap((table) => {
        const row = rowRoute(ledger, service, table)
        return table.keyFields.length === 0 ? [row] : [pageRoute(ledger, service, table), row]
      }),
  )
}
