/**
 * Money beside PostgreSQL: the same lines between 100,000 accounts, booked by a node alone and by a
 * double entry in SQL, both on the disk before they answer, all CPU time of both counted. The node
 * verifies a signature an entry, checks rights and limits, and proves rows and lines; PostgreSQL
 * does none of that.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { exportGenesis, type Hash, jsonText, type Party } from "@concordat/kernel"
import { operation, saltOf, testSigner, writeTransaction } from "@concordat/kernel/testing"
import type { Ledger } from "../../node/ledger.ts"
import { lockFolder } from "../../node/lock.ts"
import { postgresMissing } from "../../node/projector/databases.testing.ts"
import { type NumberedLine, openDoubleEntry } from "../../node/projector/double-entry.testing.ts"
import { systemClock, systemScheduler } from "../../node/seams/clock.ts"
import { systemDisk } from "../../node/seams/disk.ts"
import { levelPlace } from "../../node/store/store-place.ts"
import { openNode, testWorld, VALIDATOR } from "../../node/testing/node.testing.ts"
import { type Bench, cpuMicros, perSecond } from "../../scripts/bench/harness.ts"
import { ALPHA, idAt } from "../../services/money/bank.testing.ts"
import { lineBetween, RICH, stored } from "../../services/money/bench-bank.testing.ts"
import { post } from "../../services/money/post.ts"
import { moneyService } from "../../services/money/service.ts"
import { organisationsService } from "../../services/organisations/service.ts"

const ACCOUNTS = 100_000
const AMOUNT = 7n
/** Batches in flight: what either side is good at. A connection is a process of PostgreSQL. */
const CONNECTIONS = 16
const IN_FLIGHT = 500
/** Batches that go before, uncounted: one of so many. */
const BEFORE = 4

type Batches = readonly (readonly NumberedLine[])[]

/** Accounts all alike, or the first ones hot (Zipf, exponent 1): the same in every run. */
function batchesOf(count: number, size: number, hot: boolean): Batches {
  let state = 12_345
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const pick = () => Math.floor(hot ? ACCOUNTS ** next() - 1 : ACCOUNTS * next())
  const line = () => {
    const [debit, credit] = [pick(), pick()]
    return { debit, credit: credit === debit ? (credit + 1) % ACCOUNTS : credit }
  }
  return Array.from({ length: count }, () => Array.from({ length: size }, line))
}

async function inTurn<T>(all: readonly T[], width: number, work: (one: T, n: number) => unknown) {
  let next = 0
  const worker = async () => {
    while (next < all.length) {
      const n = next++
      await work(all[n]!, n)
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
}

/** CPU microseconds of PostgreSQL and of its client, for all batches but the first ones. */
async function inPostgres(batches: Batches): Promise<{ server: number; client: number }> {
  const database = await openDoubleEntry(ACCOUNTS, RICH, CONNECTIONS)
  try {
    const first = Math.ceil(batches.length / BEFORE)
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
    if (held !== String(RICH * BigInt(ACCOUNTS)) || lines !== String(count)) {
      throw new Error(`${lines} lines, ${held} held`)
    }
    return { server, client }
  } finally {
    await database.close()
  }
}

/** The genesis of a bank with these accounts, whose only validator is the test node's. */
function genesisText(): string {
  const { runtime, state } = stored(ACCOUNTS)
  const { chain, parameters, rows } = state
  const validators = [{ key: { ed25519: VALIDATOR.key as Hash }, power: 10n }]
  const heading = { chain, time: state.time, height: 1n, validators, parameters }
  return jsonText(exportGenesis(runtime, heading, rows))
}

function signedOf(ledger: Ledger, runtime: ReturnType<typeof stored>["runtime"], all: Batches) {
  const signer = testSigner(ALPHA as Party)
  const now = systemClock.now()
  return all.map((lines, n) => {
    const plain = { chain: ledger.chain, memo: null, mode: "atomic" } as const
    const heading = { ...plain, salt: saltOf(n), expires: now + 800_000 }
    const booked = lines.map(({ debit, credit }) => lineBetween(debit, credit))
    const entry = { entry: idAt(now, n), mode: "linked", lines: booked } as const
    return writeTransaction(runtime, heading, [operation(post, entry)], [signer])
  })
}

/** CPU microseconds of a node alone, all its threads, for all batches but the first ones. */
async function inNode(batches: Batches): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), "concordat-bench-"))
  const services = [organisationsService, moneyService]
  const ledger = await openNode(testWorld(), {
    ...{ data, disk: systemDisk, clock: systemClock, scheduler: systemScheduler, lock: lockFolder },
    ...{ services, genesis: genesisText(), store: levelPlace(join(data, "state")) },
  })
  try {
    const { runtime } = stored(0)
    const transactions = signedOf(ledger, runtime, batches)
    const submit = async (bytes: Uint8Array) => {
      const { code } = await ledger.submit(bytes)
      if (code !== 0) throw new Error("an entry was refused")
    }
    const first = Math.ceil(batches.length / BEFORE)
    await inTurn(transactions.slice(0, first), IN_FLIGHT, submit)
    return await cpuMicros(() => inTurn(transactions.slice(first), IN_FLIGHT, submit))
  } finally {
    await ledger.close()
    rmSync(data, { recursive: true, force: true })
  }
}

function beside(size: number, count: number, hot: boolean): Bench {
  const spread = hot ? "hot" : "uniform"
  return {
    name: `money.postgres.${spread}.${size}`,
    about: `Entries of ${size} lines on the disk, 100,000 accounts, ${spread}; beside PostgreSQL.`,
    async run() {
      const batches = batchesOf(count, size, hot)
      const lines = (count - Math.ceil(count / BEFORE)) * size
      const { server, client } = await inPostgres(batches)
      const ours = await inNode(batches)
      const each = (micros: number) => (micros / lines).toFixed(1)
      const ratio = ((server + client) / ours).toFixed(2)
      const sql = `PostgreSQL ${each(server)}, its client ${each(client)}`
      const note = `CPU-us a line: node ${each(ours)}; ${sql}; ratio ${ratio}`
      return { value: perSecond(lines, ours), unit: "lines/CPU-s", note }
    },
  }
}

const SIZES = [
  [1, 6_000],
  [100, 400],
  [1_000, 60],
] as const

export const benches: readonly Bench[] =
  postgresMissing === ""
    ? [false, true].flatMap((hot) => SIZES.map(([size, count]) => beside(size, count, hot)))
    : []
