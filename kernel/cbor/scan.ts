/**
 * The one pass that every canonical CBOR value goes through before anything is decoded: shortest
 * heads, sorted keys, accepted text, bounded depth and count. It allocates nothing but a failure.
 * Source of truth: RFC 8949 section 4.2.1, narrowed by ARCHITECTURE.md, "Canonical CBOR".
 */
import { type Details, Invalid } from "../failures.ts"
import { CBOR_DEPTH_MAX, CBOR_ITEMS_MAX } from "../limits.ts"
import { pointerTo } from "./pointer.ts"
import { CborReader } from "./reader.ts"
import {
  codePointOf,
  nameOfCodePoint,
  quoted,
  sequenceLength,
  simpleName,
  textFaultOfBytes,
} from "./text.ts"
import { MAJOR } from "./writer.ts"

/** `depth`: 1 is the outermost item. `items`: keys count, a bignum is one. */
export type ScanLimits = { readonly depth: number; readonly items: number }

const LIMITS: ScanLimits = { depth: CBOR_DEPTH_MAX, items: CBOR_ITEMS_MAX }

const TAG_BIGNUM = 2
const BIGNUM_BYTES_MIN = 9
const BIGNUM_BYTES_MAX = 16
/** 2^128 - 1, in decimal. */
const NUMBER_MAX = "340282366920938463463374607431768211455"
const FALSE = 20
const NULL = 22
const TYPE_NAMES = ["integer", "integer", "byte string", "text", "array", "map", "tag", "value"]

/**
 * Accepts `bytes` if they are one canonical CBOR value, and nothing else. Throws `Invalid` with the
 * code of the first faulty item: `length_mismatch`, `type_refused`, `not_canonical`, `too_deep`,
 * `too_many_items`, `text_invalid`, `number_out_of_range`, `duplicate_key`, `trailing_bytes`;
 * `details.offset` is where that item starts.
 */
export function scan(bytes: Uint8Array, limits: ScanLimits = LIMITS): void {
  const scanner = new Scanner(bytes, limits)
  scanner.item(1, false)
  scanner.end()
}

class Scanner {
  private readonly bytes: Uint8Array
  private readonly limits: ScanLimits
  private at = 0
  private items = 0
  /** Argument of the last head, and whether that head was longer than needed. */
  private argument = 0
  private shortest = true
  /** Where the item under the cursor starts. */
  private start = 0

  constructor(bytes: Uint8Array, limits: ScanLimits) {
    this.bytes = bytes
    this.limits = limits
  }

  /** One item with all that it holds; faults within one item answer in the order of this code. */
  item(depth: number, isKey: boolean): void {
    const start = this.at
    this.start = start
    const major = this.head()
    if (major === MAJOR.tag) {
      this.bignum(start, depth, isKey)
      return
    }
    const { argument } = this
    if (major === MAJOR.bytes || major === MAJOR.text) this.need(argument, argument)
    else if (major === MAJOR.array) this.need(argument, argument)
    else if (major === MAJOR.map) this.need(argument * 2, argument)

    if (major === MAJOR.simple && !this.isSimple(start)) throw this.simpleRefused(start)
    if (isKey && major !== MAJOR.text) {
      throw this.fail("type_refused", `A map key must be text, not ${TYPE_NAMES[major]}.`)
    }
    if (!this.shortest) throw this.notShortest()
    this.count(depth)

    if (major === MAJOR.text) this.text(argument)
    else if (major === MAJOR.bytes) this.at += argument
    else if (major === MAJOR.array) for (let i = 0; i < argument; i++) this.item(depth + 1, false)
    else if (major === MAJOR.map) this.entries(argument, depth + 1)
  }

  /** Reads a head: leaves its argument and answers its major type. */
  private head(): number {
    const { bytes } = this
    if (this.at >= bytes.length) throw this.lengthMismatch(1, "An item is missing here")
    const initial = bytes[this.at++]!
    const information = initial & 31
    this.argument = information
    this.shortest = true
    if (information >= 24) this.longArgument(information)
    return initial >> 5
  }

  private longArgument(information: number): void {
    if (information > 27) {
      const reason = "Indefinite lengths and reserved forms are not accepted."
      throw this.fail("type_refused", reason, { information })
    }
    const { bytes } = this
    const width = 1 << (information - 24)
    if (width > bytes.length - this.at) throw this.lengthMismatch(width, "A number is cut off")
    let value = 0
    for (let i = 0; i < width; i++) value = value * 256 + bytes[this.at++]!
    this.argument = value
    if (information === 24) this.shortest = value >= 24
    else if (information === 25) this.shortest = value >= 0x100
    else if (information === 26) this.shortest = value >= 0x1_0000
    else this.shortest = value >= 0x1_0000_0000
  }

  private need(bytes: number, declared: number): void {
    if (bytes > this.bytes.length - this.at) {
      throw this.lengthMismatch(declared, "The declared length reaches past the end")
    }
  }

  private isSimple(start: number): boolean {
    const information = this.bytes[start]! & 31
    return information >= FALSE && information <= NULL
  }

  private count(depth: number): void {
    const { limits } = this
    if (depth > limits.depth) {
      const limit = limits.depth
      throw this.fail("too_deep", `Nested deeper than ${limit} levels.`, { limit })
    }
    if (++this.items > limits.items) {
      const limit = limits.items
      throw this.fail("too_many_items", `More than ${limit} items.`, { limit })
    }
  }

  private text(length: number): void {
    const from = this.at
    const to = from + length
    this.at = to
    const fault = textFaultOfBytes(this.bytes, from, to)
    if (fault >= 0) throw this.textInvalid(fault, from, to)
  }

  private entries(count: number, depth: number): void {
    let previous = 0
    let previousEnd = 0
    for (let i = 0; i < count; i++) {
      const start = this.at
      this.item(depth, true)
      if (i > 0) {
        this.start = start
        this.ordered(previous, previousEnd, start)
      }
      previous = start
      previousEnd = this.at
      this.item(depth, false)
    }
  }

  /** The key at `start` must sort after the one before it: shorter first, then byte by byte. */
  private ordered(previous: number, previousEnd: number, start: number): void {
    const { bytes, at } = this
    const length = at - start
    const difference = length - (previousEnd - previous)
    if (difference > 0) return
    if (difference === 0) {
      for (let i = 0; i < length; i++) {
        const order = bytes[start + i]! - bytes[previous + i]!
        if (order > 0) return
        if (order < 0) throw this.fail("not_canonical", "The keys of a map are not sorted.")
      }
      throw this.duplicate(start)
    }
    throw this.fail("not_canonical", "The keys of a map are not sorted.")
  }

  /** Tag 2 over 9 to 16 bytes: RFC 8949 section 3.4.3, the only tag there is. */
  private bignum(start: number, depth: number, isKey: boolean): void {
    const tag = this.argument
    const tagShortest = this.shortest
    if (tag !== TAG_BIGNUM) throw this.fail("type_refused", `Tag ${tag} is not accepted.`, { tag })
    const major = this.head()
    const length = this.argument
    if (major === MAJOR.bytes || major === MAJOR.text) this.need(length, length)
    if (major !== MAJOR.bytes) throw this.fail("type_refused", "A large number must be bytes.")
    if (isKey) throw this.fail("type_refused", "A map key must be text, not a large number.")
    if (!tagShortest || !this.shortest) throw this.notShortest()
    this.start = start
    this.count(depth)
    if (length > BIGNUM_BYTES_MAX) {
      const reason = "A number is above 2^128 - 1, the greatest there is."
      throw this.fail("number_out_of_range", reason, { length, min: "0", max: NUMBER_MAX })
    }
    if (length < BIGNUM_BYTES_MIN || this.bytes[this.at] === 0) {
      throw this.fail("not_canonical", "A number below 2^64 is written without a tag.", { length })
    }
    this.at += length
  }

  end(): void {
    const count = this.bytes.length - this.at
    if (count === 0) return
    this.start = this.at
    throw this.fail("trailing_bytes", `${count} bytes follow the end of the value.`, { count })
  }

  private simpleRefused(start: number): Invalid {
    const information = this.bytes[start]! & 31
    const reason = `${simpleName(information)} is not accepted.`
    return this.fail("type_refused", reason, { information })
  }

  private duplicate(start: number): Invalid {
    const reader = new CborReader(this.bytes, start)
    const key = quoted(reader.text())
    return this.fail("duplicate_key", `The key ${key} stands twice in a map.`, { key })
  }

  private notShortest(): Invalid {
    return this.fail("not_canonical", "A number or length is not in its shortest form.")
  }

  private lengthMismatch(declared: number, reason: string): Invalid {
    const available = this.bytes.length - this.at
    const text = `${reason}: ${declared} declared, ${available} bytes left.`
    return this.fail("length_mismatch", text, { declared, available })
  }

  private textInvalid(fault: number, from: number, to: number): Invalid {
    const length = sequenceLength(this.bytes[fault]!)
    const whole = length > 0 && fault + length <= to
    const point = whole ? codePointOf(this.bytes, fault, length) : 0xd800
    const formed = point < 0xd800 || point > 0xdfff
    const what = formed ? nameOfCodePoint(point) : "a sequence that is not UTF-8"
    const details = { index: fault - from, codePoint: formed ? what : null }
    return this.fail("text_invalid", `Text holds ${what} at byte ${fault - from}.`, details)
  }

  private fail(code: string, reason: string, details: Details = {}): Invalid {
    const offset = this.start
    const path = pointerTo(this.bytes, offset)
    return new Invalid(code, path, `${reason} (byte ${offset})`, { offset, ...details })
  }
}
