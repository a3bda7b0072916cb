/** Byte strings: joining, comparing, their text forms (hex; base64url of RFC 4648 section 5). */
import { Invalid } from "./failures.ts"

/** The bytes of a few parts, one after the other. A list whose length is not known: `joined`. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return joined(parts)
}

/**
 * The bytes of a list of parts. How many arguments a call takes depends on the machine's stack, so
 * a list is never spread into `concat`.
 */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** Order of two byte strings, byte by byte, a prefix first: negative, zero or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = a.length < b.length ? a.length : b.length
  for (let i = 0; i < shared; i++) {
    const difference = a[i]! - b[i]!
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Whether two byte strings are the same. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && compareBytes(a, b) === 0
}

const decoder = new TextDecoder()
const DIGITS = new TextEncoder().encode("0123456789abcdef")
const SCRATCH_BYTES = 256
const scratch = new Uint8Array(SCRATCH_BYTES)
/** By length: making a view takes longer than putting the digits of a hash together. */
const scratches = Array.from({ length: SCRATCH_BYTES + 1 }, (_, n) => scratch.subarray(0, n))

/** An array of `length` bytes for use on the spot: short ones share their memory. */
export function scratchOf(length: number): Uint8Array {
  return scratches[length] ?? new Uint8Array(length)
}

/** Lower-case hex, two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  return hexOf(bytes, 0, bytes.length)
}

/** The hex of `bytes[from..to)`. */
export function hexOf(bytes: Uint8Array, from: number, to: number): string {
  const digits = scratchOf(2 * (to - from))
  for (let i = from, at = 0; i < to; i++) {
    const byte = bytes[i]!
    digits[at++] = DIGITS[byte >> 4]!
    digits[at++] = DIGITS[byte & 15]!
  }
  return decoder.decode(digits)
}

/** Value of a digit by its character code; 255: none. */
const NIBBLE = new Uint8Array(128).fill(255)
for (let value = 0; value < 16; value++) NIBBLE[DIGITS[value]!] = value

/** The bytes of a lower-case hex string. Throws `Invalid` `hex_malformed`, naming the position. */
export function fromHex(hex: string, path = ""): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1)
  let seen = 0
  for (let i = 0; i < bytes.length; i++) {
    const high = NIBBLE[hex.charCodeAt(2 * i)] ?? 255
    const low = NIBBLE[hex.charCodeAt(2 * i + 1)] ?? 255
    seen |= high | low
    bytes[i] = (high << 4) | low
  }
  if (seen > 15 || hex.length % 2 === 1) throw hexMalformed(hex, path)
  return bytes
}

/** The first fault of what is no hex: a foreign character, else a digit alone at the end. */
function hexMalformed(hex: string, path: string): Invalid {
  let position = 0
  while (position < hex.length && (NIBBLE[hex.charCodeAt(position)] ?? 255) < 16) position++
  const foreign = position < hex.length
  const reason = foreign ? "is not a digit 0-9 or a-f" : "has no partner: hex has two a byte"
  if (!foreign) position--
  return new Invalid("hex_malformed", path, `Character ${position + 1} ${reason}.`, { position })
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

/** Base64url without padding (RFC 4648 section 5). */
export function toBase64url(bytes: Uint8Array): string {
  let text = ""
  for (let i = 0; i < bytes.length; i += 3) {
    const rest = bytes.length - i
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    text += ALPHABET[word >> 18]! + ALPHABET[(word >> 12) & 63]!
    if (rest > 1) text += ALPHABET[(word >> 6) & 63]!
    if (rest > 2) text += ALPHABET[word & 63]!
  }
  return text
}

/**
 * The bytes of unpadded base64url. Throws `Invalid` `base64_malformed` for a foreign character,
 * padding, an impossible length, or bits left over that are not zero.
 */
export function fromBase64url(text: string, path = ""): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  const malformed = (position: number, reason: string) =>
    new Invalid("base64_malformed", path, reason, { position })
  let word = 0
  let bits = 0
  let at = 0
  for (let i = 0; i < text.length; i++) {
    const value = ALPHABET.indexOf(text[i]!)
    if (value < 0) throw malformed(i, `Character ${i + 1} is not of the base64url alphabet.`)
    word = ((word << 6) | value) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (word >> bits) & 0xff
    }
  }
  if (text.length % 4 === 1) throw malformed(text.length, "One character is left over.")
  if ((word & ((1 << bits) - 1)) !== 0) throw malformed(text.length, "The last bits are not zero.")
  return bytes
}

const encoder = new TextEncoder()

/** The UTF-8 bytes of well-formed text. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}
