/** `fixed(n)` and `hash`: identifiers of a fixed number of bytes, as hex strings in TypeScript. */
import { fromHex, hexOf, toHex } from "../bytes.ts"
import type { CborReader } from "../cbor/reader.ts"
import { Bug } from "../failures.ts"
import { lengthReason, mismatch, tooLong } from "./fault.ts"
import { type Description, defineKind, type KeyKind } from "./kind.ts"
import { columnBug, sqlColumn } from "./sql.ts"
import { headSize } from "./text.ts"

declare const hexBrand: unique symbol
declare const hashBrand: unique symbol

/** Lower-case hex of whole bytes, checked: `===`, Map keys and sorting work. */
export type Hex = string & { readonly [hexBrand]: true }

/** A SHA-256, 64 hex digits; `hash.check(text)` makes one of a string. */
export type Hash = Hex & { readonly [hashBrand]: true }

const BYTES_MAX = 512
const HASH_BYTES = 32

function fixedOf<T extends Hex>(size: number, description: Description): KeyKind<T> {
  const check = (value: unknown): T => {
    if (typeof value !== "string") throw mismatch("lower-case hex as text", value)
    if (value.length === 2 * size && isHex(value)) return value as T
    const bytes = fromHex(value).length
    if (bytes !== size) throw tooLong("bytes", bytes, size, size)
    return value as T
  }
  const take = (reader: CborReader): T => {
    const from = reader.at
    reader.at = from + size
    return hexOf(reader.input, from, reader.at) as T
  }
  return defineKind<T>({
    description,
    sizeMax: headSize(size) + size,
    depth: 1,
    field: { control: "hex", bytes: size },
    sql: sqlColumn<T>({
      type: "bytea",
      check: (column) => `octet_length(${column}) = ${size}`,
      to: (value) => fromHex(value),
      from(column) {
        if (!(column instanceof Uint8Array)) throw columnBug("bytea", column)
        return check(toHex(column))
      },
    }),
    key: {
      sizeMax: size,
      write: (writer, value) => void writer.hex(value),
      read: take,
    },
    check,
    write: (writer, value) => void writer.head(2, size).hex(value),
    read(reader) {
      const item = reader.at
      const length = reader.bytesLength()
      if (length === size) return take(reader)
      throw reader.fail("too_long", ...lengthReason("bytes", length, size, size), item)
    },
    toJson: (value) => value,
    fromJson: check,
    jsonSchema: () => ({ type: "string", pattern: `^[0-9a-f]{${2 * size}}$` }),
    arbitrary: (fc) =>
      fc.uint8Array({ minLength: size, maxLength: size }).map((bytes) => toHex(bytes) as T),
  })
}

function isHex(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const isDigit = unit >= 0x30 && unit <= 0x39
    if (!isDigit && (unit < 0x61 || unit > 0x66)) return false
  }
  return true
}

/** Exactly `size` bytes, 1..512: an id, address, key, point, scalar. */
export function fixed(size: number): KeyKind<Hex> {
  if (!Number.isInteger(size) || size < 1 || size > BYTES_MAX) {
    throw new Bug(`fixed(${size}) is not of 1 to ${BYTES_MAX} bytes.`)
  }
  return fixedOf<Hex>(size, { fixed: size })
}

/** A SHA-256: 32 bytes. */
export const hash: KeyKind<Hash> = fixedOf<Hash>(HASH_BYTES, "hash")

/** The hex form of 32 bytes. Throws `Invalid` `too_long` for another length. */
export function hashOf(bytes: Uint8Array): Hash {
  const hex = toHex(bytes)
  return bytes.length === HASH_BYTES ? (hex as Hash) : hash.check(hex)
}
