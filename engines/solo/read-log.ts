/**
 * The block log read without changing anything: that of a node that runs, of one that stands still,
 * or of a copy. A record that is being written, or a torn one, ends the last file; `whole` tells
 * where.
 */
import { compareBytes, Invalid } from "@concordat/kernel"
import type { ArchivedBlock } from "../port.ts"
import type { Disk } from "../seams.ts"
import { bodyAt, logDamaged, MAGIC, walk } from "./log-file.ts"
import { decodeBlockRecord } from "./record.ts"

const NAME = /^(\d{20})\.log$/

/** One file of the log: its records from height `first` on, of which the last ends at `whole`. */
export type LogExtent = {
  readonly name: string
  readonly first: bigint
  /** Height after its last record. */
  readonly next: bigint
  /** Bytes of whole records, with the file's head. */
  readonly whole: number
  readonly size: number
}

/** The files of a log in order. Throws `store_damaged` for a bad record before a good file. */
export async function logExtents(disk: Disk, folder: string): Promise<readonly LogExtent[]> {
  const extents: LogExtent[] = []
  for (const name of await disk.list(folder)) {
    const path = `${folder}/${name}`
    const first = NAME.exec(name)?.[1]
    if (first === undefined) throw logDamaged(path, "is none of its files", 0)
    const before = extents.at(-1)
    if (before !== undefined && before.whole !== before.size) {
      throw logDamaged(`${folder}/${before.name}`, "has a bad record", before.whole)
    }
    if (before !== undefined && before.next !== BigInt(first)) {
      throw logDamaged(path, `should begin at ${before.next}`, 0)
    }
    extents.push(await extentOf(disk, path, name, BigInt(first)))
  }
  return extents
}

async function extentOf(disk: Disk, path: string, name: string, first: bigint) {
  const file = await disk.open(path)
  try {
    const size = await file.size()
    const head = await file.read(0, MAGIC.length)
    if (compareBytes(head, MAGIC) !== 0) return { name, first, next: first, whole: 0, size }
    const { next, end } = await walk(file, first, () => {})
    return { name, first, next, whole: end, size }
  } finally {
    await file.close()
  }
}

/** All whole blocks in order. Throws `store_damaged`. */
export async function* readLog(disk: Disk, folder: string): AsyncGenerator<ArchivedBlock> {
  for (const { name, first, whole } of await logExtents(disk, folder)) {
    const path = `${folder}/${name}`
    const file = await disk.open(path)
    try {
      const places: (readonly [offset: number, length: number])[] = []
      if (whole > 0) await walk(file, first, (offset, length) => places.push([offset, length]))
      for (const [index, [offset, length]] of places.entries()) {
        const height = first + BigInt(index)
        const body = bodyAt(await file.read(offset, length), 0, height)
        if (body === null) throw logDamaged(path, `has a bad record at height ${height}`, offset)
        yield blockOf(body, height, path, offset)
      }
    } finally {
      await file.close()
    }
  }
}

function blockOf(body: Uint8Array, height: bigint, path: string, offset: number): ArchivedBlock {
  try {
    const block = decodeBlockRecord(body)
    if (block.height === height) return block
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
  }
  throw logDamaged(path, `holds something else than block ${height}`, offset)
}
