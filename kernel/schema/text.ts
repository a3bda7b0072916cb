/** `text(max, min)`: text for people, bounded in code points. */
import { type CborReader, textOf } from "../cbor/reader.ts"
import {
  acceptedCodePoints,
  codePoints,
  isRefusedCodePoint,
  nameOfCodePoint,
} from "../cbor/text.ts"
import { Invalid } from "../failures.ts"
import { type Arbitrary, type FastCheck, GENERATED_MAX } from "./arbitrary.ts"
import { lengthReason, mismatch, tooLong } from "./fault.ts"
import { defineKind, type KeyForm, type KeyKind } from "./kind.ts"
import { assertBounds } from "./names.ts"
import { columnBug, type SqlColumn, sqlColumn } from "./sql.ts"

/** A field of more characters than this is a text area. */
const LINE_MAX = 200
const UTF8_BYTES_MAX = 4

/**
 * Text of `min` to `max` code points: well-formed Unicode without control characters (tab and line
 * feed pass) and without marks that reorder a line. No authority may hang on it: two texts that
 * look alike can differ; use `ascii`, `party` or `enumeration` for names that decide something.
 */
export function text(max: number, min = 0): KeyKind<string> {
  assertBounds("text", max, min)
  const check = (value: unknown): string => {
    if (typeof value !== "string") throw mismatch("text", value)
    const count = acceptedCodePoints(value)
    if (count < 0) throw textInvalid(value, -1 - count)
    if (count < min || count > max) throw tooLong("characters", count, min, max)
    return value
  }
  return defineKind<string>({
    description: { text: [max, min] },
    sizeMax: headSize(max * UTF8_BYTES_MAX) + max * UTF8_BYTES_MAX,
    depth: 1,
    field: { control: "text", min, max, pattern: null, long: max > LINE_MAX },
    sql: { ...textColumn(check), words: true },
    key: textKey(max * UTF8_BYTES_MAX),
    check,
    write: (writer, value) => void writer.text(value),
    read(reader) {
      const item = reader.at
      const value = reader.text()
      const count = codePoints(value)
      if (count >= min && count <= max) return value
      throw reader.fail("too_long", ...lengthReason("characters", count, min, max), item)
    },
    toJson: (value) => value,
    fromJson: check,
    jsonSchema: () => ({ type: "string", minLength: min, maxLength: max }),
    arbitrary: (fc) => textArbitrary(fc, max, min),
  })
}

function textArbitrary(fc: FastCheck, max: number, min: number): Arbitrary<string> {
  const points = fc.oneof(
    fc.integer({ min: 0x20, max: 0x7e }),
    fc.integer({ min: 0x09, max: 0x2fff }),
    fc.integer({ min: 0, max: 0x10ffff }),
  )
  const accepted = points.map((point) => (isRefusedCodePoint(point) ? 0x41 : point))
  return fc
    .array(accepted, { minLength: min, maxLength: Math.max(min, Math.min(max, GENERATED_MAX)) })
    .map((all) => String.fromCodePoint(...all))
}

function textInvalid(value: string, index: number): Invalid {
  const point = nameOfCodePoint(value.codePointAt(index)!)
  const details = { index, codePoint: point }
  return new Invalid("text_invalid", "", `Text holds ${point} at character ${index}.`, details)
}

/** Bytes of the head of a string, list or map of that length. */
export function headSize(length: number): number {
  if (length < 24) return 1
  if (length < 0x100) return 2
  return length < 0x1_0000 ? 3 : 5
}

/** UTF-8 and a closing 00: as no text holds NUL, order of bytes is order of code points. */
export function textKey<T extends string>(bytesMax: number): KeyForm<T> {
  return {
    sizeMax: bytesMax + 1,
    write: (writer, value) => void writer.utf8(value).byte(0),
    read: (reader) => readTextKey(reader) as T,
  }
}

function readTextKey(reader: CborReader): string {
  const from = reader.at
  const end = reader.input.indexOf(0, from)
  reader.at = end + 1
  return textOf(reader.input, from, end)
}

/** A text column, ordered by bytes. */
export function textColumn<T extends string>(
  check: (value: unknown) => T,
  condition?: (column: string) => string,
): SqlColumn<T> {
  return sqlColumn<T>({
    type: 'text COLLATE "C"',
    to: (value) => value,
    from(column) {
      if (typeof column !== "string") throw columnBug("text", column)
      return check(column)
    },
    ...(condition === undefined ? {} : { check: condition }),
  })
}
