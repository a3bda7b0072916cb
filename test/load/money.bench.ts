/**
 * Money on the disk: the same lines booked by a node alone, by one that projects them into
 * PostgreSQL, and by a double entry in SQL, all on the disk before they answer, all CPU time of
 * each counted. The node verifies a signature an entry, checks rights and limits, and proves rows
 * and lines; the double entry does none of that.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Hash } from "@concordat/kernel"
import type { Ledger } from "../../node/ledger.ts"
import { lockFolder } from "../../node/lock.ts"
import type { ReadModelChoice } from "../../node/open.ts"
import {
  postgresInFolder,
  postgresMissing,
  type TestDatabase,
} from "../../node/projector/databases.testing.ts"
import { openDoubleEntry } from "../../node/projector/double-entry.testing.ts"
import { systemClock, systemScheduler } from "../../node/seams/clock.ts"
import { systemDisk } from "../../node/seams/disk.ts"
import { levelPlace } from "../../node/store/store-place.ts"
import { openNode, testWorld, VALIDATOR } from "../../node/testing/node.testing.ts"
import { type Bench, cpuMicros, perSecond } from "../../scripts/bench/harness.ts"
import { microsOfTree } from "../../scripts/bench/processes.ts"
import { RICH } from "../../services/money/bench-bank.testing.ts"
import {
  type Batches,
  type Business,
  bankGenesis,
  batchesOf,
  inTurn,
  signedEntries,
  uncounted,
} from "./bank-lines.ts"
import { services, servicesModule } from "./bank-services.ts"

const AMOUNT = 7n
/** Batches in flight: what either side is good at. A connection is a process of PostgreSQL. */
const CONNECTIONS = 16
const IN_FLIGHT = 500

/** CPU microseconds of PostgreSQL and of its client, for all batches that count. */
async function inPostgres(
  batches: Batches,
  accounts: number,
): Promise<{ server: number; client: number }> {
  const database = await openDoubleEntry(accounts, RICH, CONNECTIONS)
  try {
    const first = uncounted(batches.length)
    const book = (lines: Batches[number], n: number) => database.post(n, lines, AMOUNT)
    await inTurn(batches.slice(0, first), CONNECTIONS, book)
    const before = database.serverMicros()
    const rest = batches.slice(first)
    const client = await cpuMicros(() =>
      inTurn(rest, CONNECTIONS, (lines, n) => book(lines, n + first)),
    )
    const server = database.serverMicros() - before
    const { held, lines } = await database.sums()
    const count = batches.reduce((sum, { length }) => sum + length, 0)
    if (held !== String(RICH * BigInt(accounts)) || lines !== String(count)) {
      throw new Error(`${lines} lines, ${held} held`)
    }
    return { server, client }
  } finally {
    await database.close()
  }
}

/** The last genesis: a million accounts take longer to write than to book between. */
let written: { readonly accounts: number; readonly text: string } | null = null

function genesisOf(accounts: number): string {
  if (written?.accounts !== accounts) {
    written = { accounts, text: bankGenesis(accounts, [VALIDATOR.key as Hash]) }
  }
  return written.text
}

/** Resolves when the read model has the ledger's last block. */
async function projected(ledger: Ledger): Promise<void> {
  const { height } = ledger.status()
  for (;;) {
    const answer = await ledger.readModel.query("SELECT 1", [], height).catch(() => null)
    if (answer !== null) return
    await new Promise((resolve) => systemScheduler.after(LOOK_MS, () => resolve(null)))
  }
}

const LOOK_MS = 20

/** CPU microseconds of a node, all its threads, and of the PostgreSQL that it projects into. */
type Spent = { readonly node: number; readonly server: number }

/** What a node alone spends on all batches that count, with a read model or without one. */
async function inNode(
  batches: Batches,
  accounts: number,
  database: TestDatabase | null,
): Promise<Spent> {
  const data = mkdtempSync(join(tmpdir(), "concordat-bench-"))
  const readModel = database === null ? null : { database: database.choice, atOnce: true }
  const ledger = await openNode(testWorld(), {
    ...{ data, disk: systemDisk, clock: systemClock, scheduler: systemScheduler, lock: lockFolder },
    ...{ services, genesis: genesisOf(accounts), store: levelPlace(join(data, "state")) },
    ...(readModel === null ? {} : { readModel: readModel as ReadModelChoice, servicesModule }),
    workers: 0,
  })
  const server = () => (database === null ? 0 : microsOfTree(database.pid!))
  try {
    const transactions = signedEntries(ledger.chain, batches)
    const book = async (some: readonly Uint8Array[]) => {
      await inTurn(some, IN_FLIGHT, async (bytes) => {
        const { code } = await ledger.submit(bytes)
        if (code !== 0) throw new Error("an entry was refused")
      })
      if (database !== null) await projected(ledger)
    }
    const first = uncounted(batches.length)
    await book(transactions.slice(0, first))
    const before = server()
    const node = await cpuMicros(() => book(transactions.slice(first)))
    return { node, server: server() - before }
  } finally {
    await ledger.close()
    rmSync(data, { recursive: true, force: true })
  }
}

async function inProjectedNode(batches: Batches, accounts: number): Promise<Spent> {
  const database = await postgresInFolder()
  try {
    return await inNode(batches, accounts, database)
  } finally {
    await database.stop()
  }
}

function beside(business: Business): Bench {
  const { accounts, entries, size, hot } = business
  const [spread, many] = [hot ? "hot" : "uniform", accounts === MILLION ? "1m" : "100k"]
  return {
    name: `money.disk.${many}.${spread}.${size}`,
    about: `Entries of ${size} lines on the disk, ${accounts} accounts, ${spread}.`,
    async run() {
      const batches = batchesOf(business)
      const lines = (entries - uncounted(entries)) * size
      const sql = await inPostgres(batches, accounts)
      const alone = await inNode(batches, accounts, null)
      const whole = await inProjectedNode(batches, accounts)
      const each = (micros: number) => (micros / lines).toFixed(1)
      const ratio = ((sql.server + sql.client) / alone.node).toFixed(2)
      const note = [
        `CPU-us a line: node alone ${each(alone.node)}`,
        `projected ${each(whole.node)} and ${each(whole.server)} of PostgreSQL`,
        `double entry in PostgreSQL ${each(sql.server)}, its client ${each(sql.client)}`,
        `ratio to the node alone ${ratio}`,
      ]
      return { value: perSecond(lines, alone.node), unit: "lines/CPU-s", note: note.join("; ") }
    },
  }
}

const MILLION = 1_000_000
const SIZES = [
  { size: 1, entries: 6_000 },
  { size: 100, entries: 400 },
] as const

export const benches: readonly Bench[] =
  postgresMissing === ""
    ? [MILLION / 10, MILLION].flatMap((accounts) =>
        [false, true].flatMap((hot) => SIZES.map((size) => beside({ accounts, hot, ...size }))),
      )
    : []
