/** Rows in the address: `/v1/{service}/{table}/{key…}`, key parts as segments in schema order. */
import {
  Invalid,
  type Json,
  type KeyField,
  nearestName,
  Refusal,
  type Runtime,
  readStateKey,
  type Service,
  stateKey,
  statePrefix,
  type TableShape,
  toHex,
} from "@concordat/kernel"
import { segment } from "./requests/path.ts"

/** A table, and the service that owns it. */
export type Place = { readonly service: Service; readonly table: TableShape }

function missing(what: string, name: string, known: readonly string[]): Refusal {
  const guess = nearestName(name, known)
  const help = guess === null ? "" : ` Did you mean "${guess}"?`
  const message = `There is no ${what} "${name.slice(0, 64)}".${help}`
  return new Refusal("unknown_route", message, {}, 404)
}

/** The table of a service by their names. Refuses `unknown_route`, naming the nearest. */
export function placeOf(runtime: Runtime, serviceName: string, tableName: string): Place {
  const service = runtime.services.find(({ name }) => name === serviceName)
  if (service === undefined) {
    throw missing(
      "service",
      serviceName,
      runtime.services.map(({ name }) => name),
    )
  }
  const table = service.tables[tableName]
  if (table === undefined) throw missing("table", tableName, Object.keys(service.tables))
  return { service, table }
}

/** One key field from its text: the JSON form, integers and switches written plainly. */
function fieldOf({ name, kind }: KeyField, text: string): unknown {
  const numeric = kind.field.control === "integer"
  const json: Json = numeric && /^[0-9]{1,15}$/.test(text) ? Number(text) : text
  try {
    return kind.fromJson(json)
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    if (!numeric) throw new Invalid(error.code, `/${name}`, error.message, error.details)
    return kind.fromJson(text)
  }
}

/** The bytes of a whole state key from path segments; as many as the key has fields. */
export function keyFromPath({ table }: Place, parts: readonly string[]): Uint8Array {
  const { keyFields } = table
  if (table.raw !== null || parts.length !== keyFields.length) {
    const names = keyFields.map(({ name }) => `{${name}}`).join("/")
    const reason = `A row of "${table.name}" is named by ${names || "nothing"}.`
    throw new Invalid("path_invalid", "", reason)
  }
  const key: Record<string, unknown> = {}
  for (const [i, field] of keyFields.entries()) key[field.name] = fieldOf(field, segment(parts[i]!))
  return stateKey(table, key)
}

/** The bytes that the keys with the given leading fields begin with; a gap is refused. */
export function prefixFrom(
  { table }: Place,
  given: Readonly<Record<string, string | undefined>>,
): Uint8Array {
  const some: Record<string, unknown> = {}
  let gap: string | null = null
  for (const field of table.keyFields) {
    const text = given[field.name]
    if (text === undefined) gap ??= field.name
    else if (gap !== null) {
      const reason = `A filter by "${field.name}" needs one by "${gap}" before it.`
      throw new Invalid("filter_unsupported", `/${field.name}`, reason)
    } else some[field.name] = fieldOf(field, text)
  }
  return statePrefix(table, some)
}

/** A row's key and value as JSON. */
export function rowJson(
  { table }: Place,
  key: Uint8Array,
  value: Uint8Array,
  decode: (table: TableShape, value: Uint8Array) => Json,
): Json {
  if (table.raw !== null) return { key: toHex(key), value: toHex(value) }
  const fields = readStateKey(table, key) as Readonly<Record<string, unknown>>
  const named = table.keyFields.map(({ name, kind }) => [name, kind.toJson(fields[name])] as const)
  return { key: Object.fromEntries(named), value: decode(table, value) }
}
