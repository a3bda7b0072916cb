/**
 * Canonical CBOR, read: a cursor over bytes that `scan` accepted, so heads are shortest, lengths
 * lie inside and text is well-formed. What is left to check is the type, which the caller knows.
 */
import { scratchOf } from "../bytes.ts"
import { type Details, Invalid } from "../failures.ts"
import { pointerTo } from "./pointer.ts"
import { MAJOR } from "./writer.ts"

const decoder = new TextDecoder("utf-8", { ignoreBOM: true })
const NULL = 0xf6
const FALSE = 0xf4
const TRUE = 0xf5
const TAG_BIGNUM = 0xc2
const TWO_32 = 0x1_0000_0000
/** The upper word of the greatest safe integer, plus one. */
const UNSAFE_HIGH = 0x20_0000
const TYPE_NAMES = ["integer", "negative integer", "bytes", "text", "list", "map", "large number"]

/** Reads items one after the other. Every method throws `Invalid` `type_mismatch`, with a path. */
export class CborReader {
  /** What is read. */
  readonly input: Uint8Array
  /** Offset of the next item. */
  at: number
  private readonly start: number

  constructor(input: Uint8Array, at = 0) {
    this.input = input
    this.at = at
    this.start = at
  }

  /** Initial byte of the next item; -1 at the end. */
  peek(): number {
    return this.at < this.input.length ? this.input[this.at]! : -1
  }

  /** Major type of the next item, 0..7. */
  major(): number {
    return this.peek() >> 5
  }

  /** Takes a null if the next item is one. */
  tookNull(): boolean {
    if (this.peek() !== NULL) return false
    this.at++
    return true
  }

  bool(): boolean {
    const initial = this.peek()
    if (initial !== TRUE && initial !== FALSE) throw this.mismatch("true or false")
    this.at++
    return initial === TRUE
  }

  /** An unsigned integer: a number where that is exact, else a bigint. */
  uint(): number | bigint {
    this.expect(MAJOR.uint, "an unsigned integer")
    return this.argument()
  }

  /** A signed integer: a number where that is exact, else a bigint. */
  int(): number | bigint {
    if (this.major() === MAJOR.nint) {
      const argument = this.argument()
      if (typeof argument === "number" && argument < Number.MAX_SAFE_INTEGER) return -1 - argument
      return -1n - BigInt(argument)
    }
    this.expect(MAJOR.uint, "an integer")
    return this.argument()
  }

  /** An unsigned integer of up to 128 bits, in either form. */
  wide(): bigint {
    if (this.peek() !== TAG_BIGNUM) return BigInt(this.uint())
    this.at++
    const bytes = this.bytes()
    let value = 0n
    for (let i = 0; i < bytes.length; i++) value = (value << 8n) | BigInt(bytes[i]!)
    return value
  }

  /** Whether the next item is a number above 2^64-1. */
  isBignum(): boolean {
    return this.peek() === TAG_BIGNUM
  }

  text(): string {
    const length = this.textLength()
    const from = this.at
    this.at += length
    return textOf(this.input, from, this.at)
  }

  /** Steps over a text's head: its bytes are `input[at..at + length)`; the caller moves `at`. */
  textLength(): number {
    this.expect(MAJOR.text, "text")
    return this.argument() as number
  }

  /** A byte string: a copy, so nobody can change what was read. */
  bytes(): Uint8Array {
    const length = this.bytesLength()
    const from = this.at
    this.at += length
    return this.input.slice(from, this.at)
  }

  /** Steps over a byte string's head, as `textLength` does. */
  bytesLength(): number {
    this.expect(MAJOR.bytes, "bytes")
    return this.argument() as number
  }

  /** The count of an array; its items follow. */
  array(): number {
    this.expect(MAJOR.array, "a list")
    return this.argument() as number
  }

  /** The count of a map; its keys and values follow. */
  map(): number {
    this.expect(MAJOR.map, "a map")
    return this.argument() as number
  }

  /** A tag's number; its content follows. */
  tag(): number {
    this.expect(MAJOR.tag, "a tag")
    return this.argument() as number
  }

  /** Takes the next bytes if they are exactly these, as an encoded key of a map. */
  tookExactly(expected: Uint8Array): boolean {
    const { input, at } = this
    for (let i = 0; i < expected.length; i++) if (input[at + i] !== expected[i]) return false
    this.at = at + expected.length
    return true
  }

  /** Steps over one item with all that it holds. */
  skip(): void {
    let left = 1
    while (left > 0) {
      left--
      const major = this.major()
      const argument = this.argument() as number
      if (major === MAJOR.bytes || major === MAJOR.text) this.at += argument
      else if (major === MAJOR.array) left += argument
      else if (major === MAJOR.map) left += argument * 2
      else if (major === MAJOR.tag) left++
    }
  }

  private expect(major: number, expected: string): void {
    if (this.major() !== major) throw this.mismatch(expected)
  }

  private argument(): number | bigint {
    const { input } = this
    const information = input[this.at++]! & 31
    if (information < 24) return information
    if (information === 24) return input[this.at++]!
    if (information === 25) {
      this.at += 2
      return (input[this.at - 2]! << 8) | input[this.at - 1]!
    }
    const high = this.word()
    if (information === 26) return high
    const low = this.word()
    if (high < UNSAFE_HIGH) return high * TWO_32 + low
    return (BigInt(high) << 32n) | BigInt(low)
  }

  private word(): number {
    const { input, at } = this
    this.at = at + 4
    const low = (input[at + 1]! << 16) | (input[at + 2]! << 8) | input[at + 3]!
    return input[at]! * 0x100_0000 + low
  }

  private mismatch(expected: string): Invalid {
    const initial = this.peek()
    const simple = initial === NULL ? "null" : "true or false"
    const found = initial < 0 ? "nothing" : (TYPE_NAMES[initial >> 5] ?? simple)
    const reason = `Expected ${expected}, found ${found}.`
    return this.fail("type_mismatch", reason, { expected, found })
  }

  /** A failure of the item at offset `item`, the next one if not given, with its path. */
  fail(code: string, reason: string, details: Details = {}, item = this.at): Invalid {
    return new Invalid(code, this.pointer(item), reason, details)
  }

  /** JSON pointer of the item at an offset, or of the map whose key is there. */
  pointer(item: number): string {
    return pointerTo(this.input, item, this.start)
  }
}

/** ASCII up to this length is cheaper to build by hand than to hand over to the decoder. */
const SHORT = 6
/** Up to this length a copy is cheaper than a view. */
const COPIED = 96

/** The string of well-formed UTF-8 in `bytes[from..to)`. */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > SHORT) return decoded(bytes, from, to)
  let text = ""
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!
    if (byte >= 0x80) return decoded(bytes, from, to)
    text += String.fromCharCode(byte)
  }
  return text
}

function decoded(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > COPIED) return decoder.decode(bytes.subarray(from, to))
  const part = scratchOf(to - from)
  for (let i = from; i < to; i++) part[i - from] = bytes[i]!
  return decoder.decode(part)
}
