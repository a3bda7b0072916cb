/**
 * The items of a snapshot, taken from bytes that arrive in parts: each head in its shortest form,
 * each length within its bound before anything is waited for, so that little is ever kept.
 */
import { compareBytes } from "../bytes.ts"
import { MAJOR } from "../cbor/writer.ts"
import { KEY_BYTES_MAX, VALUE_BYTES_MAX } from "../limits.ts"
import { decode } from "../schema/codec.ts"
import { DIGEST_BYTES, type SnapshotHead, snapshotFailure, snapshotHead } from "./form.ts"

/** Ids of one block: each of its transactions has one, and a block of 4 MiB holds far fewer. */
const BLOCK_IDS_MAX = 65_536
/** The first item is far smaller, and lies in the first chunk. */
const HEAD_BYTES_MAX = 4_096
const PAIR = (MAJOR.array << 5) | 2
/** Bytes of an argument by its form, and the least that needs them. */
const WIDTHS = [
  [1, 24],
  [2, 0x100],
  [4, 0x1_0000],
  [8, 0x1_0000_0000],
] as const

/** A row: key and value, both parts of the bytes that they were read from. */
export type SnapshotRow = readonly [key: Uint8Array, value: Uint8Array]

const malformed = (message: string) => snapshotFailure("snapshot_malformed", message)

/** A cursor over bytes that may end in the middle of an item. */
export class ItemCursor {
  private readonly bytes: Uint8Array
  /** Where the next item begins. */
  at = 0
  /** Where the item at hand is read on. */
  private next = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** What is left from the next item on. */
  get rest(): Uint8Array {
    return this.bytes.subarray(this.at)
  }

  /** The first item. Throws `snapshot_malformed`, also where the bytes end before it does. */
  head(): SnapshotHead {
    const { bytes } = this
    for (let left = 1; left > 0; left--) {
      const initial = bytes[this.next] ?? 0
      const isNumber = initial >> 5 === MAJOR.uint
      const most = isNumber ? Number.POSITIVE_INFINITY : HEAD_BYTES_MAX
      const argument = this.argument(initial >> 5, most)
      if (argument === null || this.next > HEAD_BYTES_MAX) throw malformed("It has no first item.")
      const major = initial >> 5
      if (major === MAJOR.bytes || major === MAJOR.text) this.next += argument
      if (major === MAJOR.array) left += argument
      if (major === MAJOR.map) left += 2 * argument
    }
    try {
      const head = decode(snapshotHead, bytes.subarray(0, this.next))
      this.at = this.next
      return head
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : ""
      throw malformed(`Its first item is of another form. ${reason}`)
    }
  }

  /** The next row, or null where it is not whole yet. */
  row(): SnapshotRow | null {
    if (!this.begin()) return null
    const key = this.string(KEY_BYTES_MAX, 1)
    const value = key === null ? null : this.string(VALUE_BYTES_MAX, 1)
    return key === null || value === null ? null : this.end([key, value])
  }

  /** The next block's height and ids, or null where they are not whole yet. */
  ids(): { readonly height: bigint; readonly ids: Uint8Array } | null {
    if (!this.begin()) return null
    const height = this.argument(MAJOR.uint, Number.MAX_SAFE_INTEGER)
    const ids = height === null ? null : this.string(BLOCK_IDS_MAX * DIGEST_BYTES, DIGEST_BYTES)
    if (height === null || ids === null) return null
    if (ids.length % DIGEST_BYTES !== 0) throw malformed("Ids of a block are cut.")
    return this.end({ height: BigInt(height), ids })
  }

  private begin(): boolean {
    this.next = this.at + 1
    if (this.at === this.bytes.length) return false
    if (this.bytes[this.at] === PAIR) return true
    throw malformed("It holds something else than pairs.")
  }

  private end<Item>(item: Item): Item {
    this.at = this.next
    return item
  }

  private string(most: number, least: number): Uint8Array | null {
    const length = this.argument(MAJOR.bytes, most)
    if (length === null) return null
    if (length < least) throw malformed("One of its parts is too short.")
    const from = this.next
    this.next += length
    return this.next > this.bytes.length ? null : this.bytes.subarray(from, this.next)
  }

  /** The argument of a head of this major type; null where the bytes end before it does. */
  private argument(major: number, most: number): number | null {
    const { bytes } = this
    const initial = bytes[this.next]
    if (initial === undefined) return null
    if (initial >> 5 !== major) throw malformed("One of its parts is of another type.")
    const information = initial & 31
    this.next++
    if (information < 24) return information
    if (information - 24 >= WIDTHS.length) throw malformed("One of its lengths has no form.")
    const [width, least] = WIDTHS[information - 24]!
    if (this.next + width > bytes.length) return null
    let value = 0
    for (let i = 0; i < width; i++) value = value * 256 + bytes[this.next + i]!
    this.next += width
    if (value < least) throw malformed("One of its lengths is longer than needed.")
    if (value > most) throw malformed("One of its parts is too long.")
    return value
  }
}

/** The first item of a snapshot, from its first chunk. Throws `snapshot_malformed`. */
export function readSnapshotHead(chunk: Uint8Array): SnapshotHead {
  return new ItemCursor(chunk).head()
}

/** Whether a row's key follows another one; null: it is the first. */
export function follows(key: Uint8Array, before: Uint8Array | null): boolean {
  return before === null || compareBytes(before, key) < 0
}
