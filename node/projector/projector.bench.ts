/**
 * The read model: rows brought a CPU-second into either database, all of its processes counted; CPU
 * time of questions at a million rows, by key, by index and as of a height; and what projecting
 * beside it costs the ledger, both in one run.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { CompiledQuery } from "kysely"
import { startDevelopment } from "../../cli/development/start.ts"
import { type Bench, type Measurement, perSecond } from "../../scripts/bench/harness.ts"
import { microsOfTree } from "../../scripts/bench/processes.testing.ts"
import type { Ledger } from "../ledger.ts"
import { lockFolder } from "../lock.ts"
import { systemClock, systemScheduler } from "../seams/clock.ts"
import { systemDisk } from "../seams/disk.ts"
import { levelPlace } from "../store/store-place.ts"
import { openNode, signed, testWorld, writeOf } from "../testing/node.testing.ts"
import { notesModule } from "../testing/notes.testing.ts"
import type { Database } from "./database.ts"
import {
  pgliteInMemory,
  postgresInFolder,
  postgresMissing,
  rowsOf,
  type TestDatabase,
} from "./databases.testing.ts"
import { partitionsAt } from "./definition.ts"
import { blockOf, kindsRuntime, type Row, valued } from "./kinds.testing.ts"
import { Projection } from "./projection.ts"

const ROWS = 1_000_000
const QUESTIONS = 200

/** CPU time of this process, and of a PostgreSQL beside it, that some work took. */
async function cpuOf(test: TestDatabase, work: () => Promise<void>): Promise<number> {
  const beside = () => (test.pid === undefined ? 0 : microsOfTree(test.pid))
  const [before, others] = [process.cpuUsage(), beside()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return user + system + beside() - others
}

async function withDatabase<T>(
  start: () => Promise<TestDatabase>,
  work: (test: TestDatabase, database: Database) => Promise<T>,
): Promise<T> {
  const test = await start()
  const database = await test.open()
  try {
    return await work(test, database)
  } finally {
    await database.destroy()
    await test.stop()
  }
}

const party = (i: number) => `office-${i % 1_000}`

function rowAt(id: number): Row {
  const digest = id.toString(16).padStart(64, "0")
  const numbers = { small: 1, middle: 2, great: id, wide: 4n, wider: 5n, signed: -6n }
  const texts = { words: `row ${id}`, plain: "plain", who: party(id), one: "x" }
  const bytes = { digest, some: "0102030405", raw: new Uint8Array(20), many: [1, 2] }
  const none = { maybe: null, perhaps: null, sometimes: null, maybeRaw: null, adminThreshold: 7n }
  const parts = { amount: 1n, of: [] }
  const value = {
    flag: true,
    ...numbers,
    when: 1_700_000_000_000,
    ...texts,
    ...bytes,
    parts,
    ...none,
  }
  return { table: valued, key: { id }, value }
}

/** Blocks of 100 rows of 20 columns and three indexes; every fifth replaces one. */
function project(start: () => Promise<TestDatabase>): Promise<Measurement> {
  return withDatabase(start, async (test, database) => {
    const projection = await Projection.open(database, kindsRuntime, "bench-1")
    const blocks = Array.from({ length: 200 }, (_, block) =>
      blockOf(
        BigInt(block + 1),
        Array.from({ length: 100 }, (_, i) => rowAt(i % 5 === 4 ? i : block * 100 + i)),
      ),
    )
    const micros = await cpuOf(test, async () => {
      for (let at = 0; at < blocks.length; at += 20)
        await projection.bring(blocks.slice(at, at + 20))
    })
    return { value: perSecond(20_000, micros), unit: "rows/CPU-s", note: "200 blocks of 100 rows" }
  })
}

const FILL = `INSERT INTO "kinds"."valued"
  ("id", "flag", "small", "middle", "great", "wide", "wider",
    "signed", "when", "words", "plain", "who", "one", "digest", "some", "raw", "many", "parts",
    "admin_threshold", "_height", "_transaction", "_operation")
  SELECT i, true, 1, 2, i, 4, 5, -6, now(), 'row ' || i, 'plain', 'office-' || i % 1000, 'x',
    decode(lpad(to_hex(i), 64, '0'), 'hex'), '\\x0102030405', '\\x00', '[]', '{}', 7,
    CASE WHEN i % 10 = 0 THEN 2 ELSE 1 END, 0, 0
  FROM generate_series($1::int, $2::int) i`

/** What every tenth row was before height 2. */
const FILL_HISTORY = `INSERT INTO "kinds_history"."valued"
  SELECT (jsonb_populate_record(NULL::"kinds_history"."valued", to_jsonb(rows)
    || '{"_height": 1, "_until": 2, "_ended_by": 0}')).*
  FROM "kinds"."valued" rows WHERE "_height" = 2 AND "id" BETWEEN $1::int AND $2::int`

/** Rows that one statement brings, within what the read model's connections may take. */
const FILL_ROWS = 20_000

const QUERIES: Readonly<Record<string, string>> = {
  "by key": `SELECT * FROM "kinds"."valued" WHERE "id" > $1::int ORDER BY "id" LIMIT 51`,
  "by index": `SELECT * FROM "kinds"."valued" WHERE "who" = 'office-' || $1::int % 1000
    ORDER BY "id" LIMIT 51`,
  "as of a height": `SELECT * FROM (
    (SELECT "id", "words" FROM "kinds"."valued" WHERE "id" > $1::int AND "_height" <= 1
      ORDER BY "id" LIMIT 51)
    UNION ALL
    (SELECT "id", "words" FROM "kinds_history"."valued" WHERE "id" > $1::int AND "_height" <= 1
      AND "_until" > 1 ORDER BY "id" LIMIT 51)) rows
    ORDER BY "id" LIMIT 51`,
}

/** The middle and the worst of a hundred, in microseconds. */
function spread(samples: readonly number[]): string {
  const sorted = [...samples].sort((a, b) => a - b)
  const at = (part: number) => Math.round(sorted[Math.floor(sorted.length * part)]!)
  return `p50 ${at(0.5)}, p99 ${at(0.99)}`
}

function ask(start: () => Promise<TestDatabase>): Promise<Measurement> {
  return withDatabase(start, async (test, database) => {
    const { layout } = await Projection.open(database, kindsRuntime, "bench-1")
    for (const text of partitionsAt(layout, 2n)) await rowsOf(database, text)
    for (const text of [FILL, FILL_HISTORY]) {
      for (let at = 1; at <= ROWS; at += FILL_ROWS) {
        await database.executeQuery(CompiledQuery.raw(text, [at, at + FILL_ROWS - 1]))
      }
    }
    await rowsOf(database, "ANALYZE")
    const notes: string[] = []
    let first = 0
    for (const [name, text] of Object.entries(QUERIES)) {
      const samples: number[] = []
      for (let i = 0; i < QUESTIONS; i++) {
        const number = (i * 7_919) % ROWS
        const query = CompiledQuery.raw(text, [number])
        const started = systemClock.elapsed()
        await database.executeQuery(query)
        samples.push((systemClock.elapsed() - started) * 1_000)
      }
      notes.push(`${name}: ${spread(samples)}`)
      first ||= [...samples].sort((a, b) => a - b)[Math.floor(QUESTIONS / 2)]!
    }
    const kind = test.choice.kind === "pglite" ? "in process" : "over a socket"
    return {
      value: Math.round(first),
      unit: "µs",
      note: `by the clock, ${kind}; ${notes.join("; ")}`,
    }
  })
}

/** Rows that a list passes over at most where no index helps it (`PASSED_ROWS_MAX`). */
const PASSED_ROWS = 100_000
const PAGES = 20

/** A page of the longest list that is ordered without an index, with the count before it. */
function unindexed(start: () => Promise<TestDatabase>): Promise<Measurement> {
  return withDatabase(start, async (test, database) => {
    await Projection.open(database, kindsRuntime, "bench-1")
    for (let at = 1; at <= PASSED_ROWS; at += FILL_ROWS) {
      await database.executeQuery(CompiledQuery.raw(FILL, [at, at + FILL_ROWS - 1]))
    }
    await rowsOf(database, "ANALYZE")
    const few = `SELECT 1 FROM "kinds"."valued" LIMIT ${PASSED_ROWS + 1}`
    const count = `SELECT count(*) FROM (${few}) few`
    const page = `SELECT * FROM "kinds"."valued" ORDER BY "words" DESC, "id" DESC LIMIT 51`
    const micros = await cpuOf(test, async () => {
      for (let i = 0; i < PAGES; i++) {
        await rowsOf(database, count)
        await rowsOf(database, page)
      }
    })
    const value = Math.round(micros / PAGES / 1_000)
    return { value, unit: "CPU-ms a page", note: `of ${PASSED_ROWS} rows` }
  })
}

/** Asks until the read model has this height. */
async function reached(ledger: Ledger, height?: bigint): Promise<void> {
  for (;;) {
    const answer = await ledger.readModel.query("SELECT 1", [], height).catch(() => null)
    if (answer !== null) return
  }
}

type Spent = {
  /** CPU microseconds an operation: of the node's own thread, and of all until all is projected. */
  readonly own: number
  readonly all: number
}

const micros = ({ user, system }: NodeJS.CpuUsage) => user + system

/** What operations take, with and without a read model. */
async function besideThread(projected: boolean): Promise<Spent> {
  const data = mkdtempSync(join(tmpdir(), "concordat-bench-"))
  try {
    const world = testWorld()
    const ledger = await openNode(world, {
      ...{ data, disk: systemDisk, clock: systemClock, scheduler: systemScheduler },
      ...{ lock: lockFolder, store: levelPlace(join(data, "state")), servicesModule: notesModule },
      ...{
        workers: 0,
        readModel: projected ? { database: { kind: "pglite" }, atOnce: true } : null,
      },
    })
    const make = (i: number) => {
      const operations = Array.from({ length: 10 }, (_, j) => writeOf(`n${i}-${j}`))
      return signed(world, ledger, operations, { expires: systemClock.now() + 600_000 })
    }
    await ledger.submit(make(-1)) // The read model begins with the first block.
    if (projected) await reached(ledger)
    const sent = Array.from({ length: 1_000 }, (_, i) => make(i))
    const [before, beforeAll] = [process.threadCpuUsage(), process.cpuUsage()]
    for (let at = 0; at < sent.length; at += 100) {
      await Promise.all(sent.slice(at, at + 100).map((bytes) => ledger.submit(bytes)))
    }
    const own = micros(process.threadCpuUsage(before)) / 10_000
    if (projected) await reached(ledger, ledger.status().height)
    const all = micros(process.cpuUsage(beforeAll)) / 10_000
    await ledger.close()
    return { own, all }
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

async function cost(): Promise<Measurement> {
  const rounds = 3
  const alone: Spent[] = []
  const beside: Spent[] = []
  await besideThread(false)
  for (let i = 0; i < rounds; i++) {
    alone.push(await besideThread(false))
    beside.push(await besideThread(true))
  }
  const mean = (spent: readonly Spent[], part: keyof Spent) =>
    spent.reduce((sum, each) => sum + each[part], 0) / rounds
  const told = (part: keyof Spent) =>
    `${mean(alone, part).toFixed(1)} us an operation alone, ${mean(beside, part).toFixed(1)} beside`
  const ratio = mean(alone, "own") / mean(beside, "own")
  return {
    ...{ value: Math.round(100 * ratio) / 100, unit: "of alone" },
    note: `node's thread: ${told("own")}; whole process, all projected: ${told("all")}`,
  }
}

/** CPU time and memory of a development ledger until its first question is answered. */
async function start(): Promise<Measurement> {
  const data = mkdtempSync(join(tmpdir(), "concordat-bench-"))
  const spent: number[] = []
  const memory: number[] = []
  const look = (before: NodeJS.CpuUsage) => {
    const { user, system } = process.cpuUsage(before)
    spent.push((user + system) / 1_000_000)
    memory.push(Math.round(process.memoryUsage.rss() / 1_000_000))
  }
  const open = async (before: NodeJS.CpuUsage) => {
    const until = async (url: string) => {
      look(before)
      for (let status = 0; status !== 200; ) {
        const response = await fetch(`${url}/v1/read-model/transactions?limit=1`)
        await response.text()
        status = response.status
      }
      look(before)
    }
    const options = { port: 0, data, fresh: false, assets: null, tell: () => {}, until }
    await startDevelopment(options)
  }
  await open(process.cpuUsage())
  await open(process.cpuUsage())
  rmSync(data, { recursive: true, force: true })
  const [ready, first, , again] = spent.map((seconds) => seconds.toFixed(1))
  const note = `ready ${ready} CPU-s, ${memory[0]} MB; first question ${first}, ${memory[1]} MB`
  return { value: Number(again), unit: "CPU-s", note: `${note}; the figure: started again` }
}

const onPostgres = postgresMissing === ""

export const benches: readonly Bench[] = [
  {
    name: "projector.rows.pglite",
    about: "Rows brought into PGlite.",
    run: () => project(pgliteInMemory),
  },
  ...(onPostgres
    ? [
        {
          name: "projector.rows.postgres",
          about: "Rows brought into PostgreSQL, its processes counted.",
          run: () => project(postgresInFolder),
        },
        {
          name: "projector.ask.postgres",
          about: "A page of 50 of a million rows.",
          run: () => ask(postgresInFolder),
        },
      ]
    : []),
  {
    name: "projector.ask.pglite",
    about: "A page of 50 of a million rows.",
    run: () => ask(pgliteInMemory),
  },
  {
    name: "projector.unindexed",
    about: "A page of 50 of 100,000 rows in an order that no index gives, in PGlite.",
    run: () => unindexed(pgliteInMemory),
  },
  {
    name: "projector.start",
    about: "A development ledger until its read model in PGlite answers.",
    run: start,
  },
  {
    name: "projector.cost",
    about:
      "What a read model in PGlite costs the ledger: throughput of the node's thread beside it.",
    run: cost,
  },
]
