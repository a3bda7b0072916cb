/**
 * Ids of the entries of a message: the same message has the same ids whenever it is read, so that
 * it is paid once, however often it is sent. UUIDv7 (RFC 9562, section 5.7): the time is that of
 * the message's creation, the rest a digest of what names the entry in it.
 */
import { type Hex, sha256, toHex, utf8 } from "@concordat/kernel"

const TIME_DIGITS = 12
const HEX = 16
const REST_BYTES = 10
const VERSION = 0x70
const VARIANT = 0x80

/** The id of an entry that so many texts name, of a message created at `created` (ms of 1970). */
export function entryIdOf(created: number, ...names: readonly string[]): Hex {
  const rest = sha256(utf8(JSON.stringify(names))).slice(0, REST_BYTES)
  rest[0] = VERSION | (rest[0]! & 0x0f)
  rest[2] = VARIANT | (rest[2]! & 0x3f)
  return `${created.toString(HEX).padStart(TIME_DIGITS, "0")}${toHex(rest)}` as Hex
}
