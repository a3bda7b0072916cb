/**
 * How a line of an entry is named in messages and by people: by the entry, with `.` and the number
 * of the line where it is not the first.
 */
import type { Hex } from "@concordat/kernel"

/** An entry has 1,000 lines at most. */
const NAME = /^([0-9a-f]{32})(?:\.(0|[1-9]\d{0,2}))?$/

/** The name of a line. */
export function lineName(entry: Hex, line: number): string {
  return line === 0 ? entry : `${entry}.${line}`
}

/** The line of a name; null for a text that is none. */
export function readLineName(text: string): { readonly entry: Hex; readonly line: number } | null {
  const [, entry, line = "0"] = NAME.exec(text) ?? []
  return entry === undefined ? null : { entry: entry as Hex, line: Number(line) }
}
