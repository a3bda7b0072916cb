/**
 * Protobuf, read: one pass over a message's fields. It takes every well-formed message; where
 * bytes are hashed or proved, the caller writes the value again and compares (`readExactly`).
 * Source of truth: protobuf.dev/programming-guides/encoding.
 */
import { equalBytes } from "../bytes.ts"
import { Invalid } from "../failures.ts"
import { WIRE } from "./writer.ts"

const FIELD_MAX = 536_870_911n
const U32_MAX = 0xffff_ffffn

function malformed(reason: string, offset: number): Invalid {
  return new Invalid("record_malformed", "", `${reason} at byte ${offset}.`, { offset })
}

/**
 * A cursor over one message. `next()` steps to a field and sets `field`; then exactly one of
 * `uint`, `u32`, `int`, `sfixed64`, `bytes` or `skip` takes its value. Every method throws
 * `Invalid` `record_malformed` for a truncated or ill-typed field.
 */
export class ProtobufReader {
  /** Number of the field that `next()` stepped to. */
  field = 0
  private wire = 0
  private at = 0
  private readonly input: Uint8Array

  constructor(input: Uint8Array) {
    this.input = input
  }

  /** Steps to the next field; false at the end. */
  next(): boolean {
    if (this.at === this.input.length) return false
    const start = this.at
    const tag = this.varint()
    const field = tag >> 3n
    this.wire = Number(tag & 7n)
    if (field === 0n || field > FIELD_MAX) throw malformed("Field number out of range", start)
    this.field = Number(field)
    return true
  }

  private varint(): bigint {
    const start = this.at
    let value = 0
    let scale = 1
    for (let i = 0; i < 7; i++) {
      const byte = this.byte(start)
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return BigInt(value)
      scale *= 128
    }
    let wide = BigInt(value)
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.byte(start)
      wide |= BigInt(byte & 0x7f) << shift
      if (byte >= 0x80) continue
      if (wide >> 64n) break
      return wide
    }
    throw malformed("Integer of more than 64 bits", start)
  }

  private byte(start: number): number {
    const byte = this.input[this.at++]
    if (byte === undefined) throw malformed("Integer without its end", start)
    return byte
  }

  private expect(wire: number): void {
    if (this.wire === wire) return
    throw malformed(`Field ${this.field} has wire type ${this.wire}, not ${wire},`, this.at)
  }

  /** `uint64`, 0..2^64-1. */
  uint(): bigint {
    this.expect(WIRE.varint)
    return this.varint()
  }

  /** `uint32` or an enumeration, 0..2^32-1. */
  u32(): number {
    const start = this.at
    const value = this.uint()
    if (value > U32_MAX) throw malformed("Integer of more than 32 bits", start)
    return Number(value)
  }

  /** `int64`, or `int32` as its 64-bit extension. */
  int(): bigint {
    return BigInt.asIntN(64, this.uint())
  }

  /** `sfixed64`. */
  sfixed64(): bigint {
    this.expect(WIRE.fixed64)
    const bytes = this.take(8)
    let value = 0n
    for (let i = 7; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!)
    return BigInt.asIntN(64, value)
  }

  /** `bytes`, `string` or a message: a view of the input, not a copy. */
  bytes(): Uint8Array {
    this.expect(WIRE.delimited)
    const start = this.at
    const length = this.varint()
    if (length > BigInt(this.input.length)) throw malformed("Length past the end", start)
    return this.take(Number(length))
  }

  /** Passes over the value of a field that the caller does not know. */
  skip(): void {
    if (this.wire === WIRE.varint) this.varint()
    else if (this.wire === WIRE.fixed64) this.take(8)
    else if (this.wire === WIRE.delimited) this.bytes()
    else if (this.wire === WIRE.fixed32) this.take(4)
    else throw malformed(`Wire type ${this.wire} of field ${this.field} is unknown`, this.at)
  }

  private take(length: number): Uint8Array {
    if (length > this.input.length - this.at) throw malformed("Length past the end", this.at)
    const taken = this.input.subarray(this.at, this.at + length)
    this.at += length
    return taken
  }
}

/**
 * Reads a value and insists on its only byte form: what `write` makes of it must be the input.
 * Throws `Invalid` `record_malformed` otherwise.
 */
export function readExactly<T>(
  input: Uint8Array,
  read: (reader: ProtobufReader) => T,
  write: (value: T) => Uint8Array,
): T {
  const value = read(new ProtobufReader(input))
  if (!equalBytes(write(value), input)) throw malformed("Not the shortest form; seen", input.length)
  return value
}
