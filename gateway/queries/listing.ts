/**
 * Lists in any order that SQL can give, and less of them by any column that it can compare: the
 * same for tables, for what services ask by name, and for the ledger's own lists. What no index
 * finds is passed over row by row, so such a question is answered for so many rows at most.
 */
import { type Fields, Invalid, nearestName } from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { PASSED_ROWS_MAX } from "../limits.ts"
import { flag } from "../requests/parameters.ts"
import { FLAG, TEXT } from "../routes/record.ts"
import { type Asked, inQuery, type Parameter as RouteParameter } from "../routes/route.ts"
import { ask, type Order, type Ordered, type Question } from "./question.ts"
import { DAY, parameterOf, type TableColumn } from "./table-columns.ts"

type Query = Asked["query"]

/** A column that rows can be ordered and found by; `expression` is its value in SQL. */
export type ListColumn = TableColumn & { readonly expression: string }

/** What a list can be ordered by, and what tells each of its rows from all others. */
export type Listing = {
  readonly columns: readonly ListColumn[]
  readonly keys: readonly ListColumn[]
  /** Fields whose order an index gives, the key after them. */
  readonly indexed: readonly string[]
}

/** JSON columns and bytes of any length have no order that means anything to people. */
const isCompared = ({ kind }: TableColumn) =>
  kind.sql.type !== "jsonb" && kind.field.control !== "bytes"

/** Bytes inside JSON are text, which a column of bytes is not compared with. */
const isPart = (column: TableColumn) => isCompared(column) && column.kind.sql.type !== "bytea"

/** The parts of a record: `status.state`. */
function partsOf({ field, name, kind }: TableColumn): readonly ListColumn[] {
  const { fields = {} } = kind as { readonly fields?: Fields }
  return Object.entries(fields)
    .map(([part, of]) => ({
      ...{ field: `${field}.${part}`, name: `${field}.${part}`, kind: of },
      expression: `("${name}" ->> '${part}')::${of.sql.type}`,
    }))
    .filter(isPart)
}

/** The columns of these that can be compared, and the parts of those that are records. */
export function comparedColumns(columns: readonly TableColumn[]): readonly ListColumn[] {
  return columns.flatMap((column) =>
    isCompared(column) ? [{ ...column, expression: `"${column.name}"` }] : partsOf(column),
  )
}

/** Parameters that a field of the same name would hide. */
const RESERVED = ["after", "at", "limit", "reverse", "sort"]

/** The parameter that finds rows by a field: `at.is`, where the field's own name means another. */
export function parameterName({ field }: ListColumn): string {
  return RESERVED.includes(field) ? `${field}.is` : field
}

/** A field as a parameter that finds rows; `about` says what that costs. */
export function filterParameter(column: ListColumn, about = UNINDEXED): RouteParameter {
  const isTime = controlOf(column) === "time"
  const schema = isTime ? TEXT : column.kind.jsonSchema()
  const told = isTime ? `${about}; a day stands for all its times` : about
  return inQuery(parameterName(column), told, schema)
}

const UNINDEXED = `Not indexed: among ${PASSED_ROWS_MAX} rows at most`

/** What the values of a column are asked for with. */
function controlOf({ kind: { field } }: ListColumn): string {
  return field.control === "optional" ? field.of.control : field.control
}

/** The parameters of an order. */
export function orderParameters({ columns }: Listing): readonly RouteParameter[] {
  const fields = { type: "string", enum: columns.map(({ field }) => field) }
  const about = `Ordered by this field; without an index of at most ${PASSED_ROWS_MAX} rows`
  return [inQuery("sort", about, fields), inQuery("reverse", "1: the other way round", FLAG)]
}

const ordered = ({ name, expression, kind }: ListColumn): Ordered => {
  return { name, expression, type: kind.sql.type, nullable: kind.sql.nullable }
}

/** The order that is asked for: the key's, unless another column leads. */
export function orderOf(listing: Listing, query: Query, newestFirst = false): Order {
  const turned = flag(query["reverse"], "reverse")
  const { sort } = query
  if (sort === undefined) {
    return { columns: listing.keys.map(ordered), descending: turned !== newestFirst }
  }
  const lead = listing.columns.find(({ field }) => field === sort)
  if (lead === undefined) throw unknownSort(sort, listing)
  const rest = listing.keys.filter(({ field }) => field !== sort)
  return { columns: [lead, ...rest].map(ordered), descending: turned }
}

function unknownSort(sort: string, { columns }: Listing): Invalid {
  const fields = columns.map(({ field }) => field)
  const near = nearestName(sort, fields)
  const hint = near === null ? "" : ` Did you mean "${near}"?`
  const reason = `This list has no order by that field.${hint}`
  return new Invalid("filter_unsupported", "/sort", reason, { expected: fields.join(", ") })
}

/** Whether what a column is asked for stands for many values: a day, for all its times. */
export function isWide(column: ListColumn, query: Query): boolean {
  return controlOf(column) === "time" && DAY.test(query[parameterName(column)] ?? "")
}

/**
 * Whether an index gives the order, where rows are found by these columns: the first ones of the
 * key, of which only the last is wide, or one that the table indexes.
 */
export function isIndexed(listing: Listing, query: Query, led: readonly ListColumn[]): boolean {
  const { keys, columns, indexed } = listing
  const { sort, at } = query
  const byKey = led.every(({ field }, place) => keys[place]?.field === field)
  // What rows were before is indexed by the key; by other columns it lies as it ended.
  if (at !== undefined && !byKey) return false
  const wide = led.some((column) => isWide(column, query))
  if (sort === undefined) return byKey || !wide
  if (led.some(({ field }) => field === sort)) return true
  // Rows under one value of the leading columns come in the order of what the index has next.
  if (byKey && keys[led.length]?.field === sort) return !wide
  const lead = columns.find(({ field }) => field === sort)
  const isRead = led.length === 0 && at === undefined && indexed.includes(sort)
  return isRead && lead?.kind.sql.nullable === false
}

/** Demands a value of a column; a day stands for all its times. */
function whereEqual(question: Question, column: ListColumn, text: string): void {
  const { expression, kind } = column
  const { type } = kind.sql
  if (isWide(column, { [parameterName(column)]: text })) {
    const from = question.add(parameterOf(column, text), type)
    question.where(`${expression} >= ${from} AND ${expression} < ${from} + interval '1 day'`)
    return
  }
  question.where(`${expression} = ${question.add(parameterOf(column, text), type)}`)
}

/** Demands the values that are asked for by the columns' parameters. */
export function findBy(question: Question, columns: readonly ListColumn[], query: Query): void {
  for (const column of columns) whereEqual(question, column, query[parameterName(column)]!)
}

/** What a cursor belongs to: a list, and how it was asked for by these parameters and its order. */
export function askedOf(list: string, parameters: readonly string[], query: Query): string {
  const shape = [...parameters, "sort", "reverse"].map((name) => query[name] ?? "")
  return `${list} ${JSON.stringify(shape)}`
}

/** Codes that a list refuses with. */
export const LIST_CODES = [
  ...["cursor_invalid", "filter_unsupported", "height_not_reached", "read_model_behind"],
]

/**
 * Refuses to pass over more rows than so many: those of `source` that the question's conditions
 * leave. Throws `Invalid` `filter_unsupported`, which names what has an index.
 */
export async function ensureFew(
  ledger: Ledger,
  source: string,
  question: Question,
  { at, indexed }: FewOptions,
): Promise<void> {
  const few = `SELECT 1 FROM ${source} ${question.filter} LIMIT ${PASSED_ROWS_MAX + 1}`
  const text = `SELECT count(*)::integer AS "count" FROM (${few}) few`
  const { rows } = await ask(ledger, text, question, at)
  if (Number((rows[0] as { readonly count: number }).count) <= PASSED_ROWS_MAX) return
  const reason =
    `No index helps this question, and it would pass over more than ${PASSED_ROWS_MAX} rows. ` +
    "Ask by a field that has one first."
  const details = { rows: `more than ${PASSED_ROWS_MAX}`, expected: indexed.join(", ") }
  throw new Invalid("filter_unsupported", "/sort", reason, details)
}

type FewOptions = {
  readonly at: bigint | undefined
  readonly indexed: readonly string[]
}
