/** Questions that services offer by name, over the read model. */
import type { JsonObject } from "@concordat/kernel"
import type { ListAnswer } from "./answers.ts"
import { type Client, requestJson, type Shape } from "./client.ts"
import { writeSegment } from "./path-segment.ts"

/** A page of what a question found. */
export type QueryAnswer = ListAnswer<JsonObject>

const PAGE: Shape = { height: /^\d{1,20}$/, time: /^\d/, items: "array" }

/**
 * Asks a named question; the read model is started if need be. `input` is its parameters as text,
 * with `at`, a height that is waited for, `limit` and `after`. Throws `read_model_behind`.
 */
export function askQuery(
  client: Client,
  service: string,
  query: string,
  input: Readonly<Record<string, string | number | undefined>>,
): Promise<QueryAnswer> {
  const given = Object.entries(input).filter(([, value]) => value !== undefined)
  const asked = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  const path = `/v1/${writeSegment(service)}/queries/${writeSegment(query)}`
  return requestJson(client, `${path}?${asked}`, { shape: PAGE })
}
