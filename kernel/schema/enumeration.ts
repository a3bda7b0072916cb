/** `enumeration("a", "b")`: one of a closed list of names. */
import type { CborReader } from "../cbor/reader.ts"
import { Bug } from "../failures.ts"
import { mismatch, unknownReason, unknownValue } from "./fault.ts"
import { defineKind, type KeyKind } from "./kind.ts"
import { assertValueName } from "./names.ts"
import { headSize, textColumn, textKey } from "./text.ts"

const NAMES_MAX = 64

/** One of 1 to 64 names, each `[a-z][a-z0-9_]{0,47}`; a union of literals in TypeScript. */
export function enumeration<const N extends readonly [string, ...string[]]>(
  ...names: N
): KeyKind<N[number]> {
  const known = new Set<string>(names)
  if (known.size !== names.length || names.length > NAMES_MAX || names.length === 0) {
    throw new Bug("An enumeration has 1 to 64 different names.")
  }
  for (const name of names) assertValueName(name)
  const longest = Math.max(...names.map((name) => name.length))
  const check = (value: unknown): N[number] => {
    if (typeof value !== "string") throw mismatch("a name as text", value)
    if (!known.has(value)) throw unknownValue(value, names)
    return value
  }
  return defineKind<N[number]>({
    description: { enumeration: names },
    sizeMax: headSize(longest) + longest,
    depth: 1,
    field: { control: "choice", names },
    sql: textColumn(check, (column) => `${column} IN (${names.map((n) => `'${n}'`).join(", ")})`),
    key: textKey(longest),
    check,
    write: (writer, value) => void writer.text(value),
    read: (reader) => readName(reader, names),
    toJson: (value) => value,
    fromJson: check,
    jsonSchema: () => ({ type: "string", enum: names }),
    arbitrary: (fc) => fc.constantFrom<N[number]>(...names),
  })
}

/** Compares bytes with the known names, so a good value makes no new string. */
function readName(reader: CborReader, names: readonly string[]): string {
  const item = reader.at
  const length = reader.textLength()
  const from = reader.at
  reader.at = from + length
  for (const name of names) if (standsAt(reader.input, from, length, name)) return name
  reader.at = item
  throw reader.fail("unknown_value", ...unknownReason("value", reader.text(), names), item)
}

/** Whether `bytes[from..from + length)` is this ASCII name. */
function standsAt(bytes: Uint8Array, from: number, length: number, name: string): boolean {
  if (name.length !== length) return false
  for (let i = 0; i < length; i++) if (bytes[from + i] !== name.charCodeAt(i)) return false
  return true
}
