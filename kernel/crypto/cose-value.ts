/**
 * CBOR as COSE headers use it: labels are integers or text, values anything but floats. Heads are
 * shortest and lengths definite; the order of a map's entries is free when read, RFC 8949 section
 * 4.2.1 when written. Canonical CBOR, where only text may be a key, has its own reader.
 */

import { compareBytes } from "../bytes.ts"
import { textOf } from "../cbor/reader.ts"
import { simpleName, textFaultOfBytes } from "../cbor/text.ts"
import { CborWriter, MAJOR } from "../cbor/writer.ts"
import { type Details, Invalid } from "../failures.ts"
import { CBOR_DEPTH_MAX, CBOR_ITEMS_MAX } from "../limits.ts"

/** A header's name: an integer or text (RFC 9052 section 1.4). */
export type CoseLabel = number | string

/** The headers of one bucket, or a map inside one. */
export type CoseMap = ReadonlyMap<CoseLabel, CoseValue>

/** A tagged value, as the time of a CWT claim. */
export type CoseTag = { readonly tag: number; readonly value: CoseValue }

/** A header's value. Integers are numbers where that is exact. */
export type CoseValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | CoseMap
  | CoseTag
  | readonly CoseValue[]

const FALSE = 20
const TRUE = 21
const NULL = 22
const TYPE_NAMES = ["integer", "negative integer", "bytes", "text", "list", "map", "tag", "value"]

/**
 * Reads item after item. Throws `Invalid` with `details.offset` of the faulty item:
 * `length_mismatch`, `type_refused`, `not_canonical`, `too_deep`, `too_many_items`, `text_invalid`,
 * `duplicate_key`.
 */
export class CoseReader {
  readonly input: Uint8Array
  /** Offset of the next item. */
  at = 0
  /** Argument of the head taken last: a number where that is exact. */
  argument: number | bigint = 0
  private major: number = MAJOR.simple
  private start = 0
  private items = 0

  constructor(input: Uint8Array) {
    this.input = input
  }

  /** Takes a head and answers its major type; the content of a string is known to lie inside. */
  head(): number {
    const { input } = this
    this.start = this.at
    if (this.at >= input.length) throw this.cut(1, "An item is missing here")
    const initial = input[this.at++]!
    const major = initial >> 5
    const information = initial & 31
    this.major = major
    this.argument = information < 24 ? information : this.longArgument(information)
    const isContainer = major >= MAJOR.bytes && major <= MAJOR.map
    const bytesMin = major === MAJOR.map ? 2 * Number(this.argument) : Number(this.argument)
    if (isContainer && bytesMin > input.length - this.at) {
      throw this.cut(this.argument, "The declared length reaches past the end")
    }
    if (major === MAJOR.simple && (information < FALSE || information > NULL)) {
      const reason = `${simpleName(information)} is not accepted.`
      throw this.fail("type_refused", reason, { information })
    }
    if (information > 23 && this.argument < shortestFrom(information)) {
      throw this.fail("not_canonical", "A number or length is not in its shortest form.")
    }
    return major
  }

  private longArgument(information: number): number | bigint {
    if (information > 27) {
      const reason = "Indefinite lengths and reserved forms are not accepted."
      throw this.fail("type_refused", reason, { information })
    }
    const width = 1 << (information - 24)
    if (width > this.input.length - this.at) throw this.cut(width, "A number is cut off")
    let value = 0
    for (let i = 0; i < width; i++) value = value * 256 + this.input[this.at++]!
    if (value <= Number.MAX_SAFE_INTEGER) return value
    const view = new DataView(this.input.buffer, this.input.byteOffset)
    return view.getBigUint64(this.at - width)
  }

  /** Takes the head of what must stand here, else throws `code`, naming both. */
  expect(code: string, expected: string, major: number, argument?: number): void {
    const found = this.head()
    if (found === major && (argument === undefined || this.argument === argument)) return
    throw this.mismatch(code, expected)
  }

  /** Something else than `expected` stands at the head taken last. */
  mismatch(code: string, expected: string): Invalid {
    const { found } = this
    return this.fail(code, `Expected ${expected}, found ${found}.`, { expected, found })
  }

  /** Whether the head taken last is null. */
  get isNull(): boolean {
    return this.major === MAJOR.simple && this.argument === NULL
  }

  /** What the head taken last announces, in words. */
  private get found(): string {
    if (this.major === MAJOR.array) return `a list of ${this.argument}`
    if (this.major === MAJOR.simple) return this.isNull ? "null" : "true or false"
    return TYPE_NAMES[this.major]!
  }

  /** The bytes of the string whose head was just taken: a view, not a copy. */
  content(): Uint8Array {
    const from = this.at
    this.at += Number(this.argument)
    return this.input.subarray(from, this.at)
  }

  /** One value with all that it holds; `depth` of the outermost is 1. */
  value(depth = 1): CoseValue {
    const major = this.head()
    const { argument } = this
    this.count(depth)
    if (major === MAJOR.uint) return argument
    if (major === MAJOR.nint) return negative(argument)
    if (major === MAJOR.bytes) return this.content().slice()
    if (major === MAJOR.text) return this.text()
    if (major === MAJOR.map) return this.map(Number(argument), depth)
    if (major === MAJOR.tag) return { tag: Number(argument), value: this.value(depth + 1) }
    if (major === MAJOR.array) {
      const values: CoseValue[] = []
      for (let left = Number(argument); left > 0; left--) values.push(this.value(depth + 1))
      return values
    }
    return argument === NULL ? null : argument === TRUE
  }

  private map(count: number, depth: number): CoseMap {
    const map = new Map<CoseLabel, CoseValue>()
    for (let left = count; left > 0; left--) {
      const offset = this.at
      const label = this.value(depth + 1)
      if (typeof label !== "number" && typeof label !== "string") {
        throw this.fail("type_refused", "A label must be an integer or text.", { offset })
      }
      if (map.has(label))
        throw this.fail("duplicate_key", `Label ${label} stands twice.`, { offset })
      map.set(label, this.value(depth + 1))
    }
    return map
  }

  private text(): string {
    const from = this.at
    this.at += Number(this.argument)
    const fault = textFaultOfBytes(this.input, from, this.at)
    if (fault < 0) return textOf(this.input, from, this.at)
    throw this.fail("text_invalid", `Text is not accepted at byte ${fault - from}.`)
  }

  private count(depth: number): void {
    if (depth > CBOR_DEPTH_MAX) {
      const limit = CBOR_DEPTH_MAX
      throw this.fail("too_deep", `Nested deeper than ${limit} levels.`, { limit })
    }
    if (++this.items > CBOR_ITEMS_MAX) {
      const limit = CBOR_ITEMS_MAX
      throw this.fail("too_many_items", `More than ${limit} items.`, { limit })
    }
  }

  /** Throws `trailing_bytes` unless all was read. */
  end(): void {
    const count = this.input.length - this.at
    if (count === 0) return
    this.start = this.at
    throw this.fail("trailing_bytes", `${count} bytes follow the end.`, { count })
  }

  private cut(declared: number | bigint, reason: string): Invalid {
    const available = this.input.length - this.at
    const text = `${reason}: ${declared} declared, ${available} bytes left.`
    return this.fail("length_mismatch", text, { declared: Number(declared), available })
  }

  /** A failure of the item whose head was taken last. */
  fail(code: string, reason: string, details: Details = {}): Invalid {
    const offset = details["offset"] ?? this.start
    return new Invalid(code, "", `${reason} (byte ${offset})`, { offset, ...details })
  }
}

/** The least argument that needs a head of this form. */
function shortestFrom(information: number): number {
  return information === 24 ? 24 : 2 ** (4 << (information - 24))
}

function negative(argument: number | bigint): number | bigint {
  const value = -1n - BigInt(argument)
  return value >= Number.MIN_SAFE_INTEGER ? Number(value) : value
}

const isList: (value: unknown) => value is readonly CoseValue[] = Array.isArray
const isMap: (value: unknown) => value is CoseMap = (value) => value instanceof Map

/** Writes one value; entries of maps in the order of their encoded labels. */
export function writeCoseValue(writer: CborWriter, value: CoseValue): void {
  if (value === null) writer.null()
  else if (typeof value === "boolean") writer.bool(value)
  else if (typeof value === "number" || typeof value === "bigint") writer.int(value)
  else if (typeof value === "string") writer.text(value)
  else if (value instanceof Uint8Array) writer.bytes(value)
  else if (isList(value)) {
    writer.array(value.length)
    for (const item of value) writeCoseValue(writer, item)
  } else if (isMap(value)) {
    const entries = Array.from(value, ([label, item]) => ({ label: coseBytes(label), item }))
    entries.sort((a, b) => compareBytes(a.label, b.label))
    writer.map(entries.length)
    for (const { label, item } of entries) writeCoseValue(writer.raw(label), item)
  } else writeCoseValue(writer.tag(value.tag), value.value)
}

/** The bytes of one value. */
export function coseBytes(value: CoseValue): Uint8Array {
  const writer = new CborWriter()
  writeCoseValue(writer, value)
  return writer.finish()
}
