/**
 * A snapshot that arrives, judged chunk by chunk: its announcement, each chunk by its digest, the
 * order of its rows, and at the end the state root, the log head and the id lists against the app
 * hash that is trusted. Memory: the trie, the id lists, and one chunk.
 * Source of truth: ARCHITECTURE.md, "Files".
 */
import { concat, equalBytes, fromHex, toHex } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import type { BlockIds } from "../execution/id-window.ts"
import { blockRows } from "../execution/kernel-tables.ts"
import { rootsOf } from "../execution/ledger-state.ts"
import { readStateKey, tablePrefix } from "../execution/state-key.ts"
import { ConcordatError, Invalid } from "../failures.ts"
import { SNAPSHOT_CHUNKS_MAX } from "../limits.ts"
import { type LogHead, logRoot, peakCount } from "../log/log-head.ts"
import type { Hash } from "../schema/fixed.ts"
import { StateTrie } from "../trie/state-trie.ts"
import {
  DIGEST_BYTES,
  SNAPSHOT_FORMAT,
  type SnapshotHead,
  type SnapshotSummary,
  snapshotFailure,
  summaryOf,
} from "./form.ts"
import { follows, ItemCursor, type SnapshotRow } from "./items.ts"

/** What is trusted before the first chunk, by the header above the height. */
export type SnapshotTrust = { readonly chain: string; readonly appHash: Hash }

/** A row that arrived, with SHA-256 of its key. Key and value are parts of the chunk's bytes. */
export type ArrivedRow = {
  readonly key: Uint8Array
  readonly value: Uint8Array
  readonly path: Uint8Array
}

/** What a whole and proven snapshot gives besides its rows. */
export type RestoredParts = {
  readonly height: bigint
  readonly log: LogHead
  readonly ids: readonly BlockIds[]
  readonly trie: StateTrie
}

/** What `kernel/blocks` says of one block's ids. */
type Digest = { readonly height: bigint; readonly count: number; readonly ids: Hash }

const malformed = (message: string) => snapshotFailure("snapshot_malformed", message)

/**
 * Looks at an announcement alone. Throws `snapshot_unsupported`, `snapshot_too_large`, or
 * `snapshot_malformed` where its digests are not those of its hash.
 */
export function ensureAnnounced({ height, format, chunks, hash, metadata }: SnapshotSummary): void {
  if (format !== SNAPSHOT_FORMAT) {
    const message = `A snapshot has format ${format}; ${SNAPSHOT_FORMAT} is known here.`
    throw snapshotFailure("snapshot_unsupported", message, { format })
  }
  if (chunks > SNAPSHOT_CHUNKS_MAX) {
    const message = `A snapshot announces ${chunks} chunks; at most ${SNAPSHOT_CHUNKS_MAX} may be.`
    throw snapshotFailure("snapshot_too_large", message, { chunks })
  }
  const whole = chunks > 0 && metadata.length === chunks * DIGEST_BYTES
  if (whole && equalBytes(summaryOf(height, metadata).hash, hash)) return
  throw malformed(`Digests of the snapshot of height ${height} do not give its hash.`)
}

/** One snapshot while its chunks arrive, in their order. */
export class SnapshotReader {
  private readonly summary: SnapshotSummary
  private readonly trust: SnapshotTrust
  private readonly growth = StateTrie.grow()
  private readonly digests: Digest[] = []
  private readonly lists: BlockIds[] = []
  private head: SnapshotHead | null = null
  private rest: Uint8Array = new Uint8Array()
  private rowsLeft = 0n
  private lastKey: Uint8Array | null = null
  /** Number of the chunk that is due. */
  next = 0

  /** Throws as `ensureAnnounced`. */
  constructor(summary: SnapshotSummary, trust: SnapshotTrust) {
    ensureAnnounced(summary)
    this.summary = summary
    this.trust = trust
  }

  /** Whether all chunks were taken: `finish` says what they come to. */
  get isWhole(): boolean {
    return this.next === this.summary.chunks
  }

  /**
   * Takes the chunk that is due; answers the rows that are whole with it. Throws `chunk_mismatch`
   * for another chunk, after which the right one may come; `snapshot_malformed` and `root_mismatch`
   * for a snapshot that is none.
   */
  take(chunk: Uint8Array): readonly ArrivedRow[] {
    const number = this.next
    const { metadata } = this.summary
    const due = metadata.subarray(number * DIGEST_BYTES, (number + 1) * DIGEST_BYTES)
    if (this.isWhole || !equalBytes(sha256(chunk), due)) {
      throw new ConcordatError("chunk_mismatch", `Chunk ${number} is not the one announced.`, {
        hint: "It is fetched from another peer.",
        details: { chunk: number },
      })
    }
    this.next++
    const cursor = new ItemCursor(this.rest.length === 0 ? chunk : concat(this.rest, chunk))
    if (this.head === null) this.begin(cursor.head())
    const rows = this.rows(cursor)
    if (this.rowsLeft === 0n) this.idLists(cursor)
    this.rest = cursor.rest.slice()
    return rows
  }

  private begin(head: SnapshotHead): void {
    const { chain, appHash } = this.trust
    const { height } = this.summary
    const { format, log } = head
    if (format !== SNAPSHOT_FORMAT || head.chain !== chain || head.height !== height) {
      throw malformed(`It is of ${head.chain} at height ${head.height}, in format ${format}.`)
    }
    this.ensureRoot(head.app, appHash)
    const peaks = log.peaks.map((peak) => fromHex(peak))
    const isHead = peaks.length === peakCount(log.size)
    if (!isHead || toHex(logRoot({ size: log.size, peaks })) !== log.root) {
      throw malformed("The peaks of its event log do not give the log's root.")
    }
    this.head = head
    this.rowsLeft = head.rows
  }

  private ensureRoot(actual: string, expected: string): void {
    if (actual === expected) return
    const message = `The snapshot gives the app hash ${actual}; the header has ${expected}.`
    throw snapshotFailure("root_mismatch", message, { actual, expected })
  }

  private rows(cursor: ItemCursor): ArrivedRow[] {
    const rows: ArrivedRow[] = []
    while (this.rowsLeft > 0n) {
      const row = cursor.row()
      if (row === null) break
      if (!follows(row[0], this.lastKey)) throw malformed("Its rows are out of order.")
      this.lastKey = row[0]
      this.rowsLeft--
      rows.push({ key: row[0], value: row[1], path: sha256(row[0]) })
      this.noteDigest(row)
    }
    this.lastKey = this.lastKey?.slice() ?? null
    this.growth.add(rows.map(({ path, value }) => ({ path, value: sha256(value) })))
    return rows
  }

  private noteDigest([key, value]: SnapshotRow): void {
    const prefix = tablePrefix(blockRows)
    if (!equalBytes(key.subarray(0, prefix.length), prefix)) return
    try {
      const { height } = readStateKey(blockRows, key) as Pick<Digest, "height">
      this.digests.push({ ...(blockRows.readRow(value) as Omit<Digest, "height">), height })
    } catch (failure) {
      if (!(failure instanceof Invalid)) throw failure
      throw malformed("A row about a block's ids is of another form.")
    }
  }

  private idLists(cursor: ItemCursor): void {
    while (this.lists.length < this.head!.blocks) {
      const list = cursor.ids()
      if (list === null) return
      const digest = this.digests[this.lists.length]
      const { height, ids } = list
      const isRight =
        digest?.height === height &&
        digest.count * DIGEST_BYTES === ids.length &&
        digest.ids === toHex(sha256(ids))
      if (!isRight) throw malformed(`The ids of block ${height} are not those of the state.`)
      this.lists.push({ height, ids: idsOf(ids) })
    }
    if (cursor.rest.length > 0) throw malformed("Something follows its last item.")
  }

  /**
   * What the whole snapshot gives, proven by the trusted app hash. Throws `snapshot_malformed` or
   * `root_mismatch`.
   */
  finish(): RestoredParts {
    const { head, lists } = this
    const complete = head !== null && this.rowsLeft === 0n && lists.length === head.blocks
    if (!(this.isWhole && complete)) throw malformed("It ends before its last item.")
    if (lists.length !== this.digests.length) throw malformed("It lacks the ids of a block.")
    const { height } = head
    const log = { size: head.log.size, peaks: head.log.peaks.map((peak) => fromHex(peak)) }
    const trie = this.growth.end(height)
    this.ensureRoot(rootsOf(trie.root, log).appHash, this.trust.appHash)
    return { height, log, ids: lists, trie }
  }
}

function idsOf(packed: Uint8Array): Hash[] {
  const ids: Hash[] = []
  for (let at = 0; at < packed.length; at += DIGEST_BYTES) {
    ids.push(toHex(packed.subarray(at, at + DIGEST_BYTES)) as Hash)
  }
  return ids
}
