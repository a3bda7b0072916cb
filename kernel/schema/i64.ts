/** `i64`: a signed whole number as bigint. */
import { decimalPattern, parseDecimal } from "./decimal.ts"
import { mismatch, outOfRange, rangeReason } from "./fault.ts"
import { defineKind, type KeyKind } from "./kind.ts"
import { sqlColumn } from "./sql.ts"
import { readBigEndian, readInteger } from "./unsigned.ts"
import { integerOfColumn } from "./wide-unsigned.ts"

const MIN = -(1n << 63n)
const MAX = (1n << 63n) - 1n

function check(value: unknown): bigint {
  if (typeof value !== "bigint") throw mismatch("a bigint", value)
  if (value < MIN || value > MAX) throw outOfRange(value, MIN, MAX)
  return value
}

/** -2^63..2^63-1, a bigint; a decimal string in JSON. Key: 8 bytes with the top bit flipped. */
export const i64: KeyKind<bigint> = defineKind<bigint>({
  description: "i64",
  sizeMax: 9,
  depth: 1,
  field: { control: "integer", min: MIN, max: MAX },
  sql: sqlColumn<bigint>({
    type: "bigint",
    to: (value) => value.toString(),
    from: (column) => check(integerOfColumn("bigint", column)),
  }),
  key: {
    sizeMax: 8,
    write: (writer, value) => void writer.bigEndian(value - MIN, 8),
    read: (reader) => readBigEndian(reader, 8) + MIN,
  },
  check,
  write: (writer, value) => void writer.int(value),
  read(reader) {
    const item = reader.at
    const value = readInteger(reader)
    if (value < MIN || value > MAX) {
      throw reader.fail("number_out_of_range", ...rangeReason(value, MIN, MAX), item)
    }
    return BigInt(value)
  },
  toJson: (value) => value.toString(),
  fromJson: (json) => parseDecimal(json, MIN, MAX),
  jsonSchema: () => ({
    type: "string",
    pattern: `^(0|${decimalPattern(MAX)}|-${decimalPattern(-MIN)})$`,
  }),
  arbitrary: (fc) => fc.bigInt({ min: MIN, max: MAX }),
})
