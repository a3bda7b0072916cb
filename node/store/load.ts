/**
 * A state opened from the store: keys, replaced values, trie and log brought together, and every
 * root compared. Whatever does not fit is `store_damaged`; nothing of a damaged store is ever used.
 */
import type { Disk } from "@concordat/engines/seams"
import {
  checkRuntime,
  EMPTY_LOG,
  equalBytes,
  fromHex,
  type LedgerState,
  LOG_RUN_LEAVES,
  type LogHead,
  logRoot,
  MerkleLog,
  openState,
  type Runtime,
  type StateTrie,
} from "@concordat/kernel"
import { type Journal, openJournal } from "../journal/journal.ts"
import { readHead, type StoreHead } from "./head.ts"
import { KeyIndex, keyText } from "./key-index.ts"
import { BLOCKS, blockKey, heightOfKey, RESTORING_KEY, ROWS, UNDOS } from "./layout.ts"
import { readOrigin, type StoreOrigin } from "./origin.ts"
import { Rows } from "./rows.ts"
import { type StateStore, storeDamaged } from "./state-store.ts"
import { StoredHashes } from "./stored-hashes.ts"
import { openTrie } from "./trie-images.ts"
import { decodeUndo, type Undo } from "./undo.ts"
import { idListOf, WINDOW_PREFIX } from "./window.ts"

/** Blocks whose facts are looked for one by one; below, a gap shows when it is read. */
const BLOCKS_LOOKED_FOR = 1_000_000n
const IDS_ROWS_MAX = 1_000_000

/** The parts that the node works with, at the height of the store. */
export type Loaded = {
  readonly head: StoreHead
  /** Null: it holds everything since the genesis. */
  readonly origin: StoreOrigin | null
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

/** The keys of all rows, in order. */
export async function keysOf(store: StateStore): Promise<string[]> {
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
async function checkBlocks(
  store: StateStore,
  { height, initialHeight }: StoreHead,
  origin: StoreOrigin | null,
): Promise<void> {
  const lowest = height - BLOCKS_LOOKED_FOR
  const first = origin === null ? initialHeight : origin.height + 1n
  let next = lowest > first ? lowest : first
  for await (const page of store.keys(blockKey(next), BLOCKS[1])) {
    for (const key of page) {
      if (heightOfKey(key) !== next) throw storeDamaged(store.location, `lacks block ${next}`)
      next++
    }
  }
  if (next !== height + 1n) throw storeDamaged(store.location, `lacks block ${next}`)
}

/** A log head as bytes. */
export const logHeadOf = ({ size, peaks }: StoreHead["log"]): LogHead => ({
  size,
  peaks: peaks.map((peak) => fromHex(peak)),
})

/** The event log of a store that stands at `head`, or goes on from its origin. */
export function openLog(store: StateStore, head: LogHead, origin: StoreOrigin | null) {
  const size = Number(head.size)
  const before = origin === null ? EMPTY_LOG : logHeadOf(origin.log)
  const known = Math.ceil(Number(before.size) / LOG_RUN_LEAVES)
  const whole = Math.max(0, Math.floor(size / LOG_RUN_LEAVES) - known)
  const leaves = new StoredHashes(store, "leaves", size)
  const runs = new StoredHashes(store, "runs", whole)
  const log = new MerkleLog(leaves, runs, before)
  if (equalBytes(log.root(), logRoot(head))) return { leaves, runs, log }
  throw storeDamaged(store.location, "has another event log than its root says")
}

/** Where a state is loaded from. */
export type LoadSource = {
  readonly store: StateStore
  readonly disk: Disk
  /** Folder of the trie images. */
  readonly images: string
  readonly runtime: Runtime
  /** The trie of the store's height, where it is at hand already. */
  readonly trie?: StateTrie
}

/**
 * The state of a store, or null while it is empty: also after a restore that was not finished,
 * which is cleared away. Throws `ConcordatError` `store_damaged`, or `runtime_mismatch` where other
 * versions of the services run.
 */
export async function loadState(source: LoadSource): Promise<Loaded | null> {
  const { store, disk, images, runtime } = source
  if (store.get(RESTORING_KEY) !== undefined) await store.clear()
  const head = readHead(store)
  const keys = await keysOf(store)
  if (head === null) {
    if (keys.length === 0) return null
    throw storeDamaged(store.location, "has rows and does not say where it stands")
  }
  const origin = readOrigin(store)
  await checkBlocks(store, head, origin)
  const rows = new Rows(store, KeyIndex.fromSorted(keys))
  const undos = await undosOf(store)
  for (const [height, undo] of undos) rows.remember(height, undo)
  const { trie, image } =
    source.trie === undefined
      ? await openTrie({ disk, folder: images, store, rows, undos, head, origin })
      : { trie: source.trie, image: null }
  if (trie.size !== rows.size) throw storeDamaged(store.location, "has lost rows")
  const { chain, height, time, validators, parameters } = head
  const log = logHeadOf(head.log)
  const arrays = openLog(store, log, origin)
  const ids = rows
    .scan(WINDOW_PREFIX, { limit: IDS_ROWS_MAX })
    .map((row) => idListOf(store, row, origin))
  const where = { chain, height, time, validators, parameters }
  const state = openState(runtime, { ...where, rows, log, ids, trie })
  if (state.appHash !== head.appHash) throw storeDamaged(store.location, "has another app hash")
  checkRuntime(runtime, state)
  const journal = await openJournal(store, height)
  return { head, origin, state, rows, ...arrays, journal, undoHeights: [...undos.keys()], image }
}
