/**
 * One file of the block log: `CDATBLK1`, then records. A record is its body's length (u32), the
 * first 8 bytes of SHA-256(height u64 ‖ body), and the body; integers are big-endian. Length 0 or
 * the end of the file ends it.
 */
import { ConcordatError, compareBytes, concat, sha256, utf8 } from "@concordat/kernel"
import type { DiskFile } from "../seams.ts"

/** How every file begins: its name and the version of its form. */
export const MAGIC = utf8("CDATBLK1")
/** Length and checksum before each body. */
export const RECORD_HEAD_BYTES = 12
/** Bytes of one body: a block of 4 MiB with its header and commit is far below. */
const BODY_BYTES_MAX = 64 * 1024 * 1024
const WINDOW_BYTES = 4 * 1024 * 1024
const CHECKSUM_BYTES = 8

/** What can be wrong with a log, and what to do about it. */
export function logDamaged(path: string, reason: string, offset: number): ConcordatError {
  return new ConcordatError("store_damaged", `The block log ${path} ${reason}.`, {
    hint: "Bring the file back from a copy (`concordat restore`); it was not changed.",
    details: { path, offset },
  })
}

/** The 8 bytes that tie a body to its height. */
function checksum(height: bigint, body: Uint8Array): Uint8Array {
  const input = new Uint8Array(8 + body.length)
  new DataView(input.buffer).setBigUint64(0, height)
  input.set(body, 8)
  return sha256(input).subarray(0, CHECKSUM_BYTES)
}

/** A whole record, ready to be written. */
export function encodeRecord(height: bigint, body: Uint8Array): Uint8Array {
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, body.length)
  return concat(length, checksum(height, body), body)
}

/** The body of the record in `bytes` from `at` on, or null where no good record stands. */
export function bodyAt(bytes: Uint8Array, at: number, height: bigint): Uint8Array | null {
  if (at + RECORD_HEAD_BYTES > bytes.length) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const length = view.getUint32(at)
  const start = at + RECORD_HEAD_BYTES
  if (length === 0 || length > BODY_BYTES_MAX || start + length > bytes.length) return null
  const body = bytes.subarray(start, start + length)
  const found = bytes.subarray(at + 4, start)
  return compareBytes(checksum(height, body), found) === 0 ? body : null
}

/** Reads a file front to back through a window, so that a record needs no call of its own. */
class WindowReader {
  private readonly file: DiskFile
  private window: Uint8Array = new Uint8Array()
  private start = 0

  constructor(file: DiskFile) {
    this.file = file
  }

  /** `length` bytes from `at`, fewer at the end of the file; valid until the next call. */
  async at(at: number, length: number): Promise<Uint8Array> {
    if (at < this.start || at + length > this.start + this.window.length) {
      this.window = await this.file.read(at, Math.max(length, WINDOW_BYTES))
      this.start = at
    }
    return this.window.subarray(at - this.start, at - this.start + length)
  }
}

/** Where the good records of a file end. */
export type Extent = {
  /** Height after the last good record. */
  readonly next: bigint
  /** Offset after the last good record. */
  readonly end: number
}

/**
 * Walks the records of a file from height `first`; tells `onRecord` each one's offset and length.
 */
export async function walk(
  file: DiskFile,
  first: bigint,
  onRecord: (offset: number, length: number) => void,
): Promise<Extent> {
  const reader = new WindowReader(file)
  let end = MAGIC.length
  for (let next = first; ; next++) {
    const head = await reader.at(end, RECORD_HEAD_BYTES)
    if (head.length < RECORD_HEAD_BYTES) return { next, end }
    const length = new DataView(head.buffer, head.byteOffset).getUint32(0)
    if (length === 0 || length > BODY_BYTES_MAX) return { next, end }
    const size = RECORD_HEAD_BYTES + length
    if (bodyAt(await reader.at(end, size), 0, next) === null) return { next, end }
    onRecord(end, size)
    end += size
  }
}

/**
 * Looks behind a bad record for a good one of `next` or a greater height: if there is one, the log
 * is damaged and not torn. `heightOf` reads the height out of what may be a body, or answers null.
 */
export function recordBehind(
  tail: Uint8Array,
  next: bigint,
  opening: Uint8Array,
  heightOf: (body: Uint8Array) => bigint | null,
): number | null {
  const bytes = Buffer.from(tail.buffer, tail.byteOffset, tail.length)
  let found = bytes.indexOf(opening)
  while (found !== -1) {
    const body = found - 1
    const at = body - RECORD_HEAD_BYTES
    if (at >= 0) {
      const length = bytes.readUInt32BE(at)
      const height = length > bytes.length ? null : heightOf(bytes.subarray(body, body + length))
      if (height !== null && height >= next && bodyAt(tail, at, height) !== null) return at
    }
    found = bytes.indexOf(opening, found + 1)
  }
  return null
}
