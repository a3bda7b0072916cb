/**
 * The file system behind the `Disk` seam. New names are made durable by syncing their folder; a
 * file is replaced through a sibling that is synced and renamed over it.
 */
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises"
import { dirname } from "node:path"
import type { Disk, DiskFile } from "@concordat/engines/seams"
import { ConcordatError } from "@concordat/kernel"

const ROOM_CODES = new Set(["ENOSPC", "EDQUOT", "EFBIG"])

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "unknown"
}

/** What the system's error means to an operator. */
export function diskError(path: string, cause: unknown): ConcordatError {
  if (cause instanceof ConcordatError) return cause
  const reason = codeOf(cause)
  if (ROOM_CODES.has(reason)) {
    return new ConcordatError("disk_full", `No room to write ${path}.`, {
      cause,
      hint: "Free some space, then start the node again: nothing half-written is used.",
      details: { path, reason },
    })
  }
  return new ConcordatError(
    "store_damaged",
    `The system cannot read or write ${path}: ${reason}.`,
    {
      cause,
      hint: "Check the disk and who may use the data folder.",
      details: { path, reason },
    },
  )
}

async function named<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw diskError(path, cause)
  }
}

/** Absent is an answer, every other failure an error. */
async function unlessAbsent<T>(path: string, work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return null
    throw diskError(path, cause)
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return
  const folder = await open(path, "r")
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function writeAll(handle: FileHandle, at: number, bytes: Uint8Array): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten
  }
}

async function readAll(handle: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, at + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return bytes.subarray(0, done)
}

function file(path: string, handle: FileHandle): DiskFile {
  return {
    size: async () => (await named(path, handle.stat())).size,
    read: (at, length) => named(path, readAll(handle, at, length)),
    write: (at, bytes) => named(path, writeAll(handle, at, bytes)),
    sync: () => named(path, handle.datasync()),
    truncate: (size) => named(path, handle.truncate(size)),
    close: () => named(path, handle.close()),
  }
}

async function openOrCreate(path: string): Promise<FileHandle> {
  const existing = await unlessAbsent(path, open(path, "r+"))
  if (existing !== null) return existing
  const created = await open(path, "w+")
  await syncFolder(dirname(path))
  return created
}

async function replace(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const beside = `${path}.new`
  await rm(beside, { force: true })
  const handle = await open(beside, "wx", mode)
  try {
    await writeAll(handle, 0, bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(beside, path)
  await syncFolder(dirname(path))
}

async function renamed(from: string, to: string): Promise<void> {
  await rename(from, to)
  await syncFolder(dirname(to))
}

async function makeFolder(path: string, mode: number | undefined): Promise<void> {
  const first = await mkdir(path, { recursive: true, ...(mode === undefined ? {} : { mode }) })
  if (first !== undefined) await syncFolder(dirname(path))
}

function refusesWriting(path: string): never {
  throw new ConcordatError("store_damaged", `${path} is read only here, and would be written.`, {
    hint: "Start the node once: it repairs what a stop in the middle left behind.",
    details: { path },
  })
}

/** The machine's file system, of which nothing is changed: for looking into folders of others. */
export const readingDisk: Disk = {
  async open(path) {
    const opened = file(path, await named(path, open(path, "r")))
    return {
      ...opened,
      write: async () => refusesWriting(path),
      truncate: async () => refusesWriting(path),
    }
  },
  read: (path) => systemDisk.read(path),
  list: (folder) => systemDisk.list(folder),
  mode: (path) => systemDisk.mode(path),
  replace: async (path) => refusesWriting(path),
  rename: async (path) => refusesWriting(path),
  makeFolder: async () => {},
  remove: async (path) => refusesWriting(path),
}

/** The machine's file system. */
export const systemDisk: Disk = {
  open: async (path) => file(path, await named(path, openOrCreate(path))),
  read: async (path) => {
    const bytes = await unlessAbsent(path, readFile(path))
    return bytes === null ? null : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
  },
  replace: (path, bytes, mode = 0o644) => named(path, replace(path, bytes, mode)),
  list: async (folder) => ((await unlessAbsent(folder, readdir(folder))) ?? []).sort(),
  makeFolder: (path, mode) => named(path, makeFolder(path, mode)),
  remove: (path) => named(path, rm(path, { recursive: true, force: true })),
  rename: (from, to) => named(from, renamed(from, to)),
  mode: async (path) => {
    const found = await unlessAbsent(path, stat(path))
    return found === null ? null : found.mode & 0o777
  },
}
