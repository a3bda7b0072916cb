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

/** The address of a page of the list. */
export function listPath(
  place: TablePlace,
  filter: Readonly<Record<string, string>>,
  after: string | null,
): string {
  const query = new URLSearchParams(filter)
  if (after !== null) query.set("after", after)
  return query.size === 0 ? tablePath(place) : `${tablePath(place)}?${query}`
}
