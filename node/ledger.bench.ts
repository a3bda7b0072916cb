/**
 * The solo node in process, without HTTP and projector: durable blocks in a folder, classic-level,
 * one verification thread, notes written by one signer.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Bench, cpuMicros, type Measurement, perSecond } from "../scripts/bench/harness.ts"
import type { Ledger } from "./ledger.ts"
import { lockFolder } from "./lock.ts"
import { systemClock, systemScheduler } from "./seams/clock.ts"
import { systemDisk } from "./seams/disk.ts"
import { levelPlace } from "./store/store-place.ts"
import { openNode, signed, type TestWorld, testWorld, writeOf } from "./testing/node.testing.ts"
import { notesModule, notesRuntime } from "./testing/notes.testing.ts"
import { verifyInThreads } from "./verify/verifier.ts"

const IN_FLIGHT = 1_000

/** A node on the machine's own disk and clock. */
async function openReal(world: TestWorld, data: string): Promise<Ledger> {
  const runtime = notesRuntime()
  return openNode(world, {
    ...{ data, disk: systemDisk, clock: systemClock, scheduler: systemScheduler, lock: lockFolder },
    store: levelPlace(join(data, "state")),
    verifier: verifyInThreads({ runtime, workers: 1, services: notesModule, onLost: () => {} }),
  })
}

async function inFolder<T>(work: (data: string) => Promise<T>): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), "concordat-bench-"))
  try {
    return await work(data)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

/** Sends everything, so many at a time. */
async function sendAll(ledger: Ledger, transactions: readonly Uint8Array[]): Promise<void> {
  let next = 0
  const sender = async () => {
    while (next < transactions.length) await ledger.submit(transactions[next++]!)
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, sender))
}

/** `count` transactions of `operations` operations each. */
async function throughput(count: number, operations: number): Promise<Measurement> {
  return inFolder(async (data) => {
    const world = testWorld()
    const ledger = await openReal(world, data)
    const make = (from: number) =>
      signed(
        world,
        ledger,
        Array.from({ length: operations }, (_, i) => writeOf(`n${from * operations + i}`)),
        { expires: systemClock.now() + 600_000 },
      )
    await sendAll(
      ledger,
      Array.from({ length: 50 }, (_, i) => make(i)),
    )
    const transactions = Array.from({ length: count }, (_, i) => make(i))
    const started = systemClock.elapsed()
    const before = process.threadCpuUsage()
    const micros = await cpuMicros(() => sendAll(ledger, transactions))
    const { user, system } = process.threadCpuUsage(before)
    const main = ((user + system) / (count * operations)).toFixed(1)
    const seconds = (systemClock.elapsed() - started) / 1_000
    const wall = Math.round((count * operations) / seconds)
    const { height } = ledger.status()
    await ledger.close()
    const note = `main thread ${main} us an operation; ${wall} op/s by the clock, ${height} blocks`
    return { value: perSecond(count * operations, micros), unit: "op/CPU-s", note }
  })
}

export const benches: readonly Bench[] = [
  {
    name: "node.submit.1-operation",
    about: "20,000 transactions of one operation each, 1,000 in flight.",
    target: { value: 5_000, unit: "op/CPU-s", better: "more" },
    run: () => throughput(20_000, 1),
  },
  {
    name: "node.submit.100-operations",
    about: "1,000 transactions of 100 operations each, all in flight.",
    target: { value: 20_000, unit: "op/CPU-s", better: "more" },
    run: () => throughput(1_000, 100),
  },
]
