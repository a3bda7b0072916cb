/**
 * Protobuf, written: the part of proto3 that CometBFT headers, votes and ICS-23 proofs need.
 * Zero scalars and empty strings are omitted; a message is written even when empty. Source of
 * truth: protobuf.dev/programming-guides/encoding.
 */
import { utf8 } from "../bytes.ts"

/** How a field's value is laid out, the low three bits of its tag. */
export const WIRE = { varint: 0, fixed64: 1, delimited: 2, fixed32: 5 } as const

/** So small an array lies in the heap: most messages fit, and making it costs next to nothing. */
const CAPACITY_FIRST = 64

/** Appends fields in the order they are given; the caller gives them by ascending number. */
export class ProtobufWriter {
  private buffer = new Uint8Array(CAPACITY_FIRST)
  private length = 0

  private reserve(more: number): void {
    const needed = this.length + more
    if (needed <= this.buffer.length) return
    const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2))
    grown.set(this.buffer.subarray(0, this.length))
    this.buffer = grown
  }

  /** A bare varint of 0..2^64-1, as in a length before a message. */
  varint(value: number | bigint): this {
    this.reserve(10)
    let wide = BigInt(value)
    while (wide > 0xffff_ffffn) {
      this.buffer[this.length++] = Number(wide & 0x7fn) | 0x80
      wide >>= 7n
    }
    let narrow = Number(wide)
    while (narrow > 0x7f) {
      this.buffer[this.length++] = (narrow & 0x7f) | 0x80
      narrow >>>= 7
    }
    this.buffer[this.length++] = narrow
    return this
  }

  /** Bytes as they are, without tag or length. */
  raw(bytes: Uint8Array): this {
    this.reserve(bytes.length)
    this.buffer.set(bytes, this.length)
    this.length += bytes.length
    return this
  }

  /** `uint32`, `uint64`, `bool` and enumerations: nothing for 0. */
  uint(field: number, value: number | bigint): this {
    if (value === 0 || value === 0n) return this
    return this.varint(field * 8 + WIRE.varint).varint(value)
  }

  /** `int32`, `int64`: nothing for 0; a negative value takes ten bytes. */
  int(field: number, value: number | bigint): this {
    if (value === 0 || value === 0n) return this
    return this.varint(field * 8 + WIRE.varint).varint(BigInt.asUintN(64, BigInt(value)))
  }

  /** `sfixed64`, little-endian: nothing for 0. */
  sfixed64(field: number, value: number | bigint): this {
    if (value === 0 || value === 0n) return this
    this.varint(field * 8 + WIRE.fixed64).reserve(8)
    let rest = BigInt.asUintN(64, BigInt(value))
    for (let i = 0; i < 8; i++) {
      this.buffer[this.length++] = Number(rest & 0xffn)
      rest >>= 8n
    }
    return this
  }

  /** `bytes`: nothing when empty. */
  bytes(field: number, value: Uint8Array): this {
    return value.length === 0 ? this : this.message(field, value)
  }

  /** `string`: nothing when empty. */
  text(field: number, value: string): this {
    return this.bytes(field, utf8(value))
  }

  /** A message, or one element of repeated bytes: written even when empty. */
  message(field: number, body: Uint8Array): this {
    return this.varint(field * 8 + WIRE.delimited)
      .varint(body.length)
      .raw(body)
  }

  /** What was written, as bytes of its own; the writer starts anew. */
  finish(): Uint8Array {
    const bytes = this.buffer.slice(0, this.length)
    this.length = 0
    return bytes
  }
}

/** Its length as a varint, then the bytes: how a message is framed or signed. */
export function delimited(bytes: Uint8Array): Uint8Array {
  return new ProtobufWriter().varint(bytes.length).raw(bytes).finish()
}
