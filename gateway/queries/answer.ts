/** What every answer of the read model carries: the state in which it holds. */
import { type Json, type JsonSchema, time } from "@concordat/kernel"
import type { ReadModelAnswer } from "@concordat/node"
import { HEIGHT, INSTANT, object } from "../openapi/rows.ts"
import { HEX } from "../routes/record.ts"

/** Height, time and app hash of the state, and from where on history is known. */
function standing({ height, time: at, appHash, begins }: ReadModelAnswer) {
  return { height: String(height), time: time.toJson(at), appHash, begins: String(begins) }
}

/** A page of items with its standing. */
export function answerPage(
  answer: ReadModelAnswer,
  items: readonly Json[],
  next: string | null,
): Json {
  return { ...standing(answer), items, next }
}

/** The schema of such a page. */
export function answerPageSchema(item: JsonSchema): JsonSchema {
  return object({
    ...{ height: HEIGHT, time: INSTANT, appHash: HEX, begins: HEIGHT },
    items: { type: "array", items: item },
    next: { type: ["string", "null"] },
  })
}

/** A number of any width as drivers give it. */
export const decimal = (column: unknown) => String(column)

/** A time of a column. */
export const instant = (column: unknown) => time.toJson((column as Date).getTime())
