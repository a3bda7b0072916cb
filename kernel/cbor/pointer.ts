/**
 * Where in a CBOR value a byte offset lies, as a JSON pointer (RFC 6901). Only failures ask, so
 * nothing on the way of a good value keeps track of its place.
 */
import { MAJOR } from "./writer.ts"

const decoder = new TextDecoder("utf-8", { ignoreBOM: true })
const STEP_CHARACTERS_MAX = 64

/** One step of a JSON pointer: `/` and the name, escaped, never longer than 64 characters. */
export function step(name: string | number): string {
  const text = String(name).slice(0, STEP_CHARACTERS_MAX)
  return "/" + text.replaceAll("~", "~0").replaceAll("/", "~1")
}

/**
 * The pointer of the item that starts at `offset`, or of the map whose key starts there. Items
 * before `offset` are well-formed; those after it may be anything.
 */
export function pointerTo(bytes: Uint8Array, offset: number, start = 0): string {
  const walk = new Walk(bytes, offset, start)
  walk.item()
  return walk.steps.reverse().map(step).join("")
}

class Walk {
  /** Innermost first. */
  readonly steps: (string | number)[] = []
  private readonly bytes: Uint8Array
  private readonly offset: number
  private at: number

  constructor(bytes: Uint8Array, offset: number, start: number) {
    this.bytes = bytes
    this.offset = offset
    this.at = start
  }

  /** Walks over one item; true as soon as the offset is reached inside it. */
  item(): boolean {
    if (this.at >= this.offset) return true
    const major = this.bytes[this.at]! >> 5
    const argument = this.argument()
    if (major === MAJOR.bytes || major === MAJOR.text) this.at += argument
    else if (major === MAJOR.tag) this.item()
    else if (major === MAJOR.array) return this.elements(argument)
    else if (major === MAJOR.map) return this.entries(argument)
    return false
  }

  private elements(count: number): boolean {
    for (let i = 0; i < count; i++) if (this.item()) return this.found(i)
    return false
  }

  private entries(count: number): boolean {
    for (let i = 0; i < count; i++) {
      if (this.at >= this.offset) return true
      const length = this.argument()
      const from = this.at
      this.at += length
      if (this.item()) return this.found(decoder.decode(this.bytes.subarray(from, from + length)))
    }
    return false
  }

  private found(name: string | number): true {
    this.steps.push(name)
    return true
  }

  private argument(): number {
    const information = this.bytes[this.at++]! & 31
    if (information < 24) return information
    const width = 1 << (information - 24)
    let value = 0
    for (let i = 0; i < width; i++) value = value * 256 + (this.bytes[this.at++] ?? 0)
    return value
  }
}
