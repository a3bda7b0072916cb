/**
 * Questions that services offer by name. A service builds the statement; the page, its order and
 * its cursor come here, the same for all.
 */
import { Invalid, type Json, type JsonSchema, type NamedQuery, sqlName } from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import * as governance from "@concordat/services/governance/queries"
import * as money from "@concordat/services/money/queries"
import * as organisations from "@concordat/services/organisations/queries"
import * as oversight from "@concordat/services/oversight/queries"
import * as provenance from "@concordat/services/provenance/queries"
import * as validators from "@concordat/services/validators/queries"
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from "kysely"
import { object } from "../openapi/rows.ts"
import { type Asked, inQuery, JSON_TYPE, jsonAnswer, type Route } from "../routes/route.ts"
import { answerPage, answerPageSchema } from "./answer.ts"
import { cursorPlace } from "./cursor.ts"
import { AT, heightAsked, limitOf, PAGE } from "./filters.ts"
import {
  askedOf,
  comparedColumns,
  ensureFew,
  filterParameter,
  findBy,
  isIndexed,
  LIST_CODES,
  type ListColumn,
  type Listing,
  orderOf,
  orderParameters,
  parameterName,
} from "./listing.ts"
import { ask, beyond, orderedParts, type Parameter, pageEnd, pageOf, Question } from "./question.ts"
import { givenValue, placeText, type TableColumn } from "./table-columns.ts"

type Queries = Readonly<Record<string, NamedQuery>>

/** Every service's questions. */
const QUERIES: Readonly<Record<string, Queries>> = {
  ...{ organisations, governance, validators, oversight, provenance, money },
}

/** Builds statements and runs none: the read model is the node's. */
const builder = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

function inputOf({ input }: NamedQuery, query: Asked["query"]): Readonly<Record<string, unknown>> {
  const read: Record<string, unknown> = {}
  for (const [name, kind] of Object.entries(input)) {
    const text = query[name]
    if (text === undefined && !kind.optional) {
      throw new Invalid("field_missing", `/${name}`, `This question needs "${name}".`)
    }
    read[name] = text === undefined ? null : givenValue(name, kind, text)
  }
  return read
}

function columnsOf({ output }: NamedQuery): readonly TableColumn[] {
  return Object.entries(output).map(([field, kind]) => ({ field, name: sqlName(field), kind }))
}

/** What the rows of a question can be ordered by: any field that SQL compares. */
function listingOf(named: NamedQuery): Listing {
  const columns = comparedColumns(columnsOf(named))
  const keys = named.order.map((field) => columns.find((column) => column.field === field)!)
  return { columns, keys, indexed: [] }
}

/** Fields that rows are found by beside the question's own parameters, which have their names. */
function filtersOf({ input }: NamedQuery, { columns }: Listing): readonly ListColumn[] {
  return columns.filter((column) => !Object.hasOwn(input, parameterName(column)))
}

async function page(
  ledger: Ledger,
  name: string,
  named: NamedQuery,
  query: Asked["query"],
): Promise<Json> {
  const [at, limit] = [heightAsked(ledger, query), limitOf(query)]
  const input = inputOf(named, query)
  const { sql, parameters } = named.build(builder as never, input as never).compile()
  const listing = listingOf(named)
  const order = orderOf(listing, query, named.descending)
  const filters = filtersOf(named, listing).filter((one) => query[parameterName(one)] !== undefined)
  const all = [...Object.keys(named.input), ...filtersOf(named, listing).map(parameterName)]
  const of = askedOf(name, all, query)
  const question = new Question()
  question.parameters.push(...(parameters as readonly Parameter[]))
  if (filters.length > 0 || !isIndexed(listing, query, [])) {
    await ensureFew(ledger, `(${sql}) found`, question, { at, indexed: Object.keys(named.input) })
  }
  findBy(question, filters, query)
  beyond(question, order, cursorPlace(query["after"], of, order.columns.length))
  const selected = ["*", ...orderedParts(order)].join(", ")
  const text = `SELECT ${selected} FROM (${sql}) found ${question.filter} ${pageEnd(order, limit)}`
  const answer = await ask(ledger, text, question, at)
  const found = pageOf(answer, of, limit, (row) => placeText(order.columns, row))
  const columns = columnsOf(named)
  const items = found.rows.map((row) =>
    Object.fromEntries(
      columns.map(({ field, name, kind }) => [field, kind.toJson(kind.sql.from(row[name]))]),
    ),
  )
  return answerPage(answer, items, found.next)
}

/** One page of a service's question, as its route answers it; parameters as texts. */
export function askNamed(
  ledger: Ledger,
  service: string,
  name: string,
  query: Asked["query"],
): Promise<Json> {
  return page(ledger, `${service}.${name}`, QUERIES[service]![name]!, query)
}

function routeOf(ledger: Ledger, service: string, name: string, named: NamedQuery): Route {
  const { about, input, output } = named
  const listing = listingOf(named)
  const item = Object.entries(output).map(([field, kind]): [string, JsonSchema] => [
    field,
    kind.jsonSchema(),
  ])
  return {
    ...{ method: "GET", tag: service, path: `/v1/${service}/queries/${name}`, about },
    access: "read",
    name: `${service}.queries.${name}`,
    parameters: [
      ...Object.entries(input).map(([field, kind]) =>
        inQuery(field, kind.optional ? "May be left out" : "Required", kind.jsonSchema()),
      ),
      ...filtersOf(named, listing).map((column) => filterParameter(column)),
      ...[{ ...AT, about: "Waits until the read model is at this height" }],
      ...[...orderParameters(listing), ...PAGE],
    ],
    gives: { [JSON_TYPE]: answerPageSchema(object(Object.fromEntries(item))) },
    codes: [...LIST_CODES, "field_missing"],
    answer: async ({ query }) => jsonAnswer(await page(ledger, `${service}.${name}`, named, query)),
  }
}

/** A route a named question of the services that run. */
export function namedQueries(ledger: Ledger): readonly Route[] {
  return ledger.runtime.services.flatMap(({ name: service }) =>
    Object.entries(QUERIES[service] ?? {}).map(([name, named]) =>
      routeOf(ledger, service, name, named),
    ),
  )
}
