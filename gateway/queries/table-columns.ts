/** A table as the read model has it: columns by field, and values that go in and come out. */
import {
  Invalid,
  type Json,
  type JsonObject,
  type Kind,
  type Service,
  sqlName,
  sqlSchemas,
  type TableShape,
} from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import type { Place } from "./cursor.ts"
import type { Parameter, SqlRow } from "./question.ts"

/** One column of a table. */
export type TableColumn = {
  readonly field: string
  readonly name: string
  readonly kind: Kind<unknown>
}

const column = (field: string, kind: Kind<unknown>): TableColumn => {
  return { field, name: sqlName(field), kind }
}

/** The columns of a table, its key fields first. */
export function columnsOf(table: TableShape) {
  const keys = table.keyFields.map(({ name, kind }) => column(name, kind))
  const values = table.columns.map((name) => column(name, table.columnKinds[name]!))
  return { keys, values }
}

/** Every table that the read model has, with its service. */
export function tablesOf({ runtime }: Ledger): readonly (readonly [Service, TableShape])[] {
  return runtime.services.flatMap((service) =>
    Object.values(service.tables)
      .filter(({ raw }) => raw === null)
      .map((table) => [service, table] as const),
  )
}

/** Where the rows of a table are, and what they were. */
export function placesOf(service: string, table: TableShape) {
  const { rows, history } = sqlSchemas(service)
  const name = `"${sqlName(table.name)}"`
  return { rows: `"${rows}".${name}`, history: `"${history}".${name}` }
}

/** Bytes of the widest integer that is a number in JSON: a head and 32 bits. */
const NUMBER_BYTES = 5

/** A day of UTC; where a moment is meant, its first. */
export const DAY = /^\d{4}-\d\d-\d\d$/

/** What a text of the address is in JSON: a number, a truth value, a moment, by its kind. */
function jsonOf(kind: Kind<unknown>, text: string): Json {
  const { control } = kind.field.control === "optional" ? kind.field.of : kind.field
  const plain = control === "integer" && kind.sizeMax <= NUMBER_BYTES
  if (plain && /^(0|[1-9][0-9]{0,14})$/.test(text)) return Number(text)
  if (control === "time" && DAY.test(text)) return `${text}T00:00:00.000Z`
  if (control === "switch" && (text === "true" || text === "false")) return text === "true"
  return text
}

/** The value that a parameter of the address has. Throws `Invalid` with its name. */
export function givenValue(field: string, kind: Kind<unknown>, text: string): unknown {
  try {
    return kind.fromJson(jsonOf(kind, text))
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    throw new Invalid(failure.code, `/${field}${failure.path}`, failure.message, failure.details)
  }
}

/** The same as its column compares it. */
export function parameterOf({ field, kind }: TableColumn, text: string): Parameter {
  return kind.sql.to(givenValue(field, kind, text))
}

const fieldsJson = (columns: readonly TableColumn[], row: SqlRow): JsonObject =>
  Object.fromEntries(
    columns.map(({ field, name, kind }) => [field, kind.toJson(kind.sql.from(row[name]))]),
  )

/** Key and value of a row, as in every answer of the ledger. */
export function rowOf(table: TableShape, row: SqlRow): { key: JsonObject; value: JsonObject } {
  const { keys, values } = columnsOf(table)
  return { key: fieldsJson(keys, row), value: fieldsJson(values, row) }
}

/** The values of some columns as a cursor holds them: what their types read. */
export function placeText(columns: readonly { readonly name: string }[], row: SqlRow): Place {
  return columns.map(({ name }) => placePart(row[name]))
}

/** What a driver gives, as the text that the database reads again. */
function placePart(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString("hex")}`
  return value instanceof Date ? value.toISOString() : String(value)
}

/** The address of a row with its proof. */
export function evidenceOf(service: string, table: TableShape, { key }: { key: JsonObject }) {
  const segment = (value: Json) => {
    const text = String(value).replaceAll("~", "~0").replaceAll("/", "~1")
    return encodeURIComponent(text === "" ? "~" : text)
  }
  const parts = Object.values(key).map((value) => `/${segment(value)}`)
  return `/v1/${service}/${table.name}${parts.join("")}?proof=1`
}
