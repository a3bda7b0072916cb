/** The read model's definition in SQL, as a list of statements, and the digest that names it. */
import { type Hash, hashOf, sha256, sqlWords, utf8 } from "@concordat/kernel"
import {
  type Column,
  type EventLayout,
  historySchema,
  type Layout,
  type TableLayout,
} from "./layout.ts"
import { EVENT_COLUMNS, type GrowingTable, LEDGER_SCHEMA, LEDGER_TABLES } from "./ledger-tables.ts"

/** A name in SQL text. Names are of letters, digits and `_`. */
export const quoted = (name: string) => `"${name}"`

/** A table's full name. */
export const placed = (schema: string, name: string) => `${quoted(schema)}.${quoted(name)}`

/** Names with commas between them. */
export const listed = (names: readonly string[]) => names.map(quoted).join(", ")

/** Who wrote a row: its block, transaction and operation. */
const WRITER = [
  `"_height" bigint NOT NULL`,
  `"_transaction" integer`,
  `"_operation" integer`,
] as const

/** Heights of one partition of what rows were before. */
export const PARTITION_HEIGHTS = 100_000n

function columnText({ name, kind }: Column): string {
  const { type, nullable, check } = kind.sql
  const condition = check(quoted(name))
  const parts = [quoted(name), type]
  if (!nullable) parts.push("NOT NULL")
  if (condition !== null) parts.push(`CHECK (${condition})`)
  return parts.join(" ")
}

/** The key of a table of one row. */
const ONLY = `"_only"`

/** Names of the columns that a row is found by. */
export function keyNames({ keys }: TableLayout): readonly string[] {
  return keys.length === 0 ? ["_only"] : keys.map(({ name }) => name)
}

function tableTexts(layout: TableLayout): string[] {
  const { schema, name, keys, values, indexed } = layout
  const only = keys.length === 0 ? [`${ONLY} boolean NOT NULL DEFAULT true CHECK (${ONLY})`] : []
  const columns = [...only, ...[...keys, ...values].map(columnText), ...WRITER]
  const place = placed(schema, name)
  const history = placed(historySchema(layout), name)
  const ended = [`"_until" bigint NOT NULL`, `"_ended_by" integer`]
  const words = [...keys, ...values].filter(({ kind }) => kind.sql.words)
  const byKey = listed([...keyNames(layout), "_until"])
  return [
    `CREATE TABLE ${place} (${columns.join(", ")}, PRIMARY KEY (${listed(keyNames(layout))}))`,
    ...indexed.map((each) => {
      const rest = keyNames(layout).filter((key) => key !== each)
      return `CREATE INDEX ON ${place} (${listed([each, ...rest])})`
    }),
    ...(words.length === 0
      ? []
      : [`CREATE INDEX ON ${place} USING gin (${sqlWords(words.map((one) => one.name))})`]),
    `CREATE TABLE ${history} (${[...columns, ...ended].join(", ")}) PARTITION BY RANGE ("_until")`,
    `CREATE INDEX ON ${history} (${byKey})`,
    ...indexed.map((each) => `CREATE INDEX ON ${history} (${listed([each, "_until"])})`),
  ]
}

function eventTexts({ schema, name, fields, indexed }: EventLayout): string[] {
  const own = EVENT_COLUMNS.map(([column, type]) => `${quoted(column)} ${type}`)
  const columns = [...own, ...fields.map(columnText), `PRIMARY KEY ("_position")`]
  const place = placed(schema, name)
  return [
    `CREATE TABLE ${place} (${columns.join(", ")})`,
    ...indexed.map((each) => `CREATE INDEX ON ${place} (${listed([each, "_position"])})`),
  ]
}

function growingTexts({ name, columns, key, indexes }: GrowingTable): string[] {
  const place = placed(LEDGER_SCHEMA, name)
  const texts = columns.map(([column, type]) => `${quoted(column)} ${type}`)
  return [
    `CREATE TABLE ${place} (${texts.join(", ")}, PRIMARY KEY (${listed(key)}))`,
    ...indexes.map((names) => `CREATE INDEX ON ${place} (${listed(names)})`),
  ]
}

/** `begins` is the lowest height as of which rows are known. */
const MARKER = `CREATE TABLE ${placed(LEDGER_SCHEMA, "marker")} (
  "only" boolean PRIMARY KEY DEFAULT true CHECK ("only"),
  "chain" text NOT NULL,
  "layout" bytea NOT NULL,
  "begins" bigint NOT NULL,
  "height" bigint NOT NULL,
  "time" timestamptz(3) NOT NULL,
  "app_hash" bytea NOT NULL
)`

/** All schemas of the read model. */
function schemasOf({ tables, events }: Layout): readonly string[] {
  const own = [...tables.values()].flatMap((table) => [table.schema, historySchema(table)])
  return [...new Set([LEDGER_SCHEMA, ...own, ...[...events.values()].map(({ schema }) => schema)])]
}

/** Every statement that makes an empty read model. */
export function definitionOf(layout: Layout): readonly string[] {
  return [
    ...schemasOf(layout).map((schema) => `CREATE SCHEMA ${quoted(schema)}`),
    MARKER,
    ...Object.values(LEDGER_TABLES).flatMap(growingTexts),
    ...[...layout.tables.values()].flatMap(tableTexts),
    ...[...layout.events.values()].flatMap(eventTexts),
  ]
}

/** Every statement that removes it. */
export function removalOf(layout: Layout): readonly string[] {
  return schemasOf(layout).map((schema) => `DROP SCHEMA IF EXISTS ${quoted(schema)} CASCADE`)
}

/** What the definition is known by: a read model of another one is made anew. */
export function layoutDigest(layout: Layout): Hash {
  return hashOf(sha256(utf8(definitionOf(layout).join("\n"))))
}

/** The partitions of what rows were before that a height falls into. */
export function partitionsAt(layout: Layout, height: bigint): readonly string[] {
  const first = (height / PARTITION_HEIGHTS) * PARTITION_HEIGHTS
  const end = first + PARTITION_HEIGHTS
  return [...layout.tables.values()].map((table) => {
    const { name } = table
    const schema = historySchema(table)
    const part = placed(schema, `${name}_${first}`)
    const of = placed(schema, name)
    return `CREATE TABLE IF NOT EXISTS ${part} PARTITION OF ${of}
      FOR VALUES FROM (${first}) TO (${end})`
  })
}

/** Whether a partition begins above the height `from` and at or below `to`. */
export function crossesPartition(from: bigint, to: bigint): boolean {
  return from / PARTITION_HEIGHTS !== to / PARTITION_HEIGHTS
}
