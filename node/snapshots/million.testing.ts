/**
 * A state of a million rows and its snapshot in a folder, made in a process of their own, so that
 * whoever measures what is done with them begins with a small heap.
 */
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import {
  DEFAULT_PARAMETERS,
  EMPTY_LOG,
  everyRow,
  executeGenesis,
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
import { useAccelerators } from "../accelerators/index.ts"
import { systemScheduler } from "../seams/clock.ts"
import { systemDisk } from "../seams/disk.ts"
import { encodeHead } from "../store/head.ts"
import { HEAD_KEY, pathKey, rowKey } from "../store/layout.ts"
import { openLevelStore } from "../store/level-store.ts"
import type { Change, StateStore } from "../store/state-store.ts"
import { GENESIS_TIME, testWorld } from "../testing/node.testing.ts"
import { notes, notesRuntime } from "../testing/notes.testing.ts"
import { writeSnapshot } from "./write.ts"

const ROWS = 1_000_000
const BATCH = 20_000
const HEIGHT = 1n

const runtime = notesRuntime()
const NOTES = Buffer.from("notes/").toString("hex")

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

/** Fills a state store that stands at the first height; answers how many rows it has. */
async function fill(store: StateStore): Promise<number> {
  const genesis = readGenesis(runtime, testWorld().genesis)
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
  const { root, size } = growth.end(HEIGHT)
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
  return size
}

/** What the process does: `state` and `snapshots` in the folder. */
async function make(folder: string): Promise<void> {
  await useAccelerators()
  const store = await openLevelStore(join(folder, "state"))
  const rows = await fill(store)
  const view = store.view()
  const source = { disk: systemDisk, scheduler: systemScheduler, folder: join(folder, "snapshots") }
  await writeSnapshot({ ...source, view, rows })
  await view.close()
  await store.close()
}

/** Makes both in a folder. */
export function million(folder: string): void {
  const words = ["--conditions=source", fileURLToPath(import.meta.url), folder]
  const { status } = spawnSync(process.execPath, words, { stdio: ["ignore", "inherit", "inherit"] })
  if (status !== 0) throw new Error(`the process that makes the rows ended with ${status}`)
}

if (import.meta.main) await make(process.argv[2] ?? "")
