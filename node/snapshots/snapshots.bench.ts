/** A snapshot of a million rows: written beside a node's work, and taken by a joiner. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  DEFAULT_PARAMETERS,
  fromHex,
  readGenesis,
  readSnapshotHead,
  type SnapshotSummary,
} from "@concordat/kernel"
import { type Bench, cpuMicros, type Measurement } from "../../scripts/bench/harness.ts"
import { useAccelerators } from "../accelerators/index.ts"
import { silentLog } from "../log/log.ts"
import { systemScheduler } from "../seams/clock.ts"
import { systemDisk } from "../seams/disk.ts"
import { rowKey } from "../store/layout.ts"
import { openLevelStore } from "../store/level-store.ts"
import type { StateStore } from "../store/state-store.ts"
import { GENESIS_TIME, testWorld } from "../testing/node.testing.ts"
import { notesRuntime } from "../testing/notes.testing.ts"
import { million } from "./million.testing.ts"
import { Restore } from "./restore.ts"
import { Shelf } from "./shelf.ts"
import { writeSnapshot } from "./write.ts"

const HEIGHT = 1n
const MICROS_PER_SECOND = 1_000_000
const MIB = 1_048_576
const SAMPLE_MS = 20

const runtime = notesRuntime()

/** CPU-seconds of some work, and by how much the process grew meanwhile. */
async function measured(work: () => Promise<void>): Promise<{ seconds: number; grown: string }> {
  const before = process.memoryUsage.rss()
  let peak = before
  const sample = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, SAMPLE_MS)
  const micros = await cpuMicros(work)
  clearInterval(sample)
  const grown = `memory grew by ${Math.round((peak - before) / MIB)} MiB at most`
  return { seconds: micros / MICROS_PER_SECOND, grown }
}

async function count(store: StateStore): Promise<number> {
  let found = 0
  for await (const page of store.keys(rowKey(new Uint8Array()), Uint8Array.of(0x73))) {
    found += page.length
  }
  return found
}

async function inFolder(work: (folder: string) => Promise<Measurement>): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), "concordat-bench-"))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function written(): Promise<Measurement> {
  return inFolder(async (folder) => {
    million(folder)
    const store = await openLevelStore(join(folder, "state"))
    const source = { disk: systemDisk, scheduler: systemScheduler, folder: join(folder, "s") }
    const held = await count(store)
    const view = store.view()
    let chunks = 0
    const { seconds, grown } = await measured(async () => {
      chunks = (await writeSnapshot({ ...source, view, rows: held })).summary.chunks
    })
    await view.close()
    await store.close()
    return { value: seconds, unit: "CPU-s", note: `${chunks} chunks of 1 MiB; ${grown}` }
  })
}

function restored(): Promise<Measurement> {
  return inFolder(async (folder) => {
    million(folder)
    await useAccelerators()
    const genesis = readGenesis(runtime, testWorld().genesis)
    const shelf = await Shelf.open(systemDisk, join(folder, "snapshots"), silentLog)
    const [summary] = shelf.list() as [SnapshotSummary]
    const { app } = readSnapshotHead((await shelf.load(HEIGHT, 1, 0))!)
    const fresh = await openLevelStore(join(folder, "fresh"))
    const restore = new Restore({
      ...{ store: fresh, disk: systemDisk, images: join(folder, "images"), runtime, genesis },
      ...{ log: silentLog, adopt: async () => {} },
    })
    const { validators } = genesis
    const proven = { appHash: fromHex(app), time: GENESIS_TIME, validators }
    const { seconds, grown } = await measured(async () => {
      await restore.offer({ snapshot: summary, ...proven, parameters: DEFAULT_PARAMETERS })
      for (let chunk = 0; chunk < summary.chunks; chunk++) {
        const answer = await restore.apply(chunk, (await shelf.load(HEIGHT, 1, chunk))!)
        if (answer !== "accept") throw new Error(`chunk ${chunk}: ${answer}`)
      }
    })
    await fresh.close()
    const note = `${summary.chunks} chunks, proven and loaded; ${grown}, trie and keys among it`
    return { value: seconds, unit: "CPU-s", note }
  })
}

export const benches: readonly Bench[] = [
  {
    name: "snapshot.write.1m",
    about: "A million rows of 100 bytes written as a snapshot from a view of the store.",
    run: written,
  },
  {
    name: "snapshot.restore.1m",
    about: "The same taken chunk by chunk into an empty store, proven, and opened as a state.",
    run: restored,
  },
]
