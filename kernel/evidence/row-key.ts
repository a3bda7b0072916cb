/**
 * State keys read without a schema: service, table, and the key fields as far as their bytes tell.
 * A key is `service/table/` and the key forms of its fields, one after the other.
 */

import { toHex } from "../bytes.ts"
import { textOf } from "../cbor/reader.ts"

/** Where a row stands: service and table are null for a key that has not this form. */
export type RowPlace = {
  readonly service: string | null
  readonly table: string | null
  /** The key fields, still as bytes. */
  readonly rest: Uint8Array
}

const SLASH = 0x2f
const NAME = /^[a-z][A-Za-z0-9-]{0,31}$/

/** Takes a state key apart. */
export function placeOf(key: Uint8Array): RowPlace {
  const first = key.indexOf(SLASH)
  const second = key.indexOf(SLASH, first + 1)
  if (first > 0 && second > first) {
    const service = printable(key.subarray(0, first))
    const table = printable(key.subarray(first + 1, second))
    if (service !== null && table !== null && NAME.test(service) && NAME.test(table)) {
      return { service, table, rest: key.subarray(second + 1) }
    }
  }
  return { service: null, table: null, rest: key }
}

/** The text of printable ASCII bytes, or null. */
function printable(bytes: Uint8Array): string | null {
  const plain = bytes.every((byte) => byte >= 0x20 && byte < 0x7f)
  return plain && bytes.length > 0 ? textOf(bytes, 0, bytes.length) : null
}

/** Key fields as text: texts (each ended by a zero byte) as they read, all else in hex. */
export function keyText(rest: Uint8Array): string {
  if (rest.length === 0) return ""
  const parts: string[] = []
  let at = 0
  while (at < rest.length) {
    const end = rest.indexOf(0, at)
    const text = end < 0 ? null : printable(rest.subarray(at, end))
    if (text === null) return toHex(rest)
    parts.push(text)
    at = end + 1
  }
  return parts.join(" ")
}
