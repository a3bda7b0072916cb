/**
 * Which text is accepted: well-formed UTF-8 without the code points of one frozen list, so that no
 * Unicode table stands on the consensus path. Source of truth: ARCHITECTURE.md, "Text"; UTF-8 by
 * RFC 3629.
 */

/** Whether a code point is refused in every text of canonical CBOR, keys included. */
export function isRefusedCodePoint(point: number): boolean {
  if (point < 0x20) return point !== 0x09 && point !== 0x0a
  if (point < 0x7f) return false
  if (point <= 0x9f) return true
  if (point < 0x2028) return false
  if (point <= 0x202e) return true
  if (point < 0x2066) return false
  if (point <= 0x2069) return true
  if (point < 0xfdd0) return point >= 0xd800 && point <= 0xdfff
  if (point <= 0xfdef || point === 0xfeff) return true
  if (point >= 0xfff9 && point <= 0xfffb) return true
  return (point & 0xfffe) === 0xfffe || point > 0x10ffff
}

/**
 * Where `bytes[from..to)` stops being accepted text: the offset of the faulty sequence, or -1.
 * Pure ASCII takes one comparison a byte.
 */
export function textFaultOfBytes(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to) {
    const first = bytes[at]!
    if (first >= 0x20 && first < 0x7f) {
      at++
      continue
    }
    const length = sequenceLength(first)
    if (length === 0 || at + length > to) return at
    if (isRefusedCodePoint(codePointOf(bytes, at, length))) return at
    at += length
  }
  return -1
}

/** Bytes of the UTF-8 sequence that starts with this byte; 0 where none starts with it. */
export function sequenceLength(first: number): number {
  if (first < 0x80) return 1
  if (first < 0xc2) return 0
  if (first < 0xe0) return 2
  if (first < 0xf0) return 3
  return first < 0xf5 ? 4 : 0
}

const REFUSED = 0xd800

/** The code point at `at`; a surrogate (refused everywhere) for a bad or overlong sequence. */
export function codePointOf(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at]!
  if (length === 1) return first
  let point = first & (0x7f >> length)
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i]!
    if ((next & 0xc0) !== 0x80) return REFUSED
    point = (point << 6) | (next & 0x3f)
  }
  if (length === 3 && point < 0x800) return REFUSED
  if (length === 4 && point < 0x10000) return REFUSED
  return point
}

/**
 * How many code points a string has if all of them are accepted; else -1 - i, where i is the index
 * (in UTF-16 units) of the first that is not.
 */
export function acceptedCodePoints(text: string): number {
  let count = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x20 && unit < 0x7f) continue
    const point = text.codePointAt(i)!
    if (isRefusedCodePoint(point)) return -1 - i
    if (point <= 0xffff) continue
    i++
    count--
  }
  return count
}

/** Code points of a well-formed string: what the bounds of `text` count. */
export function codePoints(text: string): number {
  let count = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit <= 0xdbff) count--
  }
  return count
}

/** A code point as people write it: `U+202E`. */
export function nameOfCodePoint(point: number): string {
  return "U+" + point.toString(16).toUpperCase().padStart(4, "0")
}

const SHOWN_MAX = 64

/** Foreign text inside a sentence: in quotes, controls and all beyond 64 characters left out. */
export function quoted(text: string): string {
  let shown = ""
  for (const character of text.slice(0, SHOWN_MAX)) {
    const point = character.codePointAt(0)!
    const visible = point >= 0x20 && point < 0x7f
    shown += visible ? character : `\\u{${point.toString(16)}}`
    if (shown.length > SHOWN_MAX) break
  }
  return `"${shown.slice(0, SHOWN_MAX)}"`
}

const UNDEFINED = 23
const FLOAT_FROM = 25

/** What a simple value that is never accepted is, by the low bits of its head. */
export function simpleName(information: number): string {
  if (information >= FLOAT_FROM) return "A floating-point number"
  return information === UNDEFINED ? "The value undefined" : "This simple value"
}
