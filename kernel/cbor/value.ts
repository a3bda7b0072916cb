/**
 * Any canonical CBOR value as plain data, for what has no schema of its own: descriptions of
 * schemas, and tools that show a record they do not know.
 */
import { compareBytes, utf8 } from "../bytes.ts"
import { Bug } from "../failures.ts"
import { CborReader } from "./reader.ts"
import { type ScanLimits, scan } from "./scan.ts"
import { CborWriter, MAJOR } from "./writer.ts"

/** A map is an object without prototype; integers are numbers where that is exact. */
export type CborValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly CborValue[]
  | { readonly [key: string]: CborValue }

/** The canonical bytes of a value. Throws `Bug` for what CBOR here has no form for. */
export function encodeValue(value: CborValue): Uint8Array {
  const writer = new CborWriter()
  writeValue(writer, value)
  return writer.finish()
}

/** The value of canonical bytes. Throws `Invalid` as `scan` does. */
export function decodeValue(bytes: Uint8Array, limits?: ScanLimits): CborValue {
  scan(bytes, limits)
  return readValue(new CborReader(bytes))
}

/** Writes one value; keys of maps are put in canonical order. */
export function writeValue(writer: CborWriter, value: CborValue): void {
  if (value === null) writer.null()
  else if (typeof value === "boolean") writer.bool(value)
  else if (typeof value === "number" || typeof value === "bigint") writeInteger(writer, value)
  else if (typeof value === "string") writer.text(value)
  else if (value instanceof Uint8Array) writer.bytes(value)
  else if (isArray(value)) {
    writer.array(value.length)
    for (const item of value) writeValue(writer, item)
  } else {
    const entries = Object.entries(value)
      .map(([key, item]) => ({ key, bytes: utf8(key), item }))
      .sort((a, b) => a.bytes.length - b.bytes.length || compareBytes(a.bytes, b.bytes))
    writer.map(entries.length)
    for (const { key, item } of entries) {
      writer.text(key)
      writeValue(writer, item)
    }
  }
}

const isArray: (value: unknown) => value is readonly CborValue[] = Array.isArray

function writeInteger(writer: CborWriter, value: number | bigint): void {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new Bug(`${value} is not an integer that CBOR can hold here.`)
  }
  if (value > 0xffff_ffff_ffff_ffffn) writeBignum(writer, BigInt(value))
  else writer.int(value)
}

/** A number of 2^64..2^128-1: tag 2 over its bytes, no leading zero. */
export function writeBignum(writer: CborWriter, value: bigint): void {
  let width = 8
  for (let rest = value >> 64n; rest > 0n; rest >>= 8n) width++
  writer.tag(2).head(MAJOR.bytes, width).bigEndian(value, width)
}

/** Reads one value that `scan` accepted. */
export function readValue(reader: CborReader): CborValue {
  const major = reader.major()
  if (major === MAJOR.uint || major === MAJOR.nint) return reader.int()
  if (major === MAJOR.bytes) return reader.bytes()
  if (major === MAJOR.text) return reader.text()
  if (major === MAJOR.tag) return reader.wide()
  if (major === MAJOR.array) {
    return Array.from({ length: reader.array() }, () => readValue(reader))
  }
  if (major === MAJOR.map) {
    const entries: { [key: string]: CborValue } = Object.create(null)
    for (let left = reader.map(); left > 0; left--) entries[reader.text()] = readValue(reader)
    return entries
  }
  return reader.tookNull() ? null : reader.bool()
}
