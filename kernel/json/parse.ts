/**
 * JSON, read strictly: what two parsers could understand differently is refused. No duplicate key,
 * no number beyond what is exact, no comment, no byte order mark, text in NFC, bounded depth found
 * before recursion. Source of truth: RFC 8259, narrowed by I-JSON (RFC 7493).
 */

import { step } from "../cbor/pointer.ts"
import { quoted, textFaultOfBytes } from "../cbor/text.ts"
import { type Details, Invalid } from "../failures.ts"
import { JSON_DEPTH_MAX } from "../limits.ts"
import type { Json } from "./json.ts"

/** What a reader may take beyond the usual. */
export type JsonLimits = {
  /** Levels of nesting, the outermost value being 1; 32 unless given. */
  readonly depth?: number
  /** Takes text that is not NFC: for JSON that no person typed. */
  readonly anyForm?: boolean
}

/** Names that would reach into an object's prototype. */
const REFUSED_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"])

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y
const NUMBER_CHARACTERS_MAX = 17
const SIMPLE: ReadonlyMap<string, Json> = new Map<string, Json>([
  ["true", true],
  ["false", false],
  ["null", null],
])
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
])

/**
 * The value of JSON text, or of its UTF-8 bytes; objects have no prototype. Throws `Invalid`, with
 * line and column: `json_malformed`, `too_deep`, `duplicate_key`, `key_refused`, `number_unsafe`
 * (also for fractions, exponents and -0), `text_invalid` (lone surrogate, or not NFC).
 */
export function parseJson(source: string | Uint8Array, limits: JsonLimits = {}): Json {
  const text = typeof source === "string" ? source : decoded(source)
  const parser = new Parser(text, limits.depth ?? JSON_DEPTH_MAX, limits.anyForm ?? false)
  return parser.document()
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    const offset = firstIllFormed(bytes)
    const reason = `The text is not UTF-8, from byte ${offset} on.`
    throw new Invalid("json_malformed", "", reason, { offset })
  }
}

/** The first byte where well-formed UTF-8 ends; control characters are well-formed. */
function firstIllFormed(bytes: Uint8Array): number {
  let offset = 0
  for (;;) {
    const fault = textFaultOfBytes(bytes, offset, bytes.length)
    if (fault < 0) return bytes.length
    const sequence = bytes.subarray(fault, fault + 4)
    const length = [1, 2, 3, 4].find((size) => isWellFormed(sequence.subarray(0, size)))
    if (length === undefined) return fault
    offset = fault + length
  }
}

function isWellFormed(bytes: Uint8Array): boolean {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)
  return !text.includes("\ufffd") || (bytes.length === 3 && bytes[0] === 0xef && bytes[1] === 0xbf)
}

class Parser {
  private readonly text: string
  private readonly depthMax: number
  private readonly anyForm: boolean
  private at = 0
  /** Names and indexes that lead to the value under the cursor. */
  private readonly steps: (string | number)[] = []

  constructor(text: string, depthMax: number, anyForm: boolean) {
    this.text = text
    this.depthMax = depthMax
    this.anyForm = anyForm
  }

  document(): Json {
    this.space()
    const value = this.value(1)
    this.space()
    if (this.at < this.text.length) throw this.malformed("Something follows the end of the value")
    return value
  }

  private value(depth: number): Json {
    const character = this.text[this.at]
    if (character === "{" || character === "[") {
      if (depth > this.depthMax) {
        const limit = this.depthMax
        throw this.fail("too_deep", `Nested deeper than ${limit} levels`, { limit })
      }
      return character === "{" ? this.object(depth) : this.array(depth)
    }
    if (character === '"') return this.string()
    if (character === "-" || isDigit(character)) return this.number()
    for (const [word, value] of SIMPLE) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length
        return value
      }
    }
    throw this.malformed("A value is missing here")
  }

  private object(depth: number): Json {
    const object: { [name: string]: Json } = Object.create(null)
    this.at++
    this.space()
    if (this.took("}")) return object
    do {
      this.space()
      const start = this.at
      if (this.text[start] !== '"') throw this.malformed("The name of a field is missing")
      const name = this.string()
      this.refuseKey(name, name in object, start)
      this.space()
      if (!this.took(":")) throw this.malformed('":" is missing after the name of a field')
      this.space()
      this.steps.push(name)
      object[name] = this.value(depth + 1)
      this.steps.pop()
      this.space()
    } while (this.took(","))
    if (!this.took("}")) throw this.malformed('"," or "}" is missing')
    return object
  }

  private refuseKey(name: string, stands: boolean, start: number): void {
    if (REFUSED_KEYS.has(name)) {
      this.at = start
      throw this.fail("key_refused", `"${name}" cannot name a field`, { key: name })
    }
    if (stands) {
      this.at = start
      const key = quoted(name)
      throw this.fail("duplicate_key", `The field ${key} stands twice in an object`, { key })
    }
  }

  private array(depth: number): Json {
    const items: Json[] = []
    this.at++
    this.space()
    if (this.took("]")) return items
    do {
      this.space()
      this.steps.push(items.length)
      items.push(this.value(depth + 1))
      this.steps.pop()
      this.space()
    } while (this.took(","))
    if (!this.took("]")) throw this.malformed('"," or "]" is missing')
    return items
  }

  private string(): string {
    const start = this.at++
    let text = ""
    let from = this.at
    for (;;) {
      const unit = this.text.charCodeAt(this.at)
      if (Number.isNaN(unit)) throw this.malformed("Text has no closing quote", start)
      if (unit < 0x20) throw this.malformed("A control character stands in text")
      if (unit === 0x22) break
      if (unit !== 0x5c) {
        this.at++
        continue
      }
      text += this.text.slice(from, this.at) + this.escape()
      from = this.at
    }
    text += this.text.slice(from, this.at++)
    this.assertForm(text, start)
    return text
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? ""
    if (letter === "u") {
      const digits = this.text.slice(this.at + 2, this.at + 6)
      if (!/^[0-9A-Fa-f]{4}$/.test(digits)) throw this.malformed("\\u is due four hex digits")
      this.at += 6
      return String.fromCharCode(Number.parseInt(digits, 16))
    }
    const escaped = ESCAPES.get(letter)
    if (escaped === undefined) throw this.malformed("An unknown escape stands in text")
    this.at += 2
    return escaped
  }

  private assertForm(text: string, start: number): void {
    if (isAscii(text)) return
    const whole = text.isWellFormed()
    if (whole && this.anyForm) return
    const normal = whole && text === text.normalize("NFC") // why: judged where people type only
    if (normal) return
    const fault = whole ? "is not normalised (NFC)" : "holds half a character"
    this.at = start
    throw this.fail("text_invalid", `This text ${fault}`)
  }

  private number(): number {
    NUMBER.lastIndex = this.at
    const match = NUMBER.exec(this.text)
    if (match === null) throw this.malformed("A number has no digits")
    const [digits, fraction, exponent] = match
    if (isDigit(this.text[this.at + digits.length])) {
      throw this.malformed("A number begins with a zero")
    }
    const value = Number(digits.slice(0, NUMBER_CHARACTERS_MAX + 1))
    const plain = fraction === undefined && exponent === undefined && digits !== "-0"
    if (!plain || digits.length > NUMBER_CHARACTERS_MAX || !Number.isSafeInteger(value)) {
      throw this.fail("number_unsafe", "This number is not exact: send a decimal string")
    }
    this.at += digits.length
    return value
  }

  private space(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.at)
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return
      this.at++
    }
  }

  private took(character: string): boolean {
    if (this.text[this.at] !== character) return false
    this.at++
    return true
  }

  private malformed(reason: string, at = this.at): Invalid {
    this.at = at
    if (this.text[at] === "\ufeff") return this.fail("json_malformed", "A byte order mark is here")
    if (this.text[at] === "/") return this.fail("json_malformed", "Comments are not accepted")
    return this.fail("json_malformed", reason)
  }

  private fail(code: string, reason: string, details: Details = {}): Invalid {
    const before = this.text.slice(0, this.at)
    const line = before.split("\n").length
    const column = this.at - (before.lastIndexOf("\n") + 1) + 1
    const place = { line, column, ...details }
    const path = this.steps.map(step).join("")
    return new Invalid(code, path, `${reason} (line ${line}, column ${column}).`, place)
  }
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= "0" && character <= "9"
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false
  return true
}
