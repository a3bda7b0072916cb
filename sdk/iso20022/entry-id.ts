/**
 * Ids of the entries of a message: its sender has the same ids whenever it is read, so that it is
 * paid once, however often it is sent; nobody else can tell them before they are booked, so that
 * nobody can take them. UUIDv7 (RFC 9562, section 5.7): the time is that of the message's creation,
 * the rest a digest, keyed by the sender's secret, of what names the entry in it.
 */
import { type Hex, Invalid, sha256, toHex, utf8 } from "@concordat/kernel"
import { SECRET_BYTES_MAX, SECRET_BYTES_MIN } from "./limits.ts"

const TIME_DIGITS = 12
const HEX = 16
const REST_BYTES = 10
const VERSION = 0x70
const VARIANT = 0x80
const SECRET = /^(?:[0-9a-f]{2})+$/

/** The secret that a text gives, in hex. Throws `Invalid` `hex_malformed`. */
export function readSecret(text: string): Hex {
  const bytes = text.length / 2
  if (SECRET.test(text) && bytes >= SECRET_BYTES_MIN && bytes <= SECRET_BYTES_MAX) {
    return text as Hex
  }
  const range = `${SECRET_BYTES_MIN} to ${SECRET_BYTES_MAX}`
  throw new Invalid("hex_malformed", "/secret", `A secret is ${range} bytes in small hex letters.`)
}

/**
 * The id of an entry that so many texts name, of a message created at `created` (ms of 1970). The
 * secret stands first and most of the digest is dropped: what is told leads to no other id.
 */
export function entryIdOf(secret: Hex, created: number, ...names: readonly string[]): Hex {
  const rest = sha256(utf8(JSON.stringify([secret, ...names]))).slice(0, REST_BYTES)
  rest[0] = VERSION | (rest[0]! & 0x0f)
  rest[2] = VARIANT | (rest[2]! & 0x3f)
  return `${created.toString(HEX).padStart(TIME_DIGITS, "0")}${toHex(rest)}` as Hex
}
