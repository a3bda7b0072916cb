/** The rows of a genesis file: `{service: {table: [{key, value}]}}`, in both directions. */
import { fromBase64url, toBase64url } from "../bytes.ts"
import { Invalid } from "../failures.ts"
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../json/json.ts"
import { unknownReason, within } from "../schema/fault.ts"
import type { TableShape } from "../service/table-shape.ts"
import type { StoredKey, StoredRow } from "../service/view.ts"
import { rowBytes } from "./row-bytes.ts"
import type { Runtime } from "./runtime.ts"
import { latin1, stateKey } from "./state-key.ts"

/** One row of a genesis file. */
export type GenesisRow = {
  readonly table: TableShape
  readonly key: StoredKey
  readonly row: StoredRow
  /** State key and stored value. */
  readonly bytes: Uint8Array
  readonly value: Uint8Array
  /** `bytes` as a string: order and identity. */
  readonly order: string
  /** Where it stands in the file. */
  readonly pointer: string
}

type Values = Readonly<Record<string, unknown>>

/** Runs a part of the reading; null where it has a fault, of which somebody hears. */
export type Attempt = <Result>(work: () => Result) => Result | null

/**
 * All rows in key order. A fault is an `Invalid` with its JSON pointer; where `attempt` does not
 * throw it, the reading goes on with the next row.
 */
export function readRows(runtime: Runtime, state: Json, attempt: Attempt): readonly GenesisRow[] {
  const rows = new Map<string, GenesisRow>()
  for (const [service, tables] of attempt(() => entriesOf(state)) ?? []) {
    const inService = <Result>(work: () => Result) => attempt(() => at(service, work))
    for (const [name, list] of inService(() => tablesIn(runtime, service, tables)) ?? []) {
      const table = inService(() => at(name, () => tableOf(runtime, service, name)))
      if (table === null) continue
      const rest = inService(() => at(name, () => listOf(list))) ?? []
      rest.forEach((json, index) => {
        const pointer = `/${service}/${name}/${index}`
        const row = inService(() => at(name, () => at(index, () => readRow(table, json, pointer))))
        if (row !== null) attempt(() => add(rows, row))
      })
    }
  }
  return [...rows.values()].sort((a, b) => (a.order < b.order ? -1 : 1))
}

function listOf(json: Json): readonly Json[] {
  if (!isJsonArray(json)) throw new Invalid("type_mismatch", "", NOT_A_LIST)
  return json
}

function add(rows: Map<string, GenesisRow>, row: GenesisRow): void {
  const twin = rows.get(row.order)
  if (twin !== undefined) throw twice(row, twin)
  rows.set(row.order, row)
}

/** A row in the form of a genesis file. */
export function rowToJson(table: TableShape, key: StoredKey, row: StoredRow): JsonObject {
  if (table.raw !== null) {
    return { key: toBase64url(key as Uint8Array), value: toBase64url(row as Uint8Array) }
  }
  const fields = table.keyFields.map(({ name, kind }) => [name, kind.toJson((key as Values)[name])])
  return { key: Object.fromEntries(fields), value: table.row.toJson(row) }
}

const NOT_A_LIST = "Expected a list of {key, value}."
const NOT_AN_OBJECT = "Expected an object."

function readRow(table: TableShape, json: Json, pointer: string): GenesisRow {
  if (!isJsonObject(json)) throw new Invalid("type_mismatch", "", NOT_AN_OBJECT)
  const [unknown] = Object.keys(json).filter((name) => !PARTS.includes(name)) // order: the file's
  if (unknown !== undefined) {
    throw new Invalid("unknown_field", `/${unknown}`, ...unknownReason("field", unknown, PARTS))
  }
  const key = at("key", () => readKey(table, json["key"] ?? null))
  const given = json["value"] ?? null
  const row = at("value", () => {
    return table.raw === null ? table.row.fromJson(given) : rawBytes(given, table.raw.value)
  }) as StoredRow
  const bytes = stateKey(table, key)
  return { table, key, row, bytes, value: rowBytes(table, row), order: latin1(bytes), pointer }
}

const PARTS = ["key", "value"]

function readKey(table: TableShape, json: Json): StoredKey {
  if (table.raw !== null) return rawBytes(json, table.raw.key)
  if (!isJsonObject(json)) throw new Invalid("type_mismatch", "", NOT_AN_OBJECT)
  const names = table.keyFields.map(({ name }) => name)
  const [unknown] = Object.keys(json).filter((name) => !names.includes(name)) // order: the file's
  if (unknown !== undefined) {
    throw new Invalid("unknown_field", `/${unknown}`, ...unknownReason("field", unknown, names))
  }
  const key: Record<string, unknown> = {}
  for (const { name, kind } of table.keyFields) {
    const part = json[name]
    if (part === undefined) throw new Invalid("field_missing", `/${name}`, `"${name}" is missing.`)
    key[name] = at(name, () => kind.fromJson(part))
  }
  return key
}

function rawBytes(json: Json, max: number): Uint8Array {
  if (typeof json !== "string") throw new Invalid("type_mismatch", "", "Expected base64url text.")
  const bytes = fromBase64url(json)
  if (bytes.length >= 1 && bytes.length <= max) return bytes
  throw new Invalid("too_long", "", `${bytes.length} bytes, where 1 to ${max} are allowed.`)
}

function tablesIn(runtime: Runtime, service: string, json: Json) {
  if (runtime.service(service) !== undefined) return entriesOf(json)
  throw new Invalid("unknown_value", "", `No service "${service}" runs.`)
}

function tableOf(runtime: Runtime, service: string, name: string): TableShape {
  const table = runtime.tables.get(`${service}/${name}`)
  if (table !== undefined) return table
  throw new Invalid("unknown_value", "", `"${service}" has no table "${name}".`)
}

function entriesOf(json: Json): readonly (readonly [string, Json])[] {
  if (!isJsonObject(json)) throw new Invalid("type_mismatch", "", NOT_AN_OBJECT)
  return Object.entries(json) // in the order of the file; rows are sorted by key
}

function twice(row: GenesisRow, twin: GenesisRow): Invalid {
  const reason = `The row stands twice: also at /state${twin.pointer}.`
  return new Invalid("duplicate_key", row.pointer, reason)
}

/** What `work` answers; the path of a fault begins with `name`. */
function at<Result>(name: string | number, work: () => Result): Result {
  try {
    return work()
  } catch (failure) {
    throw within(failure, name)
  }
}
