/** A snapshot of a million rows: written beside a node's work, and taken by a joiner. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  DEFAULT_PARAMETERS,
  EMPTY_LOG,
  everyRow,
  executeGenesis,
  fromHex,
  type Genesis,
  type Hash,
  logRoot,
  MemoryRows,
  readGenesis,
  StateTrie,
  sha256,
  stateKey,
  toHex,
  appHash as wholeHash,
} from "@concordat/kernel"
import { type Bench, cpuMicros, type Measurement } from "../../scripts/bench/harness.ts"
import { useAccelerators } from "../accelerators/index.ts"
import { silentLog } from "../log/log.ts"
import { systemScheduler } from "../seams/clock.ts"
import { systemDisk } from "../seams/disk.ts"
import { encodeHead } from "../store/head.ts"
import { HEAD_KEY, pathKey, rowKey } from "../store/layout.ts"
import { openLevelStore } from "../store/level-store.ts"
import type { Change, StateStore } from "../store/state-store.ts"
import { GENESIS_TIME, testWorld } from "../testing/node.testing.ts"
import { notes, notesRuntime } from "../testing/notes.testing.ts"
import { Restore } from "./restore.ts"
import { Shelf } from "./shelf.ts"
import { writeSnapshot } from "./write.ts"

const ROWS = 1_000_000
const BATCH = 20_000
const HEIGHT = 1n
const MICROS_PER_SECOND = 1_000_000
const MIB = 1_048_576
const SAMPLE_MS = 20

const runtime = notesRuntime()

type Million = { readonly store: StateStore; readonly genesis: Genesis; readonly appHash: Hash }

/** All rows of the ledger: those of its genesis, and notes of some sixty bytes. */
function* rows(genesis: Genesis): Generator<readonly [Uint8Array, Uint8Array]> {
  const begun = new MemoryRows()
  executeGenesis(runtime, genesis, { rows: begun, ids: [] }).outcome.commit()
  yield* everyRow(begun)
  const value = [...everyRow(begun)].find(([key]) => toHex(key).startsWith(NOTES))![1]
  for (let i = 0; i < ROWS; i++) {
    yield [stateKey(notes, { name: `note-${String(i).padStart(30, "0")}` }), value]
  }
}
const NOTES = Buffer.from("notes/").toString("hex")

/** A state store that stands at the first height with a million rows. */
async function million(folder: string): Promise<Million> {
  await useAccelerators()
  const genesis = readGenesis(runtime, testWorld().genesis)
  const store = await openLevelStore(join(folder, "state"))
  const growth = StateTrie.grow()
  let changes: Change[] = []
  let some: { path: Uint8Array; value: Uint8Array }[] = []
  const flush = async () => {
    growth.add(some)
    await store.write(changes)
    changes = []
    some = []
  }
  for (const [key, value] of rows(genesis)) {
    const path = sha256(key)
    some.push({ path, value: sha256(value) })
    changes.push([rowKey(key), value], [pathKey(path), key])
    if (some.length === BATCH) await flush()
  }
  await flush()
  const { root } = growth.end(HEIGHT)
  const appHash = toHex(wholeHash(root, 0n, logRoot(EMPTY_LOG))) as Hash
  const head = {
    ...{ chain: genesis.chain, genesis: genesis.digest, initialHeight: 1n, height: HEIGHT },
    ...{
      time: GENESIS_TIME,
      appHash,
      stateRoot: toHex(root) as Hash,
      log: { size: 0n, peaks: [] },
    },
    ...{ results: appHash, validators: genesis.validators, parameters: DEFAULT_PARAMETERS },
    ...{ transactions: 0n, operations: 0n },
  }
  await store.write([[HEAD_KEY, encodeHead(head)]], true)
  return { store, genesis, appHash }
}

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
    const { store } = await million(folder)
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
    const { store, genesis, appHash } = await million(folder)
    const shelfFolder = join(folder, "s")
    const source = { disk: systemDisk, scheduler: systemScheduler, folder: shelfFolder }
    const view = store.view()
    const { summary } = await writeSnapshot({ ...source, view, rows: await count(store) })
    await view.close()
    await store.close()
    const shelf = await Shelf.open(systemDisk, shelfFolder, silentLog)
    const fresh = await openLevelStore(join(folder, "fresh"))
    const restore = new Restore({
      ...{ store: fresh, disk: systemDisk, images: join(folder, "images"), runtime, genesis },
      ...{ log: silentLog, adopt: async () => {} },
    })
    const { validators } = genesis
    const proven = { appHash: fromHex(appHash), time: GENESIS_TIME, validators }
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
