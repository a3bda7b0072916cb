/**
 * The file of an export (`.audit`): a CBOR sequence (RFC 8742) of byte strings, each the canonical
 * CBOR of one item. So whoever reads it knows the length of each item before it comes, and never
 * holds more than one.
 */
import {
  ascii,
  bytes,
  decode,
  encode,
  fixed,
  hash,
  type Infer,
  list,
  option,
  party,
  record,
  time,
  u8,
  u32,
  u64,
  union,
  WHOLE_BLOCK_LIMITS,
  wholeBlockKind,
} from "@concordat/kernel"
import { caseOpening } from "@concordat/services/oversight"
import { Fault, type Place } from "./fault.ts"

/** Bytes of one item: a block, or a bundle of evidence. */
const ITEM_BYTES_MAX = 16_777_216
/** Digests of one item of the index. */
export const INDEX_HASHES_MAX = 8_192
const SEAL_BYTES_MAX = 4_096
const BYTES_MAJOR = 2
const WIDTH_FIRST = 24
const WIDTH_LAST = 26

/** What an export is about: blocks from and to a height, or rows after one. */
export const manifestKind = record({
  v: u8,
  chain: ascii(48),
  /** Who sealed it, by its own clock. */
  by: party,
  made: time,
  from: option(u64),
  to: option(u64),
  /** Items before the index, and the root of the RFC 9162 log over them. */
  items: u32,
  root: hash,
})
export type Manifest = Infer<typeof manifestKind>

/** One item. `index` holds digests of all items before it, `seal` ends the file. */
const itemKind = union({
  block: wholeBlockKind,
  bundle: bytes(ITEM_BYTES_MAX, 1),
  opening: caseOpening,
  index: list(fixed(32), INDEX_HASHES_MAX, 1),
  seal: bytes(SEAL_BYTES_MAX, 1),
})
export type Item = Infer<typeof itemKind>

/** The canonical bytes of an item. */
export function encodeItem(item: Item): Uint8Array {
  return encode(itemKind, item)
}

/** The item in these bytes. Throws `Invalid`. */
export function decodeItem(input: Uint8Array): Item {
  return decode(itemKind, input, WHOLE_BLOCK_LIMITS)
}

/** An item's bytes as they stand in the file: a byte string with its head in shortest form. */
export function framed(item: Uint8Array): Uint8Array {
  const head = headOf(item.length)
  const out = new Uint8Array(head.length + item.length)
  out.set(head)
  out.set(item, head.length)
  return out
}

function headOf(length: number): Uint8Array {
  const initial = BYTES_MAJOR << 5
  if (length < WIDTH_FIRST) return new Uint8Array([initial | length])
  if (length < 0x100) return new Uint8Array([initial | WIDTH_FIRST, length])
  const wide = length >= 0x1_0000
  const head = new Uint8Array(wide ? 5 : 3)
  head[0] = initial | (wide ? WIDTH_LAST : WIDTH_FIRST + 1)
  const view = new DataView(head.buffer)
  if (wide) view.setUint32(1, length)
  else view.setUint16(1, length)
  return head
}

/** One item as it was found: its number from 1, where its frame begins and ends in the file. */
export type Found = {
  readonly number: number
  readonly from: number
  readonly to: number
  readonly bytes: Uint8Array
}

/** Takes items out of bytes that arrive in parts. */
export class ItemReader {
  private rest: Uint8Array = new Uint8Array()
  private at = 0
  private number = 0

  /** The items that are whole now. Throws `Fault` `record_malformed`. */
  push(part: Uint8Array): readonly Found[] {
    this.rest = concatenated(this.rest, part)
    const whole: Found[] = []
    for (let found = this.next(); found !== null; found = this.next()) whole.push(found)
    return whole
  }

  /** Throws `Fault` `length_mismatch` where the file ends inside an item. */
  end(): void {
    if (this.rest.length === 0) return
    const place = this.place()
    throw new Fault("length_mismatch", `The file ends inside item ${place.item}.`, place)
  }

  private next(): Found | null {
    const { rest, at } = this
    const length = this.length()
    if (length === null) return null
    const start = headOf(length).length
    if (rest.length < start + length) return null
    this.number += 1
    this.at += start + length
    this.rest = rest.subarray(start + length)
    const bytes = rest.subarray(start, start + length)
    return { number: this.number, from: at, to: this.at, bytes }
  }

  /** The length that the next head says; null where it is not whole yet. */
  private length(): number | null {
    const { rest } = this
    const initial = rest[0]
    if (initial === undefined) return null
    const information = initial & 31
    if (initial >> 5 !== BYTES_MAJOR || information > WIDTH_LAST) throw this.malformed()
    if (information < WIDTH_FIRST) return information
    const width = 1 << (information - WIDTH_FIRST)
    if (rest.length < 1 + width) return null
    let length = 0
    for (const byte of rest.subarray(1, 1 + width)) length = length * 256 + byte
    const shortest = headOf(length).length === 1 + width
    if (!shortest || length > ITEM_BYTES_MAX) throw this.malformed()
    return length
  }

  /** Of the item that has begun, as far as it was read. */
  private place(): Place {
    return { item: this.number + 1, from: this.at, to: this.at + this.rest.length }
  }

  private malformed(): Fault {
    const place = this.place()
    const sentence =
      this.number === 0
        ? "This does not begin as an export does."
        : `At byte ${place.from}, item ${place.item} does not begin as one.`
    return new Fault("record_malformed", sentence, place)
  }
}

function concatenated(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b
  const out = new Uint8Array(a.length + b.length)
  out.set(a)
  out.set(b, a.length)
  return out
}
