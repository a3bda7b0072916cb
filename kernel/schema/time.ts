/** `time`: a moment, in milliseconds since 1970-01-01 UTC. */
import { parseTime, TIME_MAX, timeText } from "./calendar.ts"
import { mismatch, outOfRange, rangeReason } from "./fault.ts"
import { defineKind, type KeyKind } from "./kind.ts"
import { columnBug, sqlColumn } from "./sql.ts"
import { readBigEndian, readInteger } from "./unsigned.ts"

function check(value: unknown): number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw mismatch("a whole number of milliseconds", value)
  }
  if (value < 0 || value > TIME_MAX || Object.is(value, -0)) throw outOfRange(value, 0, TIME_MAX)
  return value
}

function fromColumn(column: unknown): number {
  if (typeof column === "string") return parseTime(column)
  const moment = column as { getTime?: () => number } | null
  if (typeof moment?.getTime !== "function") throw columnBug("timestamptz", column)
  return check(moment.getTime())
}

/** Milliseconds of 1970, up to the end of the year 9999; RFC 3339 in JSON. Key: 8 bytes. */
export const time: KeyKind<number> = defineKind<number>({
  description: "time",
  sizeMax: 9,
  depth: 1,
  field: { control: "time" },
  sql: sqlColumn<number>({ type: "timestamptz(3)", to: timeText, from: fromColumn }),
  key: {
    sizeMax: 8,
    write: (writer, value) => void writer.bigEndian(value, 8),
    read: (reader) => Number(readBigEndian(reader, 8)),
  },
  check,
  write: (writer, value) => void writer.uint(value),
  read(reader) {
    const item = reader.at
    const value = readInteger(reader)
    if (value < 0 || value > TIME_MAX) {
      throw reader.fail("number_out_of_range", ...rangeReason(value, 0, TIME_MAX), item)
    }
    return value as number
  },
  toJson: timeText,
  fromJson(json) {
    if (typeof json !== "string") throw mismatch("a time as text", json)
    return parseTime(json)
  },
  jsonSchema: () => ({
    type: "string",
    format: "date-time",
    pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$",
  }),
  arbitrary: (fc) => fc.integer({ min: 0, max: TIME_MAX }),
})
