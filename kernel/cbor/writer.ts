/**
 * Canonical CBOR, written: every head in its shortest form. Order of map keys is the caller's duty
 * (records sort theirs once, when they are defined). Source of truth: RFC 8949 sections 3 and
 * 4.2.1.
 */

const encoder = new TextEncoder()
const CAPACITY_FIRST = 512
/** Room of a buffer that values come to share. */
const SHARED_BYTES = 8_192
/** Up to so many bytes the engine keeps an array in its heap, where a copy costs little. */
const HEAP_BYTES_MAX = 64
/** Beyond so many bytes a value gets memory of its own: one row must not hold on to many others. */
const SHARING_BYTES_MAX = 1_024
const HEAD_BYTES_MAX = 9
/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const UTF8_BYTES_PER_UNIT_MAX = 3
/** Value of a hex digit by its character code. */
const NIBBLE = new Uint8Array(128)
for (let i = 0; i < 16; i++) NIBBLE["0123456789abcdef".charCodeAt(i)] = i
const TWO_32 = 0x1_0000_0000

/** Major types of CBOR, RFC 8949 section 3.1. */
export const MAJOR = {
  uint: 0,
  nint: 1,
  bytes: 2,
  text: 3,
  array: 4,
  map: 5,
  tag: 6,
  simple: 7,
} as const

/**
 * Appends items to one growing buffer, reused from value to value. Values of a few hundred bytes
 * are given out as parts of it: memory of its own costs an array of that size a microsecond.
 */
export class CborWriter {
  private buffer = new Uint8Array(CAPACITY_FIRST)
  /** Where the value under way begins: before it lies what was given out. */
  private start = 0
  private at = 0

  private reserve(more: number): void {
    if (this.at + more > this.buffer.length) this.grow(this.at - this.start + more)
  }

  /** Goes on in a new buffer, with room for so many bytes of the value under way. */
  private grow(needed: number): void {
    const { start, at } = this
    const grown = new Uint8Array(Math.max(2 * needed, SHARED_BYTES))
    grown.set(this.buffer.subarray(start, at))
    this.buffer = grown
    this.start = 0
    this.at = at - start
  }

  /** The head of an item: major type 0..7 and an argument of 0..2^64-1. */
  head(major: number, value: number | bigint): this {
    this.reserve(HEAD_BYTES_MAX)
    if (typeof value === "number") this.narrowHead(major << 5, value)
    else if (value < 0x1_0000_0000n) this.narrowHead(major << 5, Number(value))
    else {
      this.buffer[this.at++] = (major << 5) | 27
      this.word(Number(value >> 32n))
      this.word(Number(value & 0xffff_ffffn))
    }
    return this
  }

  private narrowHead(type: number, value: number): void {
    const buffer = this.buffer
    if (value < 24) buffer[this.at++] = type | value
    else if (value < 0x100) {
      buffer[this.at++] = type | 24
      buffer[this.at++] = value
    } else if (value < 0x1_0000) {
      buffer[this.at++] = type | 25
      buffer[this.at++] = value >> 8
      buffer[this.at++] = value
    } else if (value < TWO_32) {
      buffer[this.at++] = type | 26
      this.word(value)
    } else {
      buffer[this.at++] = type | 27
      this.word(Math.floor(value / TWO_32))
      this.word(value)
    }
  }

  private word(value: number): void {
    const buffer = this.buffer
    buffer[this.at++] = value >>> 24
    buffer[this.at++] = value >>> 16
    buffer[this.at++] = value >>> 8
    buffer[this.at++] = value
  }

  /** An unsigned integer, 0..2^64-1; a number must be a safe integer. */
  uint(value: number | bigint): this {
    return this.head(MAJOR.uint, value)
  }

  /** A signed integer, -2^64..2^64-1. */
  int(value: number | bigint): this {
    if (value >= 0) return this.head(MAJOR.uint, value)
    return this.head(MAJOR.nint, typeof value === "number" ? -1 - value : -1n - value)
  }

  /** A text string; `text` is well-formed (no lone surrogate). */
  text(text: string): this {
    const length = text.length
    this.reserve(HEAD_BYTES_MAX + length)
    const start = this.at
    this.narrowHead(MAJOR.text << 5, length)
    const { buffer } = this
    let { at } = this
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i)
      if (unit >= 0x80) {
        this.at = start
        return this.bytesAs(MAJOR.text, encoder.encode(text))
      }
      buffer[at++] = unit
    }
    this.at = at
    return this
  }

  /** A byte string. */
  bytes(bytes: Uint8Array): this {
    return this.bytesAs(MAJOR.bytes, bytes)
  }

  private bytesAs(major: number, bytes: Uint8Array): this {
    return this.head(major, bytes.length).raw(bytes)
  }

  /** The head of an array of `count` items, which follow. */
  array(count: number): this {
    return this.head(MAJOR.array, count)
  }

  /** The head of a map of `count` entries, which follow: key, value, key, value, sorted. */
  map(count: number): this {
    return this.head(MAJOR.map, count)
  }

  bool(value: boolean): this {
    return this.byte(value ? 0xf5 : 0xf4)
  }

  null(): this {
    return this.byte(0xf6)
  }

  /** The head of a tag; its content follows. */
  tag(number: number): this {
    return this.head(MAJOR.tag, number)
  }

  /** One byte as it is, 0..255. */
  byte(value: number): this {
    this.reserve(1)
    this.buffer[this.at++] = value
    return this
  }

  /** Bytes as they are: something that is encoded already. */
  raw(bytes: Uint8Array): this {
    this.reserve(bytes.length)
    const { buffer } = this
    if (bytes.length > 64) buffer.set(bytes, this.at)
    else for (let i = 0; i < bytes.length; i++) buffer[this.at + i] = bytes[i]!
    this.at += bytes.length
    return this
  }

  /** UTF-8 as it is, without a head, as in the key of a row. */
  utf8(text: string): this {
    this.reserve(text.length * UTF8_BYTES_PER_UNIT_MAX)
    this.at += encoder.encodeInto(text, this.buffer.subarray(this.at)).written
    return this
  }

  /** The bytes of lower-case hex, without a head; the caller has checked that it is hex. */
  hex(hex: string): this {
    this.reserve(hex.length >> 1)
    const { buffer } = this
    let { at } = this
    for (let i = 0; i < hex.length; i += 2) {
      buffer[at++] = (NIBBLE[hex.charCodeAt(i)]! << 4) | NIBBLE[hex.charCodeAt(i + 1)]!
    }
    this.at = at
    return this
  }

  /** A big-endian unsigned integer of `width` bytes (1..16), without a head. */
  bigEndian(value: number | bigint, width: number): this {
    this.reserve(width)
    let rest = BigInt(value)
    for (let i = width - 1; i >= 0; i--) {
      this.buffer[this.at + i] = Number(rest & 0xffn)
      rest >>= 8n
    }
    this.at += width
    return this
  }

  /** What was written, which nothing changes any more; the writer is empty again. */
  finish(): Uint8Array {
    const { buffer, start, at } = this
    const length = at - start
    if (length > HEAP_BYTES_MAX && length <= SHARING_BYTES_MAX) {
      this.start = at
      return buffer.subarray(start, at)
    }
    this.at = start
    return buffer.slice(start, at)
  }

  /** Drops what was written since the last `finish`. */
  reset(): this {
    this.at = this.start
    return this
  }
}
