/** `ascii(max, min)`: printable ASCII without space; what names and identifiers are made of. */
import { quoted } from "../cbor/text.ts"
import { Invalid } from "../failures.ts"
import { GENERATED_MAX } from "./arbitrary.ts"
import { lengthReason, mismatch, tooLong } from "./fault.ts"
import { defineKind, type KeyKind } from "./kind.ts"
import { assertBounds } from "./names.ts"
import { headSize, textColumn, textKey } from "./text.ts"

const FIRST = 0x21
const LAST = 0x7e

/** Text of `min` to `max` bytes, each of 21..7e (`!` to `~`). */
export function ascii(max: number, min = 1): KeyKind<string> {
  assertBounds("ascii", max, min)
  const check = (value: unknown): string => {
    if (typeof value !== "string") throw mismatch("text", value)
    if (value.length < min || value.length > max) {
      throw tooLong("characters", value.length, min, max)
    }
    const reason = asciiFault(value)
    if (reason !== null) throw new Invalid("text_invalid", "", reason)
    return value
  }
  return defineKind<string>({
    description: { ascii: [max, min] },
    sizeMax: headSize(max) + max,
    depth: 1,
    field: { control: "text", min, max, pattern: "^[!-~]*$", long: false },
    sql: textColumn(check),
    key: textKey(max),
    check,
    write: (writer, value) => void writer.text(value),
    read(reader) {
      const item = reader.at
      const length = reader.textLength()
      reader.at = item
      if (length < min || length > max) {
        throw reader.fail("too_long", ...lengthReason("bytes", length, min, max), item)
      }
      const value = reader.text()
      const reason = asciiFault(value)
      if (reason !== null) throw reader.fail("text_invalid", reason, {}, item)
      return value
    },
    toJson: (value) => value,
    fromJson: check,
    jsonSchema: () => ({
      type: "string",
      minLength: min,
      maxLength: max,
      pattern: "^[!-~]*$",
    }),
    arbitrary: (fc) =>
      fc
        .array(fc.integer({ min: FIRST, max: LAST }), {
          minLength: min,
          maxLength: Math.max(min, Math.min(max, GENERATED_MAX)),
        })
        .map((all) => String.fromCharCode(...all)),
  })
}

function asciiFault(value: string): string | null {
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i)
    if (unit < FIRST || unit > LAST) {
      return `Character ${i} of ${quoted(value)} is not a printable ASCII character.`
    }
  }
  return null
}
