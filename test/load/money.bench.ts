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
import { microsOfTree } from "../../scripts/bench/processes.testing.ts"
import { RICH } from "../../services/money/bench-bank.testing.ts"
import {
  type Batches,
  BUSINESSES,
  bankGenesis,
  batchesOf,
  inTurn,
  linesOf,
  signedEntries,
  uncounted,
} from "./bank-lines.ts"
import { services, servicesModule } from "./bank-services.ts"

const AMOUNT = 7n
/** Batches in flight: what either side is good at. A connection is a process of PostgreSQL. */
const CONNECTIONS = 16
const IN_FLIGHT = 500

/** CPU microseconds a line of each business, in the order of `BUSINESSES`. */
type Micros = readonly number[]

/** What all businesses take of the data base, and of its client. */
async function inPostgres(accounts: number): Promise<readonly Micros[]> {
  const database = await openDoubleEntry(accounts, RICH, CONNECTIONS)
  let entry = 0
  const book = (lines: Batches[number]) => database.post(entry++, lines, AMOUNT)
  try {
    const server: number[] = []
    const client: number[] = []
    let booked = 0
    for (const business of Object.values(BUSINESSES)) {
      const batches = batchesOf(accounts, business)
      const first = uncounted(batches.length)
      await inTurn(batches.slice(0, first), CONNECTIONS, book)
      const before = database.serverMicros()
      const micros = await cpuMicros(() => inTurn(batches.slice(first), CONNECTIONS, book))
      server.push((database.serverMicros() - before) / linesOf(business))
      client.push(micros / linesOf(business))
      booked += business.entries * business.size
    }
    const { held, lines } = await database.sums()
    if (held !== String(RICH * BigInt(accounts)) || lines !== String(booked)) {
      throw new Error(`${lines} lines, ${held} held`)
    }
    return [server, client]
  } finally {
    await database.close()
  }
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

/** What all businesses take of a node, all its threads, and of the PostgreSQL it projects into. */
async function inNode(genesis: string, accounts: number, database: TestDatabase | null) {
  const data = mkdtempSync(join(tmpdir(), "concordat-bench-"))
  const readModel = database === null ? null : { database: database.choice, atOnce: true }
  const ledger = await openNode(testWorld(), {
    ...{ data, disk: systemDisk, clock: systemClock, scheduler: systemScheduler, lock: lockFolder },
    ...{ services, genesis, store: levelPlace(join(data, "state")), workers: 0 },
    ...(readModel === null ? {} : { readModel: readModel as ReadModelChoice, servicesModule }),
  })
  const server = () => (database === null ? 0 : microsOfTree(database.pid!))
  const book = async (entries: readonly Uint8Array[]) => {
    await inTurn(entries, IN_FLIGHT, async (bytes) => {
      const { code } = await ledger.submit(bytes)
      if (code !== 0) throw new Error("an entry was refused")
    })
    if (database !== null) await projected(ledger)
  }
  try {
    const spent: { readonly node: number[]; readonly server: number[] } = { node: [], server: [] }
    for (const business of Object.values(BUSINESSES)) {
      const entries = signedEntries(ledger.chain, batchesOf(accounts, business))
      const first = uncounted(entries.length)
      await book(entries.slice(0, first))
      const before = server()
      const node = await cpuMicros(() => book(entries.slice(first)))
      spent.node.push(node / linesOf(business))
      spent.server.push((server() - before) / linesOf(business))
    }
    return spent
  } finally {
    await ledger.close()
    rmSync(data, { recursive: true, force: true })
  }
}

async function inProjectedNode(genesis: string, accounts: number) {
  const database = await postgresInFolder()
  try {
    return await inNode(genesis, accounts, database)
  } finally {
    await database.stop()
  }
}

/** A read model takes minutes for the rows of a great genesis before the first block: then none. */
function beside(name: string, accounts: number, projects: boolean): Bench {
  return {
    name: `money.disk.${name}`,
    about: `Entries booked above ${accounts} accounts, on the disk; beside PostgreSQL.`,
    async run() {
      const [server, client] = await inPostgres(accounts)
      const genesis = bankGenesis(accounts, [VALIDATOR.key as Hash])
      const alone = await inNode(genesis, accounts, null)
      const whole = projects ? await inProjectedNode(genesis, accounts) : null
      const said = Object.keys(BUSINESSES).map((business, n) => {
        const each = (micros: Micros) => micros[n]!.toFixed(1)
        const other = `double entry ${each(server!)}, its client ${each(client!)}`
        const told = `${business}: node ${each(alone.node)}, ${other}`
        if (whole === null) return told
        return `${told}; projecting ${each(whole.node)}, its PostgreSQL ${each(whole.server)}`
      })
      const value = perSecond(1, alone.node[AT_100]!)
      return { value, unit: "lines/CPU-s", note: `CPU-us a line of ${said.join("; ")}` }
    },
  }
}

/** The business whose figure stands for all: a hundred lines a signature, accounts alike. */
const AT_100 = 2

export const benches: readonly Bench[] =
  postgresMissing === "" ? [beside("100k", 100_000, true), beside("1m", 1_000_000, false)] : []
