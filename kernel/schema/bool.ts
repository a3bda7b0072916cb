/** `bool`: true or false. */
import { mismatch } from "./fault.ts"
import { defineKind, type KeyKind } from "./kind.ts"
import { columnBug, sqlColumn } from "./sql.ts"

function check(value: unknown): boolean {
  if (typeof value !== "boolean") throw mismatch("true or false", value)
  return value
}

/** True or false. CBOR f5 and f4; key 01 and 00; JSON and SQL boolean. */
export const bool: KeyKind<boolean> = defineKind<boolean>({
  description: "bool",
  sizeMax: 1,
  depth: 1,
  field: { control: "switch" },
  sql: sqlColumn<boolean>({
    type: "boolean",
    to: (value) => value,
    from(column) {
      if (typeof column !== "boolean") throw columnBug("boolean", column)
      return column
    },
  }),
  key: {
    sizeMax: 1,
    write: (writer, value) => void writer.byte(value ? 1 : 0),
    read: (reader) => reader.input[reader.at++] === 1,
  },
  check,
  write: (writer, value) => void writer.bool(value),
  read: (reader) => reader.bool(),
  toJson: (value) => value,
  fromJson: check,
  jsonSchema: () => ({ type: "boolean" }),
  arbitrary: (fc) => fc.boolean(),
})
