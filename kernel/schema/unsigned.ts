/** `u8`, `u16`, `u32`: whole numbers that fit a JavaScript number. */
import type { CborReader } from "../cbor/reader.ts"
import { mismatch, outOfRange, rangeReason } from "./fault.ts"
import { defineKind, type KeyKind } from "./kind.ts"
import { columnBug, sqlColumn } from "./sql.ts"

function unsigned(name: string, width: 1 | 2 | 4, sqlType: string): KeyKind<number> {
  const max = 2 ** (8 * width) - 1
  const check = (value: unknown): number => {
    if (typeof value !== "number" || !Number.isInteger(value)) {
      throw mismatch("a whole number", value)
    }
    if (value < 0 || value > max || Object.is(value, -0)) throw outOfRange(value, 0, max)
    return value
  }
  return defineKind<number>({
    description: name,
    sizeMax: 1 + width,
    depth: 1,
    field: { control: "integer", min: 0n, max: BigInt(max) },
    sql: sqlColumn<number>({
      type: sqlType,
      check: (column) => `${column} BETWEEN 0 AND ${max}`,
      to: (value) => value,
      from(column) {
        if (column === null || typeof column === "object") throw columnBug(sqlType, column)
        return check(Number(column))
      },
    }),
    key: {
      sizeMax: width,
      write: (writer, value) => void writer.bigEndian(value, width),
      read: (reader) => Number(readBigEndian(reader, width)),
    },
    check,
    write: (writer, value) => void writer.uint(value),
    read(reader) {
      const item = reader.at
      const value = readInteger(reader)
      if (value < 0 || value > max) {
        throw reader.fail("number_out_of_range", ...rangeReason(value, 0, max), item)
      }
      return value as number
    },
    toJson: (value) => value,
    fromJson: check,
    jsonSchema: () => ({ type: "integer", minimum: 0, maximum: max }),
    arbitrary: (fc) => fc.integer({ min: 0, max }),
  })
}

/** An integer of any size and sign: which of them are in range is the kind's own question. */
export function readInteger(reader: CborReader): number | bigint {
  return reader.isBignum() ? reader.wide() : reader.int()
}

/** A big-endian number of a key, `width` bytes. */
export function readBigEndian(reader: CborReader, width: number): bigint {
  let value = 0n
  for (let i = 0; i < width; i++) value = (value << 8n) | BigInt(reader.input[reader.at++]!)
  return value
}

/** 0..255 */
export const u8: KeyKind<number> = unsigned("u8", 1, "smallint")
/** 0..65,535 */
export const u16: KeyKind<number> = unsigned("u16", 2, "integer")
/** 0..4,294,967,295 */
export const u32: KeyKind<number> = unsigned("u32", 4, "bigint")
