/** Rows of any table as cells of a file: key fields, then columns, named as the definition does. */
import type { Json, TableShape } from "@concordat/kernel"
import type { RowJson } from "./ledger.tsx"

/** The names of the cells. */
export function cellNames({ keyFields, columns }: TableShape): readonly string[] {
  return [...keyFields.map(({ name }) => name), ...columns]
}

/** The cells of a row; what is no plain value is JSON. */
export function cellsOf(shape: TableShape, { key, value }: RowJson): readonly string[] {
  const keys = shape.keyFields.map(({ name }) => cellText(key[name]))
  return [...keys, ...shape.columns.map((name) => cellText(value[name]))]
}

/** A value as a cell: nothing for none. */
export function cellText(value: Json | undefined): string {
  if (value === null || value === undefined) return ""
  return typeof value === "object" ? JSON.stringify(value) : String(value)
}
