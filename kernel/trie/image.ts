/**
 * The image of a state trie, for a quick restart: the leaves of its oldest kept version in path
 * order, then what each later version changed. Inner nodes are worked out again and each root is
 * compared, so an image is half the size of the memory and the same on every machine. Its form:
 *
 *   sections, each followed by SHA-256(check of the section before ‖ section)
 *   first     "CDATTRI1" ‖ number of versions u32
 *   version   height u64 ‖ entries u32 ‖ root, then its entries in sections of at most 16,384
 *   entry     path ‖ hash of the leaf, 32 zeros where it was deleted; by ascending path
 *
 * Source of truth: ARCHITECTURE.md, "State proofs".
 */
import { compareBytes, concat, equalBytes, utf8 } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { ConcordatError } from "../failures.ts"
import { PROVABLE_HEIGHTS } from "../limits.ts"
import { emptyBatch } from "./batch.ts"
import { EMPTY, NODE_BYTES } from "./hashes.ts"
import { StateTrie } from "./state-trie.ts"
import type { TrieView } from "./view.ts"

const MAGIC = utf8("CDATTRI1")
const FIRST_BYTES = MAGIC.length + 4
const VERSION_BYTES = 8 + 4 + NODE_BYTES
const ENTRY_BYTES = 2 * NODE_BYTES
const SECTION_ENTRIES = 16_384

/** Seals the sections of one image, each over the one before. */
class Seal {
  private check: Uint8Array = EMPTY

  next(section: Uint8Array): Uint8Array {
    this.check = sha256(concat(this.check, section))
    return this.check
  }
}

function firstSection(versions: number): Uint8Array {
  const section = concat(MAGIC, new Uint8Array(4))
  new DataView(section.buffer).setUint32(MAGIC.length, versions)
  return section
}

function versionSection(view: TrieView, entries: number): Uint8Array {
  const section = concat(new Uint8Array(12), view.root)
  const fields = new DataView(section.buffer)
  fields.setBigUint64(0, view.height)
  fields.setUint32(8, entries)
  return section
}

type Entry = { readonly path: Uint8Array; readonly hash: Uint8Array | null }

/** Packs entries, `count` in all, into sections. */
function* packed(entries: Iterable<Entry>, count: number): Generator<Uint8Array> {
  let left = count
  let section = new Uint8Array(0)
  let at = 0
  for (const { path, hash } of entries) {
    if (at === 0) section = new Uint8Array(Math.min(left, SECTION_ENTRIES) * ENTRY_BYTES)
    section.set(path, at)
    if (hash !== null) section.set(hash, at + NODE_BYTES)
    at += ENTRY_BYTES
    if (at < section.length) continue
    yield section
    left -= SECTION_ENTRIES
    at = 0
  }
}

function* sections(views: readonly TrieView[]): Generator<Uint8Array> {
  yield firstSection(views.length)
  for (const [index, view] of views.entries()) {
    const before = views[index - 1]
    const changes = before?.changesTo(view)
    const count = changes?.length ?? view.size
    yield versionSection(view, count)
    yield* packed(changes ?? view.leaves(), count)
  }
}

/**
 * The image of the kept versions, in pieces of up to 1 MiB to be written one after the other. The
 * trie may go on between two pieces; until the last one is taken (or the loop is left) it releases
 * no version.
 */
export function* trieImage(trie: StateTrie): Generator<Uint8Array> {
  const release = trie.hold()
  try {
    const seal = new Seal()
    for (const section of sections(trie.views())) yield concat(section, seal.next(section))
  } finally {
    release()
  }
}

function damaged(reason: string): ConcordatError {
  return new ConcordatError("store_damaged", `The image of the state trie is damaged: ${reason}.`, {
    hint: "Remove it: the trie is then built from the rows.",
  })
}

/** Gives the next bytes of an image, exactly `length` of them unless it ends before. */
export type ImageSource = (length: number) => Uint8Array

/** Reads sections and checks their seals. */
function sealedReader(source: ImageSource): ImageSource {
  const seal = new Seal()
  return (length) => {
    const sealed = source(length + NODE_BYTES)
    if (sealed.length !== length + NODE_BYTES) throw damaged("it ends early")
    const section = sealed.subarray(0, length)
    if (!equalBytes(seal.next(section), sealed.subarray(length))) throw damaged("a seal is broken")
    return section
  }
}

function readEntries(read: ImageSource, count: number) {
  const batch = emptyBatch(count)
  for (let from = 0; from < count; from += SECTION_ENTRIES) {
    const section = read(Math.min(SECTION_ENTRIES, count - from) * ENTRY_BYTES)
    for (let at = 0, entry = from; at < section.length; at += ENTRY_BYTES, entry++) {
      const hash = section.subarray(at + NODE_BYTES, at + ENTRY_BYTES)
      batch.paths.set(section.subarray(at, at + NODE_BYTES), entry * NODE_BYTES)
      batch.hashes.set(hash, entry * NODE_BYTES)
      batch.puts[entry] = equalBytes(hash, EMPTY) ? 0 : 1
    }
  }
  return batch
}

function assertOrdered(paths: Uint8Array): void {
  for (let at = NODE_BYTES; at < paths.length; at += NODE_BYTES) {
    const before = paths.subarray(at - NODE_BYTES, at)
    if (compareBytes(before, paths.subarray(at, at + NODE_BYTES)) < 0) continue
    throw damaged("its paths do not ascend")
  }
}

function readVersion(trie: StateTrie, read: ImageSource): void {
  const section = read(VERSION_BYTES)
  const fields = new DataView(section.buffer, section.byteOffset)
  const height = fields.getBigUint64(0)
  const batch = readEntries(read, fields.getUint32(8))
  assertOrdered(batch.paths)
  const update = trie.prepareBatch(batch)
  if (!equalBytes(update.root, section.subarray(12))) throw damaged("a root differs")
  if (height <= trie.height) throw damaged("its heights do not ascend")
  update.commit(height)
}

/**
 * The trie of an image, with every version that was kept. Throws `ConcordatError` `store_damaged`
 * for anything else than a whole image; compare its height and root with the store's before use.
 */
export function trieFromImage(source: ImageSource, kept = PROVABLE_HEIGHTS): StateTrie {
  const read = sealedReader(source)
  const first = read(FIRST_BYTES)
  if (!equalBytes(first.subarray(0, MAGIC.length), MAGIC)) throw damaged("another file")
  const trie = new StateTrie(kept)
  const versions = new DataView(first.buffer, first.byteOffset).getUint32(MAGIC.length)
  for (let version = 0; version < versions; version++) readVersion(trie, read)
  if (source(1).length > 0) throw damaged("bytes follow it")
  return trie
}
