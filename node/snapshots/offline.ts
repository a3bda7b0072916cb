/** Snapshots of a folder without a running node: written, listed, and judged as a joiner would. */
import { ConcordatError, readSnapshotHead, SnapshotReader } from "@concordat/kernel"
import type { SnapshotNotice } from "../ledger.ts"
import { lockFolder } from "../lock.ts"
import { silentLog } from "../log/log.ts"
import { systemScheduler } from "../seams/clock.ts"
import { systemDisk } from "../seams/disk.ts"
import { readHead } from "../store/head.ts"
import { ROWS } from "../store/layout.ts"
import { openLevelStore } from "../store/level-store.ts"
import { Shelf } from "./shelf.ts"
import { writeSnapshot } from "./write.ts"

const folderOf = (data: string) => `${data}/snapshots`

/** What a whole snapshot says of itself; its app hash is proven by the header above its height. */
export type JudgedSnapshot = SnapshotNotice & {
  readonly chain: string
  readonly appHash: string
  readonly rows: bigint
  readonly bytes: number
}

/** The snapshots of a data folder, the newest first; damaged ones are left out. */
export async function snapshotsIn(data: string): Promise<readonly SnapshotNotice[]> {
  return (await Shelf.open(systemDisk, folderOf(data), silentLog)).list()
}

/**
 * Writes a snapshot of the data folder of a node that does not run. Throws `store_in_use` where it
 * runs, `store_damaged`.
 */
export async function writeSnapshotOf(data: string): Promise<SnapshotNotice> {
  const unlock = lockFolder(data)
  try {
    const store = await openLevelStore(`${data}/state`)
    try {
      const shelf = await Shelf.open(systemDisk, folderOf(data), silentLog)
      const { height } = readHead(store) ?? { height: 0n }
      const known = shelf.list().find((each) => each.height === height)
      if (known !== undefined) return known
      let rows = 0
      for await (const page of store.keys(...ROWS)) rows += page.length
      const view = store.view()
      const source = { disk: systemDisk, scheduler: systemScheduler, folder: shelf.folder }
      const finished = await writeSnapshot({ ...source, view, rows })
      await view.close()
      await shelf.put(finished)
      return finished.summary
    } finally {
      await store.close()
    }
  } finally {
    unlock()
  }
}

/**
 * Reads a snapshot of a data folder as a joiner does: chunks, rows, root, log head, ids. Throws
 * `unknown_record` where there is none of this height that is whole, and what a joiner says.
 */
export async function judgeSnapshot(data: string, height: bigint): Promise<JudgedSnapshot> {
  const shelf = await Shelf.open(systemDisk, folderOf(data), silentLog)
  const summary = shelf.list().find((each) => each.height === height)
  const first = summary === undefined ? null : await shelf.load(height, summary.format, 0)
  if (summary === undefined || first === null) throw missing(data, height)
  const { chain, app: appHash, rows } = readSnapshotHead(first)
  const reader = new SnapshotReader(summary, { chain, appHash })
  let bytes = 0
  for (let chunk = 0; chunk < summary.chunks; chunk++) {
    const piece = await shelf.load(height, summary.format, chunk)
    if (piece === null) throw missing(data, height)
    reader.take(piece)
    bytes += piece.length
  }
  reader.finish()
  return { ...summary, chain, appHash, rows, bytes }
}

function missing(data: string, height: bigint): ConcordatError {
  const reason = `${folderOf(data)} has no whole snapshot of height ${height}.`
  return new ConcordatError("store_damaged", reason, {
    hint: "`concordat snapshot list` names those that are there; make another one.",
    details: { path: folderOf(data), height: String(height) },
  })
}
