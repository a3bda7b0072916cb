/**
 * Writes a snapshot of the state as a view of the store shows it, beside whatever the node does
 * meanwhile: under a name of its own until all of it is durable.
 */
import { perturb } from "@concordat/engines/perturb"
import type { Disk, DiskFile, Scheduler } from "@concordat/engines/seams"
import {
  chunkBytesOf,
  encodeSnapshotHead,
  encodeSnapshotIds,
  encodeSnapshotRow,
  fromHex,
  hashOf,
  joined,
  logRoot,
  type SnapshotRow,
  sha256,
  summaryOf,
} from "@concordat/kernel"
import { readHead, type StoreHead } from "../store/head.ts"
import { ROWS, rowKey } from "../store/layout.ts"
import { readOrigin } from "../store/origin.ts"
import { type StoreReader, storeDamaged } from "../store/state-store.ts"
import { idListOf, WINDOW_PREFIX } from "../store/window.ts"
import { encodeShelved, FILES, MAKING, nameOf, type Shelved } from "./shelf.ts"

const PIECE_BYTES = 1_048_576

/** What a snapshot is written with. */
export type WriteSource = {
  readonly disk: Disk
  readonly scheduler: Scheduler
  readonly folder: string
  readonly view: StoreReader
  /** Rows of the state that the view shows. */
  readonly rows: number
}

/** Appends to a file in pieces of a mebibyte; the calling thread goes on between them. */
class Pieces {
  private readonly file: DiskFile
  private readonly scheduler: Scheduler
  private waiting: Uint8Array[] = []
  private bytes = 0
  /** Bytes that are written. */
  size = 0

  constructor(file: DiskFile, scheduler: Scheduler) {
    this.file = file
    this.scheduler = scheduler
  }

  async add(item: Uint8Array): Promise<void> {
    this.waiting.push(item)
    this.bytes += item.length
    if (this.bytes >= PIECE_BYTES) await this.flush()
  }

  async flush(): Promise<void> {
    await this.file.write(this.size, joined(this.waiting))
    this.size += this.bytes
    this.waiting = []
    this.bytes = 0
    perturb("snapshot.chunk")
    await new Promise<void>((resolve) => this.scheduler.soon(resolve))
  }
}

/** The rows that name blocks whose ids may not come again. */
async function windowOf(view: StoreReader): Promise<SnapshotRow[]> {
  const from = rowKey(WINDOW_PREFIX)
  const to = from.slice()
  to[to.length - 1]!++
  const rows: SnapshotRow[] = []
  for await (const page of view.entries(from, to)) {
    for (const [key, value] of page) rows.push([key.subarray(1), value!])
  }
  return rows
}

async function writeItems(
  { view, rows }: WriteSource,
  head: StoreHead,
  pieces: Pieces,
): Promise<void> {
  const { chain, height, appHash: app, log } = head
  const window = await windowOf(view)
  const peaks = log.peaks.map((peak) => fromHex(peak))
  const root = hashOf(logRoot({ size: log.size, peaks }))
  const counts = { rows: BigInt(rows), blocks: window.length }
  await pieces.add(
    encodeSnapshotHead({ format: 1, chain, height, app, log: { ...log, root }, ...counts }),
  )
  let count = 0
  for await (const page of view.entries(...ROWS)) {
    count += page.length
    for (const [key, value] of page) {
      await pieces.add(encodeSnapshotRow(key.subarray(1), value!))
    }
  }
  if (count !== rows) throw storeDamaged(view.location, "has lost rows")
  const origin = readOrigin(view)
  for (const row of window) {
    const { height, ids } = idListOf(view, row, origin)
    await pieces.add(encodeSnapshotIds(height, joined(ids.map((id) => fromHex(id)))))
  }
  await pieces.flush()
}

/** Digests of the chunks that a file of `size` bytes is cut into. */
async function digestsOf(file: DiskFile, size: number, scheduler: Scheduler) {
  const chunkBytes = chunkBytesOf(size)
  const digests: Uint8Array[] = []
  for (let at = 0; at < size; at += chunkBytes) {
    digests.push(sha256(await file.read(at, chunkBytes)))
    await new Promise<void>((resolve) => scheduler.soon(resolve))
  }
  return { chunkBytes, metadata: joined(digests) }
}

/**
 * Writes the snapshot of a view that stands at some height, under its final name on return. Throws
 * what disk and store throw; then nothing of it is there after the next start.
 */
export async function writeSnapshot(source: WriteSource): Promise<Shelved> {
  const { disk, scheduler, folder, view } = source
  const head = readHead(view)
  if (head === null) throw storeDamaged(view.location, "does not say where it stands")
  const making = `${folder}/${MAKING}`
  await disk.remove(making)
  await disk.makeFolder(making)
  const file = await disk.open(`${making}/${FILES.chunks}`)
  try {
    const pieces = new Pieces(file, scheduler)
    await writeItems(source, head, pieces)
    const { chunkBytes, metadata } = await digestsOf(file, pieces.size, scheduler)
    await file.sync()
    const finished = { summary: summaryOf(head.height, metadata), chunkBytes }
    await disk.replace(`${making}/${FILES.summary}`, encodeShelved(finished))
    perturb("snapshot.rename")
    const kept = `${folder}/${nameOf(head.height)}`
    await disk.remove(kept) // A damaged one: a whole one is not written again.
    await disk.rename(making, kept)
    return finished
  } finally {
    await file.close()
  }
}
