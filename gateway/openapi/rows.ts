/** Schemas of what the routes of a table answer with. */
import type { JsonSchema, TableShape } from "@concordat/kernel"

/** An object whose members are all there. */
export function object(properties: { readonly [name: string]: JsonSchema }): JsonSchema {
  return { type: "object", properties, required: Object.keys(properties) }
}

/** Heights, sizes and positions; times. */
export const HEIGHT: JsonSchema = { type: "string", pattern: "^(0|[1-9][0-9]{0,18})$" }
export const INSTANT: JsonSchema = { type: "string", format: "date-time" }

/** A row before and after something, of any table; null: there is none. */
export const ROW_CHANGE: { readonly [name: string]: JsonSchema } = {
  ...{ service: { type: "string" }, table: { type: "string" }, key: { type: "object" } },
  ...{ before: { type: ["object", "null"] }, after: { type: ["object", "null"] } },
}

function rowSchema(table: TableShape): JsonSchema {
  const key = table.keyFields.map(({ name, kind }) => [name, kind.jsonSchema()] as const)
  return object({ key: object(Object.fromEntries(key)), value: table.row.jsonSchema() })
}

/** A page of rows. */
export function pageSchema(table: TableShape): JsonSchema {
  return object({
    ...{ height: HEIGHT, time: INSTANT },
    rows: { type: "array", items: rowSchema(table) },
    next: { type: ["string", "null"] },
  })
}

/** One row, or null where a proof of absence was asked for. */
export function rowAnswerSchema(table: TableShape): JsonSchema {
  const evidence = { type: "string", description: "base64url, with `proof=1`" }
  return {
    type: "object",
    properties: {
      ...{ height: HEIGHT, time: INSTANT },
      row: { anyOf: [rowSchema(table), { type: "null" }] },
      evidence,
    },
    required: ["height", "time", "row"],
  }
}
