/**
 * The read model as data, made from the definitions of the services: one SQL table a ledger table,
 * in a schema named like its service, with one table of what its rows were before, and one an
 * event. Columns of our own begin with `_`, which no field does.
 */
import {
  bytes,
  type Event,
  indexedFields,
  type Json,
  type Kind,
  type Runtime,
  sqlName,
  sqlSchemas,
  type TableShape,
  toHex,
} from "@concordat/kernel"

/** A column: its name, quoted where SQL text is made, and the kind that fills it. */
export type Column = {
  readonly name: string
  /** Field of the key, row or event. */
  readonly field: string
  readonly kind: Kind<unknown>
}

/** A table of the ledger in SQL. */
export type TableLayout = {
  readonly shape: TableShape
  readonly service: string
  readonly schema: string
  readonly name: string
  /** Empty for a table of one row. */
  readonly keys: readonly Column[]
  readonly values: readonly Column[]
  /** Names of the columns that have an index of their own. */
  readonly indexed: readonly string[]
}

/** An event in SQL. */
export type EventLayout = {
  readonly event: Event
  readonly service: string
  readonly schema: string
  readonly name: string
  readonly fields: readonly Column[]
  readonly indexed: readonly string[]
}

/** Everything that follows from the definitions. */
export type Layout = {
  /** By `service/table`, in the order of the runtime. */
  readonly tables: ReadonlyMap<string, TableLayout>
  /** By `service/event`. */
  readonly events: ReadonlyMap<string, EventLayout>
}

const column = (field: string, kind: Kind<unknown>): Column => {
  return { name: sqlName(field), field, kind }
}

function tableLayout(place: string, shape: TableShape): TableLayout {
  const [service = ""] = place.split("/")
  const { raw, keyFields, columns, columnKinds, indexes } = shape
  const keys =
    raw === null
      ? keyFields.map(({ name, kind }) => column(name, kind))
      : [column("key", bytes(raw.key) as Kind<unknown>)]
  const values =
    raw === null
      ? columns.map((name) => column(name, columnKinds[name]!))
      : [column("value", shape.row)]
  const named = { schema: sqlSchemas(service).rows, name: sqlName(shape.name) }
  return { ...named, shape, service, keys, values, indexed: indexes.map(sqlName) }
}

function eventLayout(place: string, event: Event, tables: readonly TableLayout[]): EventLayout {
  const [service = ""] = place.split("/")
  const fields = event.names.map((name) => column(name, event.fields[name]!))
  const own = tables.filter((table) => table.service === service)
  const indexed = indexedFields(
    event,
    own.map(({ shape }) => shape),
  ).map(sqlName)
  const named = { schema: sqlSchemas(service).events, name: sqlName(event.name) }
  return { ...named, event, service, fields, indexed }
}

/** The layout of a runtime's tables and events, the kernel's own among them. */
export function layoutOf(runtime: Runtime): Layout {
  const tables = new Map<string, TableLayout>()
  for (const [place, shape] of runtime.tables) tables.set(place, tableLayout(place, shape))
  const events = new Map<string, EventLayout>()
  for (const [place, event] of runtime.events) {
    events.set(place, eventLayout(place, event, [...tables.values()]))
  }
  return { tables, events }
}

/** The schema that holds what the rows of a table were before. */
export const historySchema = ({ service }: TableLayout) => sqlSchemas(service).history

/** A value as it stands in a JSON batch: what the column's type reads. */
export function batchValue(kind: Kind<unknown>, value: unknown): Json {
  if (kind.sql.type === "jsonb") return kind.toJson(value)
  const sql = kind.sql.to(value)
  return sql instanceof Uint8Array ? `\\x${toHex(sql)}` : sql
}
