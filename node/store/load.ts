/**
 * A state opened from the store: keys, replaced values, trie and log brought together, and every
 * root compared. Whatever does not fit is `store_damaged`; nothing of a damaged store is ever used.
 */
import type { Disk } from "@concordat/engines/seams"
import {
  type BlockIds,
  blockRows,
  checkRuntime,
  equalBytes,
  fromHex,
  type Hash,
  idsDigest,
  type LedgerState,
  type LogHead,
  logRoot,
  MerkleLog,
  openState,
  type Runtime,
  readStateKey,
  tablePrefix,
} from "@concordat/kernel"
import { type Journal, openJournal } from "../journal/journal.ts"
import { decodeBlockFacts } from "./block-facts.ts"
import { readHead, type StoreHead } from "./head.ts"
import { KeyIndex, keyText } from "./key-index.ts"
import { BLOCKS, blockKey, heightOfKey, ROWS, UNDOS } from "./layout.ts"
import { Rows } from "./rows.ts"
import { type StateStore, storeDamaged } from "./state-store.ts"
import { StoredHashes } from "./stored-hashes.ts"
import { openTrie } from "./trie-images.ts"
import { decodeUndo, type Undo } from "./undo.ts"

/** Blocks whose facts are looked for one by one; below, a gap shows when it is read. */
const BLOCKS_LOOKED_FOR = 1_000_000n
const LEAVES_PER_RUN = 256
const IDS_ROWS_MAX = 1_000_000

/** The parts that the node works with, at the height of the store. */
export type Loaded = {
  readonly head: StoreHead
  readonly state: LedgerState
  readonly rows: Rows
  readonly leaves: StoredHashes
  readonly runs: StoredHashes
  readonly log: MerkleLog
  readonly journal: Journal
  /** Heights of the undo records, ascending. */
  readonly undoHeights: readonly bigint[]
  /** Height of the trie image that served, or null. */
  readonly image: bigint | null
}

/** Arrays of an empty log over a store. */
export function emptyLog(store: StateStore) {
  const leaves = new StoredHashes(store, "leaves", 0)
  const runs = new StoredHashes(store, "runs", 0)
  return { leaves, runs, log: new MerkleLog(leaves, runs) }
}

async function keysOf(store: StateStore): Promise<string[]> {
  const keys: string[] = []
  for await (const page of store.keys(...ROWS)) {
    for (const key of page) keys.push(keyText(key.subarray(1)))
  }
  return keys
}

async function undosOf(store: StateStore): Promise<ReadonlyMap<bigint, Undo>> {
  const undos = new Map<bigint, Undo>()
  for await (const page of store.entries(...UNDOS)) {
    for (const [key, value] of page) undos.set(heightOfKey(key), decodeUndo(value!))
  }
  return undos
}

/** A batch that the store dropped leaves a gap: every block has its facts. */
async function checkBlocks(store: StateStore, head: StoreHead): Promise<void> {
  const { height, initialHeight } = head
  const lowest = height - BLOCKS_LOOKED_FOR
  let next = lowest > initialHeight ? lowest : initialHeight
  for await (const page of store.keys(blockKey(next), BLOCKS[1])) {
    for (const key of page) {
      if (heightOfKey(key) !== next) throw storeDamaged(store.location, `lacks block ${next}`)
      next++
    }
  }
  if (next !== height + 1n) throw storeDamaged(store.location, `lacks block ${next}`)
}

/** The ids that may not come again, each list compared with its digest in the state. */
function idLists(store: StateStore, rows: Rows): BlockIds[] {
  const found = rows.scan(tablePrefix(blockRows), { limit: IDS_ROWS_MAX })
  return found.map(([key, value]) => {
    const { height } = readStateKey(blockRows, key) as { height: bigint }
    const row = blockRows.readRow(value) as { ids: Hash }
    const facts = store.get(blockKey(height))
    if (facts === undefined) throw storeDamaged(store.location, `lacks block ${height}`)
    const ids: Hash[] = []
    for (const { id, remembered } of decodeBlockFacts(facts).results) {
      if (remembered && id !== null) ids.push(id)
    }
    if (idsDigest(ids) === row.ids) return { height, ids }
    throw storeDamaged(store.location, `has other transactions for block ${height}`)
  })
}

function openLog(store: StateStore, head: LogHead) {
  const size = Number(head.size)
  const leaves = new StoredHashes(store, "leaves", size)
  const runs = new StoredHashes(store, "runs", Math.floor(size / LEAVES_PER_RUN))
  const log = new MerkleLog(leaves, runs)
  if (equalBytes(log.root(), logRoot(head))) return { leaves, runs, log }
  throw storeDamaged(store.location, "has another event log than its root says")
}

/**
 * The state of a store, or null while it is empty. Throws `ConcordatError` `store_damaged`, or
 * `runtime_mismatch` where other versions of the services run.
 */
export async function loadState(
  store: StateStore,
  disk: Disk,
  images: string,
  runtime: Runtime,
): Promise<Loaded | null> {
  const head = readHead(store)
  const keys = await keysOf(store)
  if (head === null) {
    if (keys.length === 0) return null
    throw storeDamaged(store.location, "has rows and does not say where it stands")
  }
  await checkBlocks(store, head)
  const rows = new Rows(store, KeyIndex.fromSorted(keys))
  const undos = await undosOf(store)
  for (const [height, undo] of undos) rows.remember(height, undo)
  const { trie, image } = await openTrie({ disk, folder: images, store, rows, undos, head })
  if (trie.size !== rows.size) throw storeDamaged(store.location, "has lost rows")
  const { chain, height, time, validators, parameters } = head
  const log = { size: head.log.size, peaks: head.log.peaks.map((peak) => fromHex(peak)) }
  const arrays = openLog(store, log)
  const ids = idLists(store, rows)
  const where = { chain, height, time, validators, parameters }
  const state = openState(runtime, { ...where, rows, log, ids, trie })
  if (state.appHash !== head.appHash) throw storeDamaged(store.location, "has another app hash")
  checkRuntime(runtime, state)
  const journal = await openJournal(store, height)
  return { head, state, rows, ...arrays, journal, undoHeights: [...undos.keys()], image }
}
