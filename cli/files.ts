/** Files that a command is given or writes. */
import { constants } from "node:fs"
import {
  access,
  type FileHandle,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from "node:fs/promises"
import { basename, dirname, resolve } from "node:path"
import { joined, nearestName, toHex } from "@concordat/kernel"
import type { Environment } from "./environment.ts"
import { UsageError } from "./failure.ts"

/** Bytes of a file that is read: a document of 100 MiB with its evidence of 16 MiB inside. */
const FILE_BYTES_MAX = 121_634_816
const CHUNK_BYTES = 65_536
/** Who may read and write what is written, as far as the user's mask lets them. */
const MODE = 0o666

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "a part of its path is no folder",
  EISDIR: "it is a folder",
  EACCES: "you may not",
  EPERM: "you may not",
  EROFS: "its disk is read-only",
  ENOSPC: "its disk is full",
  EDQUOT: "your part of its disk is full",
  ENAMETOOLONG: "its name is too long",
  ELOOP: "its links lead in a circle",
  EIO: "its disk does not answer",
}

/** What the system says of a failure, in words. */
function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no reason told"
  return REASONS[code] ?? code
}

/** The name in the same folder that was probably meant. */
async function nearestFile(path: string): Promise<string> {
  const names = await readdir(dirname(path)).catch(() => [])
  const near = nearestName(basename(path), names)
  return near === null ? "Name a file that exists." : `Did you mean ${near}?`
}

async function unreadable(name: string, path: string, cause: unknown): Promise<UsageError> {
  const reason = reasonOf(cause)
  const folder = reason === REASONS["EISDIR"]
  const hint = folder ? "Name a file; `provenance batch` takes a folder." : await nearestFile(path)
  return new UsageError("file_unreadable", `${name} cannot be read: ${reason}.`, hint)
}

/** Bytes up to one more than the limit, also of what tells no size (a pipe). */
async function readUpTo(file: FileHandle, size: number, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  while (length <= limit) {
    // One byte more than the file says shows its end in the same read.
    const room = Math.min(limit + 1 - length, length === 0 && size > 0 ? size + 1 : CHUNK_BYTES)
    const chunk = new Uint8Array(room)
    const { bytesRead } = await file.read(chunk, 0, room)
    chunks.push(chunk.subarray(0, bytesRead))
    length += bytesRead
    if (bytesRead === 0 || (size > 0 && length === size)) break
  }
  return chunks.length === 1 ? chunks[0]! : joined(chunks)
}

/**
 * All bytes of a file. Throws `file_unreadable` for one that is absent, a folder or forbidden, with
 * the name that was probably meant, and `file_too_large` without reading more than the limit.
 */
export async function readInput(
  { cwd }: Environment,
  name: string,
  limit: number = FILE_BYTES_MAX,
): Promise<Uint8Array> {
  const path = resolve(cwd, name)
  const opened = await open(path).catch(async (cause) => {
    throw await unreadable(name, path, cause)
  })
  try {
    const { size } = await opened.stat()
    const bytes = size > limit ? null : await readUpTo(opened, size, limit)
    if (bytes !== null && bytes.length <= limit) return bytes
    const message = `${name} has more than ${limit} bytes.`
    const hint = "Name a smaller file; a document has at most 100 MiB."
    throw new UsageError("file_too_large", message, hint)
  } catch (cause) {
    throw cause instanceof UsageError ? cause : await unreadable(name, path, cause)
  } finally {
    await opened.close()
  }
}

/** The same, undefined where there is no such file. */
export async function readIfThere(
  environment: Environment,
  name: string,
): Promise<Uint8Array | undefined> {
  const there = await stat(resolve(environment.cwd, name)).catch(() => null)
  return there === null ? undefined : readInput(environment, name)
}

function unwritable(name: string, cause: unknown): UsageError {
  const reason = reasonOf(cause)
  const absent = reason === REASONS["ENOENT"] ? "there is no such folder" : reason
  const message = `${name} cannot be written: ${absent}.`
  return new UsageError("file_unreadable", message, "Name a folder that exists and is yours.")
}

/** Refuses a name that cannot be written, before anything is sent whose answer belongs there. */
export async function ensureWritable({ cwd }: Environment, name: string): Promise<void> {
  const path = resolve(cwd, name)
  try {
    const there = await stat(path).catch(() => null)
    if (there?.isDirectory()) throw Object.assign(new Error(name), { code: "EISDIR" })
    await access(dirname(path), constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw unwritable(name, cause)
  }
}

/** Moves a file that is in the way to the next free name, `a.evidence.1`; answers that name. */
async function keepFormer(path: string, bytes: Uint8Array): Promise<string | null> {
  const former = await readFile(path).catch(() => null)
  if (former === null || Buffer.compare(former, bytes) === 0) return null
  for (let i = 1; ; i++) {
    const kept = `${path}.${i}`
    if ((await stat(kept).catch(() => null)) !== null) continue
    await rename(path, kept)
    return kept
  }
}

/** Makes names in a folder last: what was made, renamed or linked there before. */
export async function settleNames(folder: string): Promise<void> {
  if (process.platform === "win32") return
  const opened = await open(folder, "r")
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}

/** Writes the bytes under another name, durably unless told, then gives them the name due. */
async function write(
  { cwd, random }: Environment,
  name: string,
  bytes: Uint8Array,
  beforeRename: (path: string) => Promise<void>,
  { durable = true, mode = MODE } = {},
): Promise<string> {
  const path = resolve(cwd, name)
  const part = `${path}.${toHex(random(4))}.part`
  try {
    const file = await open(part, "wx", mode)
    try {
      await file.writeFile(bytes)
      if (durable) await file.datasync()
    } finally {
      await file.close()
    }
    await beforeRename(path)
    await rename(part, path)
    if (durable) await settleNames(dirname(path))
  } catch (cause) {
    await rm(part, { force: true })
    throw unwritable(name, cause)
  }
  return path
}

/**
 * Writes a whole file or nothing. Another file of that name is kept under the next free one, and
 * said so: evidence cannot be made again. Answers the path; throws `file_unreadable`.
 */
export function writeOutput(
  environment: Environment,
  name: string,
  bytes: Uint8Array,
  mode: number = MODE,
): Promise<string> {
  const beforeRename = async (path: string) => {
    const kept = await keepFormer(path, bytes)
    if (kept !== null) environment.err(`What was in ${name} is kept in ${kept}.\n`)
  }
  return write(environment, name, bytes, beforeRename, { mode })
}

/** Writes a whole file or nothing in the place of one that says less. Throws `file_unreadable`. */
export function replaceOutput(
  environment: Environment,
  name: string,
  bytes: Uint8Array,
): Promise<string> {
  return write(environment, name, bytes, async () => {})
}

/** Writes a file that `settle` makes durable together with many others. */
export function writeOneOfMany(
  environment: Environment,
  name: string,
  bytes: Uint8Array,
): Promise<string> {
  return write(environment, name, bytes, async () => {}, { durable: false })
}

/** Makes a file durable that was written before; most are by then, so that it costs little. */
export async function settle(path: string): Promise<void> {
  const file = await open(path, "r+")
  try {
    await file.datasync()
  } finally {
    await file.close()
  }
}
