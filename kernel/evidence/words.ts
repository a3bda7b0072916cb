/** How verdicts put values into words: short, plain, the same on every screen. */
import { isJsonArray, isJsonObject, type Json } from "../json/json.ts"
import { timeText } from "../schema/calendar.ts"

const TEXT_MAX = 64
const ENTRIES_MAX = 6
const HEX_SHOWN = 16
const LONG_HEX = /^[0-9a-f]{32,}$/
const MINUTES_END = 16

/** At most 64 characters of a text, with a sign that more follows; of a hash its beginning. */
export function shorten(text: string): string {
  if (LONG_HEX.test(text)) return `${text.slice(0, HEX_SHOWN)}…`
  const points = [...text]
  return points.length <= TEXT_MAX ? text : `${points.slice(0, TEXT_MAX - 1).join("")}…`
}

/** `a`, `a and b`, `a, b and c`. */
export function listWords(names: readonly string[]): string {
  if (names.length < 2) return names.join("")
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`
}

/** `1 step`, `2 steps`. */
export function countWords(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`
}

/** `2026-11-23 10:39 UTC` of milliseconds since 1970. */
export function timeWords(ms: number): string {
  return `${timeText(ms).slice(0, MINUTES_END).replace("T", " ")} UTC`
}

/** A decoded value. Fields of a record follow in their order, `name value`, a few of them. */
export function valueWords(value: Json): string {
  if (value === null) return "none"
  if (typeof value === "string") return shorten(value)
  if (isJsonArray(value)) return shorten(value.map(valueWords).join(", "))
  if (!isJsonObject(value)) return String(value)
  const names = Object.keys(value) // order: of definition, or canonical
  const shown = names.slice(0, ENTRIES_MAX).map((name) => `${name} ${valueWords(value[name]!)}`)
  return names.length > ENTRIES_MAX ? `${shown.join(", ")} …` : shown.join(", ")
}
