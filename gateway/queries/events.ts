/** Events, newest first, by service, by kind, by a field of their kind, by time. */
import {
  type Event,
  Invalid,
  indexedFields,
  type Json,
  nearestName,
  sqlName,
  sqlSchemas,
} from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { eventJson } from "../answers.ts"
import { flag } from "../requests/parameters.ts"
import { FLAG, TEXT, unknownRecord } from "../routes/record.ts"
import {
  type Asked,
  component,
  inQuery,
  JSON_TYPE,
  jsonAnswer,
  type Route,
} from "../routes/route.ts"
import { answerPage, answerPageSchema, decimal } from "./answer.ts"
import { cursorPlace } from "./cursor.ts"
import { AT, heightAsked, limitOf, PAGE, TIMES, withinTimes } from "./filters.ts"
import { LIST_CODES } from "./listing.ts"
import { ask, beyond, type Order, orderedBy, pageEnd, pageOf, Question } from "./question.ts"
import { parameterOf } from "./table-columns.ts"

type Query = Asked["query"]

const by = (descending: boolean): Order => {
  return { columns: [orderedBy("position", "bigint")], descending }
}

function kindOf(ledger: Ledger, { service, event }: Query): Event | null {
  if (service === undefined || event === undefined) return null
  const kind = ledger.runtime.events.get(`${service}/${event}`)
  if (kind === undefined) throw unknownRecord("event")
  return kind
}

/** The events of one kind whose field has this value; the field must be one that is indexed. */
function sourceOf(ledger: Ledger, question: Question, query: Query): string {
  const { service, field, value } = query
  const kind = kindOf(ledger, query)
  if (field === undefined || value === undefined) return `"ledger"."events"`
  const tables = Object.values(ledger.runtime.service(service ?? "")?.tables ?? {})
  const known = kind === null ? [] : indexedFields(kind, tables)
  if (kind === null || !known.includes(field)) {
    const near = nearestName(field, known)
    const hint = near === null ? "" : ` Did you mean "${near}"?`
    const reason = `Events of one kind are asked for by a field that is indexed.${hint}`
    throw new Invalid("filter_unsupported", "/field", reason, { expected: known.join(", ") })
  }
  const column = { field: "value", name: sqlName(field), kind: kind.fields[field]! }
  const given = question.add(parameterOf(column, value), column.kind.sql.type)
  const place = `"${sqlSchemas(service!).events}"."${sqlName(kind.name)}"`
  const names = `"_position" AS "position", "_height" AS "height"`
  return `(SELECT ${names} FROM ${place} WHERE "${column.name}" = ${given}) found`
}

async function eventsPage(ledger: Ledger, query: Query): Promise<Json> {
  const [at, limit] = [heightAsked(ledger, query), limitOf(query)]
  const { service, event, field = "", value = "" } = query
  const order = by(!flag(query["reverse"], "reverse"))
  const of = `events ${service ?? ""} ${event ?? ""} ${field} ${value} ${order.descending}`
  const question = new Question()
  const source = sourceOf(ledger, question, query)
  const byField = source !== `"ledger"."events"`
  if (event !== undefined && service === undefined) {
    const reason = `A filter by "event" needs one by "service".`
    throw new Invalid("filter_unsupported", "/event", reason, { expected: "service and event" })
  }
  if (service !== undefined && !byField) {
    question.where(`"service" = ${question.add(service, "text")}`)
  }
  if (event !== undefined && !byField) question.where(`"event" = ${question.add(event, "text")}`)
  if (at !== undefined) question.where(`"height" <= ${question.add(String(at), "bigint")}`)
  withinTimes(question, query)
  beyond(question, order, cursorPlace(query["after"], of, 1))
  const end = pageEnd(order, limit)
  const text = `SELECT "position" FROM ${source} ${question.filter} ${end}`
  const answer = await ask(ledger, text, question, at)
  const page = pageOf(answer, of, limit, (row) => [decimal(row["position"])])
  // What an event says stands in the log: the read model finds it, the log tells it.
  const found = page.rows.map((row) => ledger.event(BigInt(decimal(row["position"]))))
  const items = (await Promise.all(found)).filter((one) => one !== null).map(eventJson)
  return answerPage(answer, items, page.next)
}

/** Questions about events. */
export function eventQueries(ledger: Ledger): readonly Route[] {
  return [
    {
      ...{ method: "GET", tag: "ledger", path: "/v1/read-model/events", name: "readModel.events" },
      access: "read",
      about: "Events, newest first, by service, kind, field and time",
      parameters: [
        inQuery("service", "Only of this service", TEXT),
        inQuery("event", "Only of this kind; with `service`", TEXT),
        inQuery(
          "field",
          "An indexed field of the kind: one that tables have, or that names a row",
          TEXT,
        ),
        inQuery("value", "The value of that field, as JSON has it", TEXT),
        ...[...TIMES, AT, inQuery("reverse", "1: the oldest first", FLAG), ...PAGE],
      ],
      gives: { [JSON_TYPE]: answerPageSchema(component("Event")) },
      codes: [...LIST_CODES, "unknown_record"],
      answer: async ({ query }) => jsonAnswer(await eventsPage(ledger, query)),
    },
  ]
}
