/** JSON, written: the shortest text, fields in the order they have. */
import { Bug } from "../failures.ts"
import { isJsonArray, type Json } from "./json.ts"

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
])

/** JSON text of a value. Throws `Bug` for a number that is not a safe integer. */
export function jsonText(value: Json): string {
  if (value === null || typeof value === "boolean") return String(value)
  if (typeof value === "string") return quotedText(value)
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new Bug(`${value} has no JSON form here.`)
    return String(value)
  }
  if (isJsonArray(value)) return `[${value.map(jsonText).join(",")}]`
  const entries = Object.entries(value) // in the order they have
  const fields = entries.map(([name, part]) => `${quotedText(name)}:${jsonText(part)}`)
  return `{${fields.join(",")}}`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON must escape.
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/

function quotedText(text: string): string {
  if (!ESCAPED.test(text)) return `"${text}"`
  let quoted = '"'
  for (const character of text) {
    const escaped = ESCAPES.get(character)
    if (escaped !== undefined) quoted += escaped
    else if (character < " " || isLoneSurrogate(character)) {
      quoted += "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0")
    } else quoted += character
  }
  return quoted + '"'
}

function isLoneSurrogate(character: string): boolean {
  return character.length === 1 && character >= "\ud800" && character <= "\udfff"
}
