/**
 * A database for tests that knows the statements of the read model, and none besides: tables as
 * maps in memory, transactions that nobody else sees until they commit, keys that are there once.
 * A statement is known by its text, as the product makes it; what it means is written here once
 * more.
 */
import { fromHex, type JsonObject, stateKey, toHex } from "@concordat/kernel"
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from "kysely"
import type { Database } from "./database.ts"
import { PARTITION_HEIGHTS, placed } from "./definition.ts"
import { type Column, historySchema, type Layout, type TableLayout } from "./layout.ts"
import { EVENT_COLUMNS, LEDGER_SCHEMA, LEDGER_TABLES } from "./ledger-tables.ts"
import { pageStatement } from "./sql-rows.ts"
import { appendStatement, deleteStatement, eventStatement, putStatement } from "./statements.ts"

/** A row by column, as a driver gives it. */
export type Row = Readonly<Record<string, unknown>>

type Table = ReadonlyMap<string, Row>

/** All tables by their full names: never altered, so that an older one can be kept. */
export type Contents = ReadonlyMap<string, Table>

type Parameters = readonly unknown[]
type Meaning = (work: Work, parameters: Parameters) => readonly Row[]
type Typed = readonly (readonly [name: string, type: string])[]

const MARKER = placed(LEDGER_SCHEMA, "marker")
const NAME = /^(?:CREATE TABLE|CREATE TABLE IF NOT EXISTS) ("\w+"\."\w+")/
const PAGE_ROWS = 2_000

/** What one transaction has made of the contents so far. */
class Work {
  private readonly tables: Map<string, Table>
  private readonly own = new Map<string, Map<string, Row>>()
  /** Whether it made anything of them. */
  isChanged = false

  constructor(contents: Contents) {
    this.tables = new Map(contents)
  }

  get contents(): Contents {
    return this.tables
  }

  has(name: string): boolean {
    return this.tables.has(name)
  }

  read(name: string): Table {
    const table = this.tables.get(name)
    if (table === undefined) throw new Error(`relation ${name} does not exist`)
    return table
  }

  /** A table to write to. */
  table(name: string): Map<string, Row> {
    const found = this.own.get(name)
    if (found !== undefined) return found
    this.isChanged = true
    const copy = new Map(this.read(name))
    this.own.set(name, copy)
    this.tables.set(name, copy)
    return copy
  }

  create(name: string, isThere: boolean): void {
    if (this.tables.has(name)) {
      if (isThere) return
      throw new Error(`relation ${name} already exists`)
    }
    this.isChanged = true
    this.tables.set(name, new Map())
  }

  drop(schema: string): void {
    for (const name of this.tables.keys()) {
      if (!name.startsWith(`${schema}.`)) continue
      this.isChanged = true
      this.tables.delete(name)
      this.own.delete(name)
    }
  }

  insert(name: string, key: string, row: Row): void {
    const table = this.table(name)
    if (table.has(key)) throw new Error(`duplicate key in ${name}: ${key}`)
    table.set(key, row)
  }
}

const batchOf = (parameter: unknown) => JSON.parse(String(parameter)) as readonly JsonObject[]

function rowOf(columns: Typed, json: JsonObject): Row {
  return Object.fromEntries(
    columns.map(([name, type]) => {
      const value = json[name] ?? null
      const isBytes = type.startsWith("bytea") && typeof value === "string"
      return [name, isBytes ? fromHex(value.slice("\\x".length)) : value]
    }),
  )
}

const typesOf = (columns: readonly Column[]): Typed => {
  return columns.map(({ name, kind }) => [name, kind.sql.type])
}

/** The key of a row in the state: by it tables are in order. */
function keyOf({ shape, keys }: TableLayout, row: Row): string {
  if (shape.raw !== null) return toHex(stateKey(shape, row[keys[0]!.name] as Uint8Array))
  const fields = keys.map(({ name, field, kind }) => [field, kind.sql.from(row[name])] as const)
  return toHex(stateKey(shape, Object.fromEntries(fields)))
}

/** A row was; the table of what rows were has a partition for the height that ended it. */
function end(work: Work, layout: TableLayout, old: Row, height: unknown, by: unknown): void {
  const first = (BigInt(String(height)) / PARTITION_HEIGHTS) * PARTITION_HEIGHTS
  const schema = historySchema(layout)
  if (!work.has(placed(schema, `${layout.name}_${first}`)))
    throw new Error(`no partition of relation "${layout.name}" found for row`)
  const history = work.table(placed(schema, layout.name))
  history.set(String(history.size), { ...old, _until: height, _ended_by: by })
}

function put(layout: TableLayout): Meaning {
  const place = placed(layout.schema, layout.name)
  const types = typesOf([...layout.keys, ...layout.values])
  return (work, [batch, height]) => {
    const table = work.table(place)
    const seen = new Set<string>()
    for (const json of batchOf(batch)) {
      const row = rowOf(types, json)
      const key = keyOf(layout, row)
      if (seen.has(key)) throw new Error(`${place}: a batch has a row twice`)
      seen.add(key)
      const old = table.get(key)
      const { _transaction, _operation } = json
      if (old !== undefined) end(work, layout, old, height, _transaction)
      table.set(key, { ...row, _height: height, _transaction, _operation })
    }
    return []
  }
}

function gone(layout: TableLayout): Meaning {
  const place = placed(layout.schema, layout.name)
  const types = typesOf(layout.keys)
  return (work, [batch, height]) => {
    const table = work.table(place)
    for (const json of batchOf(batch)) {
      const key = keyOf(layout, rowOf(types, json))
      const old = table.get(key)
      if (old === undefined) continue
      end(work, layout, old, height, json["_transaction"])
      table.delete(key)
    }
    return []
  }
}

function append(place: string, types: Typed, keys: readonly string[]): Meaning {
  return (work, [batch]) => {
    for (const json of batchOf(batch)) {
      const key = keys.map((name) => String(json[name])).join(" ")
      work.insert(place, key, rowOf(types, json))
    }
    return []
  }
}

function page(layout: TableLayout): Meaning {
  return (work) => {
    const rows = [...work.read(placed(layout.schema, layout.name))]
    if (rows.length >= PAGE_ROWS) throw new Error(`${layout.name}: more than one page of rows`)
    return rows.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  }
}

const bytesOf = (parameter: unknown) => new Uint8Array(parameter as Uint8Array)

const begin: Meaning = (work, [height, time, appHash, chain, layout, begins]) => {
  const [app_hash, digest] = [bytesOf(appHash), bytesOf(layout)]
  work.insert(MARKER, "", { height, time, app_hash, chain, layout: digest, begins })
  return []
}

const move: Meaning = (work, [height, time, appHash, before]) => {
  const old = work.read(MARKER).get("")
  if (old === undefined || old["height"] !== before) return []
  const row = { ...old, height, time, app_hash: bytesOf(appHash) }
  work.table(MARKER).set("", row)
  return [row]
}

/** Statements that are known by how they begin. */
const BEGINNINGS: readonly (readonly [string, (text: string) => Meaning])[] = [
  ["CREATE SCHEMA", () => () => []],
  ["CREATE INDEX", () => () => []],
  ["LOCK TABLE", () => () => []],
  [
    "DROP SCHEMA IF EXISTS",
    (text) => (work) => {
      work.drop(/"\w+"/.exec(text)![0])
      return []
    },
  ],
  [
    "CREATE TABLE",
    (text) => (work) => {
      work.create(NAME.exec(text)![1]!, text.startsWith("CREATE TABLE IF NOT EXISTS"))
      return []
    },
  ],
  ["SELECT to_regclass", () => (work) => [{ found: work.has(MARKER) ? MARKER : null }]],
  [`SELECT * FROM ${MARKER}`, () => (work) => [...work.read(MARKER).values()]],
  [`INSERT INTO ${MARKER}`, () => begin],
  [`UPDATE ${MARKER} SET "height"`, () => move],
]

function known(layout: Layout): Map<string, Meaning> {
  const meanings = new Map<string, Meaning>()
  for (const table of Object.values(LEDGER_TABLES)) {
    const place = placed(LEDGER_SCHEMA, table.name)
    meanings.set(appendStatement(table), append(place, table.columns, table.key))
  }
  for (const kind of layout.events.values()) {
    const place = placed(kind.schema, kind.name)
    const types = [...EVENT_COLUMNS, ...typesOf(kind.fields)]
    meanings.set(eventStatement(kind), append(place, types, ["_position"]))
  }
  for (const table of layout.tables.values()) {
    meanings.set(putStatement(table), put(table))
    meanings.set(deleteStatement(table), gone(table))
    meanings.set(pageStatement(table, true), page(table))
  }
  return meanings
}

/** A row of a batch is put or deleted otherwise than it was sent: a database that lies. */
export type PlantedBatch = (batch: string) => string

/** Each word with the server takes its time. */
export type Line = <T>(work: () => T) => Promise<T>

/** The server: what is committed, and who is connected. */
export class RowStore {
  contents: Contents = new Map()
  isUp = true
  /** The next commit takes place, and its answer is lost. */
  losesAnswer = false
  planted: PlantedBatch = (batch) => batch
  /** Connections of before are no more. */
  session = 0
  /** A connection was lost inside a transaction. */
  onBroken: () => void = () => {}

  disconnect(): void {
    this.session++
  }

  /** An older copy is there instead, as after an operator's restoring. */
  restore(contents: Contents): void {
    this.contents = contents
    this.disconnect()
  }

  /** A client's pool, for one layout. */
  open(layout: Layout, line: Line): Database {
    const meanings = known(layout)
    return new Kysely<unknown>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new RowDriver(this, meanings, line),
        createIntrospector: (database) => new PostgresIntrospector(database),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
    })
  }
}

class RowConnection implements DatabaseConnection {
  private readonly store: RowStore
  private readonly meanings: ReadonlyMap<string, Meaning>
  private readonly line: Line
  private readonly session: number
  private open: { readonly base: Contents; readonly work: Work } | null = null

  constructor(store: RowStore, meanings: ReadonlyMap<string, Meaning>, line: Line) {
    this.store = store
    this.meanings = meanings
    this.line = line
    this.session = store.session
  }

  private ensure(): void {
    const { store, session, open } = this
    if (session === store.session) return
    if (open !== null) store.onBroken()
    throw new Error("Connection terminated unexpectedly")
  }

  begin(): Promise<void> {
    return this.line(() => {
      this.ensure()
      const base = this.store.contents
      this.open = { base, work: new Work(base) }
    })
  }

  executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<{ rows: R[] }> {
    return this.line(() => {
      this.ensure()
      const work = this.open?.work ?? new Work(this.store.contents)
      const rows = this.run(work, sql, parameters)
      if (this.open === null && work.isChanged) this.store.contents = work.contents
      return { rows: [...rows] as R[] }
    })
  }

  private run(work: Work, text: string, parameters: Parameters): readonly Row[] {
    const meaning = this.meanings.get(text)
    if (meaning !== undefined) {
      const [batch, ...rest] = parameters
      const isBatch = typeof batch === "string"
      return meaning(work, isBatch ? [this.store.planted(batch), ...rest] : parameters)
    }
    const found = BEGINNINGS.find(([beginning]) => text.startsWith(beginning))
    if (found === undefined) throw new Error(`a row store does not know: ${text}`)
    return found[1](text)(work, parameters)
  }

  commit(): Promise<void> {
    return this.line(() => {
      this.ensure()
      const { store, open } = this
      if (open === null) throw new Error("there is no transaction in progress")
      this.open = null
      if (!open.work.isChanged) return
      if (open.base !== store.contents) throw new Error("could not serialize access")
      store.contents = open.work.contents
      if (!store.losesAnswer) return
      store.losesAnswer = false
      store.disconnect()
      this.ensure()
    })
  }

  async rollback(): Promise<void> {
    this.open = null
  }

  // biome-ignore lint/correctness/useYield: nobody streams here
  async *streamQuery(): AsyncGenerator<never> {
    throw new Error("a row store does not stream")
  }
}

class RowDriver implements Driver {
  private readonly store: RowStore
  private readonly meanings: ReadonlyMap<string, Meaning>
  private readonly line: Line

  constructor(store: RowStore, meanings: ReadonlyMap<string, Meaning>, line: Line) {
    this.store = store
    this.meanings = meanings
    this.line = line
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<RowConnection> {
    if (!this.store.isUp) throw new Error("connect ECONNREFUSED")
    return new RowConnection(this.store, this.meanings, this.line)
  }

  beginTransaction(connection: RowConnection): Promise<void> {
    return connection.begin()
  }

  commitTransaction(connection: RowConnection): Promise<void> {
    return connection.commit()
  }

  rollbackTransaction(connection: RowConnection): Promise<void> {
    return connection.rollback()
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}
