/**
 * Keeping less of what rows were: whole partitions of it go, the oldest first, and the marker says
 * from which height on the past is known. Present rows, events, transactions and blocks stay, and
 * nothing of the ledger is touched: made anew from the blocks, the read model has all of it again.
 */
import { ConcordatError, defineRuntime, type Service } from "@concordat/kernel"
import { CompiledQuery } from "kysely"
import { lockFolder } from "../lock.ts"
import type { ReadModelChoice } from "../open.ts"
import { type Database, openDatabase } from "./database.ts"
import { layoutDigest, PARTITION_HEIGHTS, placed } from "./definition.ts"
import { openTrusted } from "./folder.ts"
import { historySchema, type Layout, layoutOf } from "./layout.ts"
import { LEDGER_SCHEMA } from "./ledger-tables.ts"
import { databaseOf } from "./open-read-model.ts"
import { readMarker } from "./projection.ts"

const DAY_MS = 86_400_000

/** How much is kept: the past from a height on, or of so many days before the last block. */
export type Keeping = { readonly beforeHeight: bigint } | { readonly keepDays: number }

/** A partition that goes: rows that blocks of these heights ended. */
export type Partition = {
  readonly name: string
  readonly first: bigint
  readonly last: bigint
  readonly bytes: number
}

/** What goes, in order of heights, and from which one on the past is known before and after. */
export type Retention = {
  readonly begins: bigint
  readonly horizon: bigint
  readonly partitions: readonly Partition[]
}

async function rowsOf<Row>(
  on: Pick<Database, "executeQuery">,
  text: string,
  parameters: readonly unknown[] = [],
): Promise<readonly Row[]> {
  return (await on.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]))).rows
}

/** The lowest height that is to be kept. */
async function cutOf(database: Database, keeping: Keeping, now: number): Promise<bigint> {
  if ("beforeHeight" in keeping) return keeping.beforeHeight
  const from = new Date(now - keeping.keepDays * DAY_MS)
  const blocks = `FROM ${placed(LEDGER_SCHEMA, "blocks")} WHERE "time" >= $1`
  const text = `SELECT "height" ${blocks} ORDER BY "time" LIMIT 1`
  const [block] = await rowsOf<{ height: unknown }>(database, text, [from])
  return block === undefined ? 0n : BigInt(String(block.height))
}

type Found = { readonly name: string; readonly bytes: unknown }

/** Partitions of one table's history, by their names: a number after that of the table. */
async function partitionsOf(
  database: Database,
  schema: string,
  table: string,
): Promise<readonly Partition[]> {
  const text = `SELECT c.relname AS "name", pg_total_relation_size(c.oid) AS "bytes"
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = to_regclass($1)`
  const found = await rowsOf<Found>(database, text, [placed(schema, table)])
  return found.map(({ name, bytes }) => {
    const first = BigInt(name.slice(table.length + 1))
    const last = first + PARTITION_HEIGHTS - 1n
    return { name: placed(schema, name), first, last, bytes: Number(bytes) }
  })
}

/** What would go; nothing is changed. Throws `read_model_behind` for an empty or another one. */
export async function planRetention(
  database: Database,
  layout: Layout,
  keeping: Keeping,
): Promise<Retention> {
  const marker = await markerOf(database, layout)
  const cut = await cutOf(database, keeping, marker.time)
  // Rows that the last block ended are asked for as of the one before it.
  const most = cut < marker.height ? cut : marker.height
  const whole = (most / PARTITION_HEIGHTS) * PARTITION_HEIGHTS
  const all: Partition[] = []
  for (const table of layout.tables.values()) {
    all.push(...(await partitionsOf(database, historySchema(table), table.name)))
  }
  const partitions = all
    .filter(({ last }) => last < whole)
    .sort((a, b) => Number(a.first - b.first))
  const horizon = partitions.length === 0 || whole < marker.begins ? marker.begins : whole
  return { begins: marker.begins, horizon, partitions }
}

async function markerOf(database: Database, layout: Layout) {
  const marker = placed(LEDGER_SCHEMA, "marker")
  const known = await rowsOf<{ found: string | null }>(
    database,
    `SELECT to_regclass('${marker}')::text AS found`,
  )
  const standing = known[0]?.found == null ? null : await readMarker(database)
  if (standing === null) throw unfit("It is empty.")
  const [row] = await rowsOf<{ layout: Uint8Array }>(database, `SELECT "layout" FROM ${marker}`)
  const digest = Buffer.from(row!.layout).toString("hex")
  if (digest !== layoutDigest(layout)) throw unfit("It is of other definitions.")
  return standing
}

function unfit(reason: string): ConcordatError {
  const message = `Nothing of this read model can be dropped. ${reason}`
  const hint = "Start the node once, so that it is brought up to date."
  return new ConcordatError("read_model_behind", message, { hint })
}

/**
 * Drops what a plan names, the oldest heights first. Those of one range go together, and the marker
 * says so with them: a database holds no more locks at once, and what is cut short is true.
 */
export async function applyRetention(database: Database, plan: Retention): Promise<void> {
  const ranges = Map.groupBy(plan.partitions, ({ last }) => last)
  for (const [last, partitions] of ranges) {
    await database.transaction().execute(async (on) => {
      // A projector's batch begins with this table: it waits here, and not in the middle of one.
      await rowsOf(on, `LOCK TABLE ${placed(LEDGER_SCHEMA, "blocks")} IN EXCLUSIVE MODE`)
      for (const { name } of partitions) await rowsOf(on, `DROP TABLE ${name}`)
      const marker = placed(LEDGER_SCHEMA, "marker")
      const text = `UPDATE ${marker} SET "begins" = GREATEST("begins", $1::bigint)`
      await rowsOf(on, text, [String(last + 1n)])
    })
  }
}

export type RetainOptions = {
  /** Absolute path of the node's data folder. */
  readonly data: string
  readonly services: readonly Service[]
  readonly database: ReadModelChoice["database"]
  readonly keeping: Keeping
  /** Whether it is done; else it is only told. */
  readonly drops: boolean
}

/**
 * Plans, and drops where that is asked for. A PostgreSQL may serve its node meanwhile; PGlite lies
 * in the node's folder, which must be stopped (`store_in_use`).
 */
export async function retainReadModel(options: RetainOptions): Promise<Retention> {
  const { data, services, database: choice, keeping, drops } = options
  const layout = layoutOf(defineRuntime(services))
  const work = async (database: Database) => {
    const plan = await planRetention(database, layout, keeping)
    if (drops && plan.partitions.length > 0) await applyRetention(database, plan)
    return plan
  }
  const place = databaseOf(data, choice)
  if (place.kind === "postgres") {
    const database = await openDatabase(place)
    return work(database).finally(() => database.destroy())
  }
  const unlock = lockFolder(data)
  try {
    const { database, close } = await openTrusted(place)
    return await work(database).finally(close)
  } finally {
    unlock()
  }
}
