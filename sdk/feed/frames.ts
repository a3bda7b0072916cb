/** What the gateway says on the feed's WebSocket, as far as it is of its form. */
import { isJsonObject, type Json, type JsonObject } from "@concordat/kernel"
import { type ProblemFacts, SdkError } from "../sdk-error.ts"

/** An item of a stream, and where it stands there. */
export type Told = { readonly cursor: string; readonly item: JsonObject }

/** A message of the gateway. */
export type Frame =
  | { readonly kind: "subscribed"; readonly id: string; readonly cursor: string | null }
  | { readonly kind: "items"; readonly id: string; readonly items: readonly Told[] }
  | { readonly kind: "reached"; readonly id: string; readonly cursor: string }
  | { readonly kind: "error"; readonly id: string | null; readonly problem: SdkError }
  | { readonly kind: "alive" }

const isText = (value: Json | undefined): value is string => typeof value === "string"

function toldOf(value: Json): readonly Told[] {
  if (!isJsonObject(value)) return []
  const { cursor, item } = value
  return isText(cursor) && item !== undefined && isJsonObject(item) ? [{ cursor, item }] : []
}

function problemOf(frame: JsonObject): SdkError {
  const { code, detail, hint, pointer, requestId } = frame
  const facts: ProblemFacts = {
    code: isText(code) ? code : "upstream_mismatch",
    status: null,
    detail: isText(detail) ? detail : "The feed ended without a reason.",
    hint: isText(hint) ? hint : "",
    ...(isText(pointer) ? { pointer } : {}),
    ...(isText(requestId) ? { requestId } : {}),
  }
  return new SdkError(facts)
}

function jsonOf(data: unknown): JsonObject | null {
  try {
    const json = JSON.parse(String(data)) as Json
    return isJsonObject(json) ? json : null
  } catch {
    return null
  }
}

/** Reads a message; null for one that says nothing to us. */
export function readFrame(data: unknown): Frame | null {
  const frame = jsonOf(data)
  if (frame === null) return null
  const { kind, id = null, cursor, items } = frame
  if (kind === "alive") return { kind }
  if (kind === "error") return { kind, id: isText(id) ? id : null, problem: problemOf(frame) }
  if (!isText(id)) return null
  if (kind === "subscribed") return { kind, id, cursor: isText(cursor) ? cursor : null }
  if (kind === "reached" && isText(cursor)) return { kind, id, cursor }
  if (kind !== "items" || !Array.isArray(items)) return null
  return { kind, id, items: (items as readonly Json[]).flatMap(toldOf) }
}
