/**
 * The snapshots that lie in the data folder: the newest two, each a folder by its height with the
 * file of its bytes and the file that announces it. What is not as it was written is named and
 * served to nobody. Source of truth: ARCHITECTURE.md, "Files".
 */
import type { Disk } from "@concordat/engines/seams"
import {
  bytes,
  concat,
  DIGEST_BYTES,
  decode,
  encode,
  equalBytes,
  fixed,
  fromHex,
  type Hash,
  Invalid,
  record,
  type SnapshotSummary,
  sha256,
  toHex,
  u32,
  u64,
} from "@concordat/kernel"
import type { Log } from "../log/log.ts"

const KEPT = 2
const NAME = /^\d{20}$/
const METADATA_BYTES_MAX = 131_072

/** The folder of a snapshot that is being written. */
export const MAKING = "making"
/** Names of the two files of a snapshot. */
export const FILES = { chunks: "chunks", summary: "summary" } as const

const shelved = record({
  height: u64,
  format: u32,
  chunks: u32,
  /** Bytes of each chunk but the last, which may be shorter. */
  chunkBytes: u32,
  hash: fixed(DIGEST_BYTES),
  metadata: bytes(METADATA_BYTES_MAX),
})

/** An announcement, and how the bytes are cut. */
export type Shelved = { readonly summary: SnapshotSummary; readonly chunkBytes: number }

/** The name of a snapshot's folder. */
export const nameOf = (height: bigint) => height.toString().padStart(20, "0")

/** The bytes of the file that announces a snapshot: its digest, and what it says. */
export function encodeShelved({ summary, chunkBytes }: Shelved): Uint8Array {
  const hash = toHex(summary.hash) as Hash
  const body = encode(shelved, { ...summary, hash, chunkBytes })
  return concat(sha256(body), body)
}

/** What `encodeShelved` wrote; null where it is not as it was written. */
function decodeShelved(file: Uint8Array): Shelved | null {
  const body = file.subarray(DIGEST_BYTES)
  if (!equalBytes(sha256(body), file.subarray(0, DIGEST_BYTES))) return null
  try {
    const { chunkBytes, hash, ...says } = decode(shelved, body)
    return { chunkBytes, summary: { ...says, hash: fromHex(hash) } }
  } catch (failure) {
    if (failure instanceof Invalid) return null
    throw failure
  }
}

/** The snapshots of one node. */
export class Shelf {
  private readonly disk: Disk
  private readonly log: Log
  readonly folder: string
  /** By height, ascending. */
  private readonly kept = new Map<bigint, Shelved>()

  private constructor(disk: Disk, folder: string, log: Log) {
    this.disk = disk
    this.folder = folder
    this.log = log
  }

  /** Looks what is there; what was not finished is made away with. */
  static async open(disk: Disk, folder: string, log: Log): Promise<Shelf> {
    const shelf = new Shelf(disk, folder, log)
    await disk.remove(`${folder}/${MAKING}`)
    for (const name of await disk.list(folder)) {
      if (!NAME.test(name)) continue
      const file = await disk.read(`${folder}/${name}/${FILES.summary}`)
      const found = file === null ? null : decodeShelved(file)
      const height = BigInt(name)
      if (found?.summary.height === height) shelf.kept.set(height, found)
      else shelf.damaged(height)
    }
    return shelf
  }

  private damaged(height: bigint): void {
    const path = `${this.folder}/${nameOf(height)}`
    this.kept.delete(height)
    this.log.error("snapshot_damaged", `The snapshot in ${path} is damaged.`, { path })
  }

  /** What can be served, the newest first. */
  list(): SnapshotSummary[] {
    return [...this.kept.values()].map(({ summary }) => summary).reverse()
  }

  /** A chunk as it was announced, or null. */
  async load(height: bigint, format: number, chunk: number): Promise<Uint8Array | null> {
    const found = this.kept.get(height)
    if (found === undefined || found.summary.format !== format) return null
    const { summary, chunkBytes } = found
    if (chunk >= summary.chunks) return null
    const file = await this.disk.open(`${this.folder}/${nameOf(height)}/${FILES.chunks}`)
    const piece = await file.read(chunk * chunkBytes, chunkBytes)
    await file.close()
    const digest = summary.metadata.subarray(chunk * DIGEST_BYTES, (chunk + 1) * DIGEST_BYTES)
    if (equalBytes(sha256(piece), digest)) return piece
    this.damaged(height)
    return null
  }

  /** A snapshot that was just finished is served; older ones than the newest two go. */
  async put(finished: Shelved): Promise<void> {
    this.kept.set(finished.summary.height, finished)
    const names = (await this.disk.list(this.folder)).filter((name) => NAME.test(name))
    for (const name of names.slice(0, -KEPT)) {
      this.kept.delete(BigInt(name))
      await this.disk.remove(`${this.folder}/${name}`)
    }
  }
}
