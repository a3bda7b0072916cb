/** The state of a table's page in its address: leading key fields, and the place in the list. */
import type { TableShape } from "@concordat/kernel"
import { type TablePlace, tablePath } from "../../components/row-path.ts"

/** Leading key fields that are given, up to the first that is not: later ones cannot narrow. */
export function leadingFields(
  { keyFields }: Pick<TableShape, "keyFields">,
  given: URLSearchParams,
): Readonly<Record<string, string>> {
  const leading: Record<string, string> = {}
  for (const { name } of keyFields) {
    const text = given.get(name)?.trim() ?? ""
    if (text === "") break
    leading[name] = text
  }
  return leading
}

/** Leading key fields, or one indexed column that is given in their place. */
export function filterOf(
  shape: Pick<TableShape, "keyFields" | "indexes">,
  given: URLSearchParams,
): Readonly<Record<string, string>> {
  const leading = leadingFields(shape, given)
  if (Object.keys(leading).length > 0) return leading
  const column = shape.indexes.find((name) => (given.get(name)?.trim() ?? "") !== "")
  return column === undefined ? {} : { [column]: given.get(column)!.trim() }
}

/** Whether the greatest key comes first. */
export function isReversed(given: URLSearchParams): boolean {
  return given.get("reverse") === "1"
}

/** The address of a page of the list. */
export function listPath(
  place: TablePlace,
  filter: Readonly<Record<string, string>>,
  after: string | null,
  reverse = false,
): string {
  const query = new URLSearchParams(filter)
  if (reverse) query.set("reverse", "1")
  if (after !== null) query.set("after", after)
  return query.size === 0 ? tablePath(place) : `${tablePath(place)}?${query}`
}
