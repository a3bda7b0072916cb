/** `bytes(max, min)`: a payload of bytes. */
import { fromBase64url, toBase64url } from "../bytes.ts"
import { GENERATED_MAX } from "./arbitrary.ts"
import { lengthReason, mismatch, tooLong } from "./fault.ts"
import { defineKind, type Kind } from "./kind.ts"
import { assertBounds } from "./names.ts"
import { columnBug, sqlColumn } from "./sql.ts"
import { headSize } from "./text.ts"

const BASE64_CHARACTERS = 4
const BASE64_BYTES = 3

/** Characters of unpadded base64 of so many bytes. */
function base64Length(bytes: number): number {
  return Math.ceil((bytes * BASE64_CHARACTERS) / BASE64_BYTES)
}

/** `min` to `max` bytes: a Uint8Array, base64url without padding in JSON; cannot stand in a key. */
export function bytes(max: number, min = 0): Kind<Uint8Array> {
  assertBounds("bytes", max, min)
  const check = (value: unknown): Uint8Array => {
    if (!(value instanceof Uint8Array)) throw mismatch("bytes", value)
    if (value.length < min || value.length > max) throw tooLong("bytes", value.length, min, max)
    return value
  }
  return defineKind<Uint8Array>({
    description: { bytes: [max, min] },
    sizeMax: headSize(max) + max,
    depth: 1,
    field: { control: "bytes", min, max },
    sql: sqlColumn<Uint8Array>({
      type: "bytea",
      to: (value) => value,
      from(column) {
        if (!(column instanceof Uint8Array)) throw columnBug("bytea", column)
        return check(new Uint8Array(column))
      },
    }),
    key: null,
    check,
    write: (writer, value) => void writer.bytes(value),
    read(reader) {
      const item = reader.at
      const length = reader.bytesLength()
      if (length < min || length > max) {
        throw reader.fail("too_long", ...lengthReason("bytes", length, min, max), item)
      }
      reader.at = item
      return reader.bytes()
    },
    toJson: toBase64url,
    fromJson(json) {
      if (typeof json !== "string") throw mismatch("base64url as text", json)
      return check(fromBase64url(json))
    },
    jsonSchema: () => ({
      type: "string",
      contentEncoding: "base64url",
      minLength: base64Length(min),
      maxLength: base64Length(max),
      pattern: "^[A-Za-z0-9_-]*$",
    }),
    arbitrary: (fc) =>
      fc.uint8Array({
        minLength: min,
        maxLength: Math.max(min, Math.min(max, GENERATED_MAX)),
      }),
  })
}
