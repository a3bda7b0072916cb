/**
 * Images of the state trie beside the store, for a quick restart. An image of an older height is
 * brought up to the store's by the rows that were written since; without one the trie is built from
 * all rows. Either way its root is compared with the one that was stored.
 */

import { perturb } from "@concordat/engines/perturb"
import type { Disk, Scheduler } from "@concordat/engines/seams"
import {
  ConcordatError,
  PROVABLE_HEIGHTS,
  StateTrie,
  sha256,
  type TrieChange,
  toHex,
  trieFromImage,
  trieImage,
} from "@concordat/kernel"
import type { StoreHead } from "./head.ts"
import { keyBytes, keyText } from "./key-index.ts"
import { ROWS } from "./layout.ts"
import type { StoreOrigin } from "./origin.ts"
import type { Rows } from "./rows.ts"
import { type StateStore, storeDamaged } from "./state-store.ts"
import type { Undo } from "./undo.ts"

const NAME = /^trie-(\d{20})$/
/** The newest image may be ahead of what a power cut left of the store: the one before serves. */
const IMAGES_KEPT = 2

const nameOf = (height: bigint) => `trie-${height.toString().padStart(20, "0")}`

export type TrieSource = {
  readonly disk: Disk
  /** Folder of the images. */
  readonly folder: string
  readonly store: StateStore
  readonly rows: Rows
  /** Every undo record of the store, heights ascending. */
  readonly undos: ReadonlyMap<bigint, Undo>
  readonly head: StoreHead
  readonly origin: StoreOrigin | null
}

/** Heights of the images in a folder, newest first. */
async function imageHeights(disk: Disk, folder: string): Promise<bigint[]> {
  const heights: bigint[] = []
  for (const name of await disk.list(folder)) {
    const height = NAME.exec(name)?.[1]
    if (height !== undefined) heights.push(BigInt(height))
  }
  return heights.reverse()
}

/** Hash path and hash value of a row as it was after `height`. */
function changeAt(rows: Rows, text: string, height: bigint): TrieChange {
  const key = keyBytes(text)
  const value = rows.at(key, height)
  return { path: sha256(key), value: value === null ? null : sha256(value) }
}

/** Keys written in the blocks above `from` up to `to`. */
function touched(undos: TrieSource["undos"], from: bigint, to: bigint): Set<string> {
  const keys = new Set<string>()
  for (const [height, undo] of undos) {
    if (height > from && height <= to) for (const key of undo.keys()) keys.add(key)
  }
  return keys
}

/** The lowest height whose rows can still be told. */
function baseOf({ head, origin }: TrieSource): bigint {
  const lowest = origin?.height ?? head.initialHeight - 1n
  const base = head.height - BigInt(PROVABLE_HEIGHTS)
  return base > lowest ? base : lowest
}

/**
 * Brings a trie of any older height to the store's, one version a block where they are provable.
 */
function advance(trie: StateTrie, source: TrieSource, image: bigint): void {
  const { rows, undos } = source
  const base = baseOf(source)
  const from = image > base ? image : base
  const missed = touched(undos, image, from)
  if (missed.size > 0) {
    trie.prepare([...missed].map((key) => changeAt(rows, key, from))).commit(from)
  }
  for (const [height, undo] of undos) {
    if (height <= from) continue
    trie.prepare([...undo.keys()].map((key) => changeAt(rows, key, height))).commit(height)
  }
}

async function fromImage(source: TrieSource, image: bigint): Promise<StateTrie | null> {
  const bytes = await source.disk.read(`${source.folder}/${nameOf(image)}`)
  if (bytes === null) return null
  let at = 0
  const next = (length: number) => {
    at += length
    return bytes.subarray(at - length, at)
  }
  try {
    const trie = trieFromImage(next)
    advance(trie, source, image)
    return toHex(trie.root) === source.head.stateRoot ? trie : null
  } catch (failure) {
    if (failure instanceof ConcordatError && failure.code === "store_damaged") return null
    throw failure
  }
}

/** The trie over all rows as they were at the lowest provable height, then block by block. */
async function fromRows(source: TrieSource): Promise<StateTrie> {
  const { store, rows, undos } = source
  const base = baseOf(source)
  const later = touched(undos, base, source.head.height)
  const changes: TrieChange[] = []
  for await (const page of store.entries(...ROWS)) {
    for (const [stored, value] of page) {
      const key = stored.subarray(1)
      if (later.size > 0 && later.has(keyText(key))) continue
      changes.push({ path: sha256(key), value: sha256(value!) })
    }
  }
  for (const key of later) changes.push(changeAt(rows, key, base))
  const trie = new StateTrie()
  trie.prepare(changes).commit(base)
  advance(trie, source, base)
  return trie
}

/**
 * The trie at the store's height with its provable versions, and the height of the image that
 * served. Throws `store_damaged` where the rows do not give the root that was stored.
 */
export async function openTrie(
  source: TrieSource,
): Promise<{ readonly trie: StateTrie; readonly image: bigint | null }> {
  const { disk, folder, store, head } = source
  for (const image of await imageHeights(disk, folder)) {
    const trie = image <= head.height ? await fromImage(source, image) : null
    if (trie !== null) return { trie, image }
  }
  const trie = await fromRows(source)
  if (toHex(trie.root) === head.stateRoot) return { trie, image: null }
  throw storeDamaged(store.location, "does not give the state root that it was stored with")
}

/** Writes the image of a trie; the calling thread goes on between its pieces. */
export async function writeImage(
  disk: Disk,
  scheduler: Scheduler,
  folder: string,
  trie: StateTrie,
): Promise<bigint> {
  const { height } = trie
  await disk.makeFolder(folder)
  const path = `${folder}/${nameOf(height)}`
  const file = await disk.open(path)
  let at = 0
  await file.truncate(0)
  for (const piece of trieImage(trie)) {
    await file.write(at, piece)
    at += piece.length
    perturb("trie.write")
    await new Promise<void>((resolve) => scheduler.soon(resolve))
  }
  await file.sync()
  await file.close()
  return height
}

/** Removes the images of heights above this one. */
export async function removeImages(disk: Disk, folder: string, above: bigint): Promise<void> {
  for (const height of await imageHeights(disk, folder)) {
    if (height > above) await disk.remove(`${folder}/${nameOf(height)}`)
  }
}

/** Removes all images but the newest two. Answers the height of the older one that is left. */
export async function pruneImages(disk: Disk, folder: string): Promise<bigint | null> {
  const heights = await imageHeights(disk, folder)
  for (const height of heights.slice(IMAGES_KEPT)) await disk.remove(`${folder}/${nameOf(height)}`)
  return heights.slice(0, IMAGES_KEPT).at(-1) ?? null
}
