/**
 * The block log: the solo engine's point of durability. Append-only files of checksummed records in
 * one folder, each named by its first height; a file rolls at 256 MiB. Only the last file may have
 * a torn tail, and only if no good record stands behind it: anything else is `store_damaged`, and
 * nothing is changed.
 */
import { assert, ConcordatError, compareBytes, concat, joined } from "@concordat/kernel"
import { perturb, perturbed } from "../perturb.ts"
import type { Disk, DiskFile } from "../seams.ts"
import {
  bodyAt,
  type Extent,
  encodeRecord,
  logDamaged,
  MAGIC,
  RECORD_HEAD_BYTES,
  recordBehind,
  walk,
} from "./log-file.ts"

/** A file takes no further record once it has this many bytes. */
const FILE_BYTES_MAX = 268_435_456
const NAME = /^(\d{20})\.log$/

/** Where a log lies and how its bodies look. */
export type BlockLogOptions = {
  readonly disk: Disk
  /** Absolute path. */
  readonly folder: string
  /** How every body goes on after its first byte, to find records behind damage. */
  readonly opening: Uint8Array
  /** The height in a body, null for bytes that are none. Throws nothing. */
  readonly heightOf: (body: Uint8Array) => bigint | null
  readonly fileBytesMax?: number
  /** Told when a torn tail is cut: the file, where, and how many bytes go. */
  readonly onCut?: (path: string, offset: number, bytes: number) => void
}

type LogFile = { readonly path: string; readonly first: bigint; readonly file: DiskFile }
type Place = { readonly file: LogFile; readonly offset: number; readonly length: number }

const nameOf = (first: bigint) => `${first.toString().padStart(20, "0")}.log`

/** An append-only log of records, one a height. */
export class BlockLog {
  private readonly options: BlockLogOptions
  private readonly files: LogFile[] = []
  /** Of height `first` + i: its file's number, its offset, its length. */
  private readonly places: { file: number[]; offset: number[]; length: number[] }
  private end = MAGIC.length
  private failure: unknown = null
  /** Height of the first record; of the next one while the log is empty. */
  first = 1n

  private constructor(options: BlockLogOptions) {
    this.options = options
    this.places = { file: [], offset: [], length: [] }
  }

  /**
   * Reads every record once. Throws `store_damaged` for a bad record before a good one, a gap, a
   * foreign file; cuts a torn tail.
   */
  static async open(options: BlockLogOptions): Promise<BlockLog> {
    const log = new BlockLog(options)
    try {
      await log.begin()
    } catch (failure) {
      await log.close()
      throw failure
    }
    return log
  }

  private async begin(): Promise<void> {
    const { disk, folder } = this.options
    await disk.makeFolder(folder)
    for (const name of await disk.list(folder)) {
      const first = NAME.exec(name)?.[1]
      const path = `${folder}/${name}`
      if (first === undefined) throw logDamaged(path, "is none of its files", 0)
      this.files.push({ path, first: BigInt(first), file: await disk.open(path) })
    }
    this.first = this.files[0]?.first ?? 1n
    for (let number = 0; number < this.files.length; number++) await this.index(number)
  }

  /** Height of the last record, `first` - 1 while the log is empty. */
  get last(): bigint {
    return this.first + BigInt(this.places.file.length) - 1n
  }

  private async index(number: number): Promise<void> {
    const { path, first, file } = this.files[number]!
    const isLast = number === this.files.length - 1
    if (first !== this.last + 1n) throw logDamaged(path, `should begin at ${this.last + 1n}`, 0)
    if (compareBytes(await file.read(0, MAGIC.length), MAGIC) !== 0) {
      if (!isLast) throw logDamaged(path, "does not begin as a block log", 0)
      await this.cut(number, { next: first, end: 0 })
      await file.write(0, MAGIC)
      await file.sync()
      this.end = MAGIC.length
      return
    }
    const extent = await walk(file, first, (offset, length) => this.note(number, offset, length))
    this.end = extent.end
    if ((await file.size()) === extent.end) return
    if (!isLast) throw logDamaged(path, `has a bad record at height ${extent.next}`, extent.end)
    await this.cut(number, extent)
  }

  private note(number: number, offset: number, length: number): void {
    this.places.file.push(number)
    this.places.offset.push(offset)
    this.places.length.push(length)
  }

  /** Takes off what follows the last good record, unless a good record stands behind. */
  private async cut(number: number, { next, end }: Extent): Promise<void> {
    const { path, file } = this.files[number]!
    const { opening, heightOf, onCut } = this.options
    const tail = await file.read(end, (await file.size()) - end)
    if (recordBehind(tail, next, opening, heightOf) !== null) {
      throw logDamaged(path, `has a bad record at height ${next}, before good ones`, end)
    }
    await file.truncate(end)
    await file.sync()
    if (tail.length > 0) onCut?.(path, end, tail.length)
  }

  /**
   * Appends the record of height `last` + 1 (the first one may have any height) and returns when it
   * is durable. After a failure the log takes no more: what the disk holds is known after `open`.
   */
  async append(height: bigint, body: Uint8Array): Promise<void> {
    if (this.failure !== null) throw this.failure
    if (this.places.file.length === 0 && this.files.length === 0) this.first = height
    assert(height === this.last + 1n, `record ${height} does not follow ${this.last}`)
    try {
      const record = encodeRecord(height, body)
      const { file, rest } = await this.room(height, record)
      perturb("blocklog.append")
      await this.write(file.file, rest)
      perturb("blocklog.before-sync")
      await file.file.sync()
      perturb("blocklog.after-sync")
      this.note(this.files.length - 1, this.end + rest.length - record.length, record.length)
      this.end += rest.length
    } catch (failure) {
      this.failure = failure
      await this.files
        .at(-1)
        ?.file.truncate(this.end)
        .catch(() => {})
      throw failure
    }
  }

  /**
   * Puts records below the first one, `first` being the lowest of them, as a file of their own:
   * whole and durable on return, or not there at all.
   */
  async prepend(first: bigint, bodies: readonly Uint8Array[]): Promise<void> {
    assert(first + BigInt(bodies.length) === this.first, `records end below ${this.first}`)
    const { disk, folder } = this.options
    const records = bodies.map((body, at) => encodeRecord(first + BigInt(at), body))
    const path = `${folder}/${nameOf(first)}`
    const beside = `${folder}.older`
    await disk.replace(beside, joined([MAGIC, ...records]))
    await disk.rename(beside, path)
    this.files.unshift({ path, first, file: await disk.open(path) })
    const { file, offset, length } = this.places
    const lengths = records.map((record) => record.length)
    let end = MAGIC.length
    const offsets = lengths.map((size) => {
      end += size
      return end - size
    })
    this.places.file = [...records.map(() => 0), ...file.map((number) => number + 1)]
    this.places.offset = [...offsets, ...offset]
    this.places.length = [...lengths, ...length]
    this.first = first
  }

  /** The file that takes the record, and what to write: a new file begins with its name. */
  private async room(height: bigint, record: Uint8Array) {
    const file = this.files.at(-1)
    const max = this.options.fileBytesMax ?? FILE_BYTES_MAX
    if (file !== undefined && (this.end === MAGIC.length || this.end + record.length <= max)) {
      return { file, rest: record }
    }
    const path = `${this.options.folder}/${nameOf(height)}`
    const rolled = { path, first: height, file: await this.options.disk.open(path) }
    this.files.push(rolled)
    this.end = 0
    return { file: rolled, rest: concat(MAGIC, record) }
  }

  private async write(file: DiskFile, bytes: Uint8Array): Promise<void> {
    if (!perturbed()) return file.write(this.end, bytes)
    const half = bytes.length >> 1
    await file.write(this.end, bytes.subarray(0, half))
    perturb("blocklog.partial")
    await file.write(this.end + half, bytes.subarray(half))
  }

  private place(height: bigint): Place | null {
    const index = Number(height - this.first)
    const number = this.places.file[index]
    if (height < this.first || number === undefined) return null
    const file = this.files[number]!
    return { file, offset: this.places.offset[index]!, length: this.places.length[index]! }
  }

  /** The body at a height, null outside `first`..`last`. Throws `store_damaged`. */
  async read(height: bigint): Promise<Uint8Array | null> {
    const place = this.place(height)
    if (place === null) return null
    const record = await place.file.file.read(place.offset, place.length)
    const body = bodyAt(record, 0, height)
    if (body === null || body.length !== place.length - RECORD_HEAD_BYTES) {
      throw logDamaged(place.file.path, `has a bad record at height ${height}`, place.offset)
    }
    return body
  }

  /** Bytes of all files. */
  async bytes(): Promise<number> {
    let bytes = 0
    for (const { file } of this.files) bytes += await file.size()
    return bytes
  }

  async close(): Promise<void> {
    this.failure ??= new ConcordatError("node_halted", "The block log is closed.")
    for (const { file } of this.files) await file.close()
  }
}
