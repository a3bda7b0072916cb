/** Rows in the address: `/v1/{service}/{table}/{key…}`, key parts as segments in schema order. */
import {
  Invalid,
  type Json,
  type JsonObject,
  type KeyField,
  readStateKey,
  stateKey,
  statePrefix,
  type TableShape,
} from "@concordat/kernel"
import { inPath, type Parameter } from "./routes/route.ts"

const ESCAPED = "`/` is written `~1`, `~` is `~0`, and the empty text is `~`."

/** `/{holder}/{role}`, one part a key field; "" for a table of one row. */
export function keyTemplate({ keyFields }: TableShape): string {
  return keyFields.map(({ name }) => `/{${name}}`).join("")
}

/** The parts of a row's address; texts with escapes are described and not bounded. */
export function keyParameters({ name: table, keyFields }: TableShape): readonly Parameter[] {
  return keyFields.map(({ name, kind }) => {
    const free = ["text", "party"].includes(kind.field.control)
    const about = `Key field of ${table}.${free ? ` ${ESCAPED}` : ""}`
    return inPath(name, about, free ? { type: "string" } : kind.jsonSchema())
  })
}

/** One key field from its text: the JSON form, small integers written plainly. */
function fieldOf({ name, kind }: KeyField, text: string): unknown {
  const { control } = kind.field
  const json: Json = control === "integer" && isPlain(kind.sizeMax, text) ? Number(text) : text
  try {
    return kind.fromJson(json)
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    throw new Invalid(error.code, `/${name}${error.path}`, error.message, error.details)
  }
}

/** Bytes of the widest integer that is a number in JSON: a head and 32 bits. */
const NUMBER_BYTES = 5

/** Whether a text stands for a JSON number: the wider kinds are decimal strings themselves. */
function isPlain(sizeMax: number, text: string): boolean {
  return sizeMax <= NUMBER_BYTES && /^(0|[1-9][0-9]{0,14})$/.test(text)
}

/** The bytes of a whole state key from the parts of the path, by field. */
export function keyFromPath(table: TableShape, path: Readonly<Record<string, string>>): Uint8Array {
  const key: Record<string, unknown> = {}
  for (const field of table.keyFields) key[field.name] = fieldOf(field, path[field.name]!)
  return stateKey(table, key)
}

/** The bytes that the keys with the given leading fields begin with; a gap is refused. */
export function prefixFrom(
  table: TableShape,
  given: Readonly<Record<string, string | undefined>>,
): Uint8Array {
  const some: Record<string, unknown> = {}
  let gap: string | null = null
  for (const field of table.keyFields) {
    const text = given[field.name]
    if (text === undefined) gap ??= field.name
    else if (gap !== null) {
      const reason = `A filter by "${field.name}" needs one by "${gap}" before it.`
      const details = { expected: `${gap} and ${field.name}` }
      throw new Invalid("filter_unsupported", `/${field.name}`, reason, details)
    } else some[field.name] = fieldOf(field, text)
  }
  return statePrefix(table, some)
}

/** The fields of a key as JSON. */
export function fieldsJson(table: TableShape, key: unknown): JsonObject {
  const fields = key as Readonly<Record<string, unknown>>
  const named = table.keyFields.map(({ name, kind }) => [name, kind.toJson(fields[name])] as const)
  return Object.fromEntries(named)
}

/** A row's key and value as JSON. */
export function rowJson(table: TableShape, key: Uint8Array, value: Uint8Array): Json {
  const fields = fieldsJson(table, readStateKey(table, key))
  return { key: fields, value: table.row.toJson(table.readRow(value)) }
}
