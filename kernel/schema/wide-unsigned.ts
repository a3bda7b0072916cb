/** `u64`, `u128`: whole numbers as bigint. */
import { writeBignum } from "../cbor/value.ts"
import { decimalPattern, parseDecimal } from "./decimal.ts"
import { mismatch, outOfRange, rangeReason } from "./fault.ts"
import { defineKind, type KeyKind } from "./kind.ts"
import { columnBug, sqlColumn } from "./sql.ts"
import { readBigEndian, readInteger } from "./unsigned.ts"

const U64_MAX = 0xffff_ffff_ffff_ffffn

function wideUnsigned(name: string, width: 8 | 16, sqlType: string): KeyKind<bigint> {
  const max = (1n << BigInt(8 * width)) - 1n
  const check = (value: unknown): bigint => {
    if (typeof value !== "bigint") throw mismatch("a bigint", value)
    if (value < 0n || value > max) throw outOfRange(value, 0n, max)
    return value
  }
  return defineKind<bigint>({
    description: name,
    sizeMax: width === 8 ? 9 : 18,
    depth: 1,
    field: { control: "integer", min: 0n, max },
    sql: sqlColumn<bigint>({
      type: sqlType,
      check: (column) => `${column} BETWEEN 0 AND ${max}`,
      to: (value) => value.toString(),
      from: (column) => check(integerOfColumn(sqlType, column)),
    }),
    key: {
      sizeMax: width,
      write: (writer, value) => void writer.bigEndian(value, width),
      read: (reader) => readBigEndian(reader, width),
    },
    check,
    write(writer, value) {
      if (value > U64_MAX) writeBignum(writer, value)
      else writer.uint(value)
    },
    read(reader) {
      const item = reader.at
      const value = readInteger(reader)
      if (value < 0 || value > max) {
        throw reader.fail("number_out_of_range", ...rangeReason(value, 0n, max), item)
      }
      return BigInt(value)
    },
    toJson: (value) => value.toString(),
    fromJson: (json) => parseDecimal(json, 0n, max),
    jsonSchema: () => ({ type: "string", pattern: `^(0|${decimalPattern(max)})$` }),
    arbitrary: (fc) => fc.bigInt({ min: 0n, max }),
  })
}

/** A whole number as drivers give it. Throws `Bug` for anything else. */
export function integerOfColumn(type: string, column: unknown): bigint {
  if (typeof column === "bigint") return column
  if (typeof column === "number" && Number.isSafeInteger(column)) return BigInt(column)
  if (typeof column === "string" && /^-?[0-9]{1,40}$/.test(column)) return BigInt(column)
  throw columnBug(type, column)
}

/** 0..2^64-1, a bigint; a decimal string in JSON. */
export const u64: KeyKind<bigint> = wideUnsigned("u64", 8, "numeric(20)")
/** 0..2^128-1, a bigint; a decimal string in JSON. */
export const u128: KeyKind<bigint> = wideUnsigned("u128", 16, "numeric(39)")
