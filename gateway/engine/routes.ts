/**
 * `POST /engine`: JSON-RPC 2.0 for CometBFT's light client and for nodes that join by state sync.
 * One call a request; a fault of the call is told in the answer, as JSON-RPC has it.
 */
import { Invalid, isJsonObject, type Json, type JsonObject } from "@concordat/kernel"
import type { GatewayOptions } from "../gateway.ts"
import { ENGINE_CALL_BYTES_MAX } from "../limits.ts"
import { jsonOf } from "../requests/body.ts"
import { type Answer, component, JSON_TYPE, jsonAnswer, type Route } from "../routes/route.ts"
import { CallFault, resultOf } from "./methods.ts"

/** Codes of JSON-RPC 2.0. */
const METHOD_NOT_FOUND = -32_601
const INTERNAL_ERROR = -32_603

const CALL = {
  type: "object",
  required: ["jsonrpc", "id", "method"],
  properties: {
    jsonrpc: { const: "2.0" },
    id: { type: ["integer", "string"] },
    method: { type: "string" },
    params: { type: "object" },
  },
} as const
const EXAMPLE: Json = { jsonrpc: "2.0", id: 1, method: "commit", params: { height: "1" } }

function callOf(body: Json): { readonly id: Json; readonly method: string; params: JsonObject } {
  if (!isJsonObject(body)) {
    throw new Invalid("type_mismatch", "", "One call is an object; no batches are taken.")
  }
  const { id, method, params } = body as Record<string, Json | undefined>
  if (typeof method !== "string") {
    throw new Invalid("field_missing", "/method", "A call names its method.")
  }
  if (typeof id !== "number" && typeof id !== "string") {
    throw new Invalid("field_missing", "/id", "A call has an id, a number or a text.")
  }
  return { id, method, params: isJsonObject(params ?? null) ? (params as JsonObject) : {} }
}

async function answer({ ledger, version }: GatewayOptions, body: Json): Promise<Answer> {
  const { id, method, params } = callOf(body)
  const fault = (code: number, message: string, data: string) =>
    jsonAnswer({ jsonrpc: "2.0", id, error: { code, message, data } })
  try {
    const result = resultOf(ledger, version, method, params)
    if (result === null) return fault(METHOD_NOT_FOUND, "Method not found", "")
    return jsonAnswer({ jsonrpc: "2.0", id, result: await result })
  } catch (failure) {
    if (!(failure instanceof CallFault)) throw failure
    return fault(INTERNAL_ERROR, "Internal error", failure.message)
  }
}

/** The one route of light clients and joiners. */
export function engineRoutes(options: GatewayOptions): readonly Route[] {
  return [
    {
      ...{ method: "POST", path: "/engine", name: "engine", tag: "engine", access: "join" },
      about: "Headers, commits, sets and parameters in the form of CometBFT's RPC",
      more:
        "For `cometbft light` and for state sync: health, status, commit, header, block, " +
        "validators, consensus_params. Answered from this node's own blocks, verified before " +
        "they were kept.",
      takes: { [JSON_TYPE]: { schema: CALL, limit: ENGINE_CALL_BYTES_MAX, example: EXAMPLE } },
      gives: { [JSON_TYPE]: component("EngineAnswer") },
      codes: ["field_missing", "type_mismatch"],
      answer: ({ body }) => answer(options, jsonOf(body)),
    },
  ]
}
