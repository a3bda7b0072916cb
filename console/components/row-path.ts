/** Where rows stand: paths of tables and rows, in the console and in the API. */
import type { Json, JsonObject, TableShape } from "@concordat/kernel"
import { writeSegment } from "@concordat/sdk"
import { shortened } from "./words.ts"

/** A table: its service's name and its own, as the definition lists it. */
export type TablePlace = { readonly service: string; readonly table: string }

/** The path of a table's page. */
export function tablePath({ service, table }: TablePlace): string {
  return `/services/${service}/tables/${table}`
}

/** The text of a key field, as a segment before its escapes. */
function keyText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value)
}

/** A key field's text as it is read: digests by their ends, the empty text as a dash. */
export function keyWord(text: string): string {
  if (text === "") return "–"
  return /^[0-9a-f]{32,}$/.test(text) ? shortened(text) : text
}

/** The texts of a key, in schema order. */
export function keyTexts({ keyFields }: TableShape, key: JsonObject): readonly string[] {
  return keyFields.map(({ name }) => keyText(key[name] ?? ""))
}

/** The path of a row's page. */
export function rowPath(place: TablePlace, key: readonly string[]): string {
  return [tablePath(place), ...key.map(writeSegment)].join("/")
}

/** The path of a row's evidence, of now or of a past block. */
export function rowEvidencePath(
  { service, table }: TablePlace,
  key: readonly string[],
  at: string | null,
): string {
  const path = ["/v1/evidence", service, table, ...key.map(writeSegment)].join("/")
  return at === null ? path : `${path}?at=${encodeURIComponent(at)}`
}
