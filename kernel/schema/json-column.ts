/** The SQL column of kinds that hold others: `jsonb` of their JSON form. */
import type { Json } from "../json/json.ts"
import { parseJson } from "../json/parse.ts"
import { jsonText } from "../json/write.ts"
import { columnBug, type SqlColumn, sqlColumn } from "./sql.ts"

/** A column of the JSON form; drivers give it back as text or parsed. */
export function jsonColumn<T>(
  toJson: (value: T) => Json,
  fromJson: (json: Json) => T,
): SqlColumn<T> {
  return sqlColumn<T>({
    type: "jsonb",
    to: (value) => jsonText(toJson(value)),
    from(column) {
      if (typeof column === "string") return fromJson(parseJson(column, { anyForm: true }))
      if (typeof column !== "object" || column === null) throw columnBug("jsonb", column)
      return fromJson(column as Json)
    },
  })
}
