/** The platform's own routes, as OpenAPI path items. A test compares them with the live routes. */
import type { Json, JsonSchema } from "@concordat/kernel"

const limit: Json = { $ref: "#/components/parameters/Limit" }
const after: Json = { $ref: "#/components/parameters/After" }
const position = parameter("position", "path", "Position in the log")

type Answer = (description: string, schema: JsonSchema) => Json

const anything: JsonSchema = { type: "object" }
const bytes: JsonSchema = { type: "string", format: "binary" }

function parameter(name: string, place: "path" | "query", description: string): Json {
  return { name, in: place, required: place === "path", description, schema: { type: "string" } }
}

/** Path and item of every route that is not made from a service's definition. */
export function platformPaths(ok: Answer, refused: Json): readonly (readonly [string, Json])[] {
  const get = (operationId: string, summary: string, parameters: readonly Json[] = []): Json => ({
    get: {
      ...{ operationId, tags: ["ledger"], summary, parameters },
      responses: { 200: ok(summary, anything), default: refused },
    },
  })
  const evidence = (operationId: string, summary: string, parameters: readonly Json[]): Json => ({
    get: {
      ...{ operationId, tags: ["ledger"], summary },
      parameters: [
        ...parameters,
        parameter("from", "query", "Height of the header that the verifier trusts"),
        parameter("at", "query", "Prove after this height"),
      ],
      responses: {
        200: {
          description: "An evidence bundle",
          content: {
            "application/vnd.concordat.evidence+cbor": { schema: bytes },
            "application/json": { schema: anything },
          },
        },
        default: refused,
      },
    },
  })
  const send = (operationId: string, summary: string, types: readonly string[]): Json => ({
    post: {
      ...{ operationId, tags: ["ledger"], summary },
      requestBody: {
        required: true,
        content: Object.fromEntries(types.map((type) => [type, { schema: bytes }])),
      },
      responses: { 200: ok(summary, anything), default: refused },
    },
  })
  const statement = parameter("statement", "path", "SHA-256 of the signed statement, hex")

  return [
    ["/livez", get("livez", "Whether the process lives")],
    ["/readyz", get("readyz", "Whether the node serves, or why not")],
    ["/version", get("version", "Versions of the node and its services")],
    ["/metrics", get("metrics", "Counters in Prometheus text format")],
    ["/openapi.json", get("openapi", "This description")],
    ["/v1/status", get("status", "What the ledger is at now")],
    ["/v1/anchor", get("anchor", "A trust anchor", [parameter("at", "query", "Height")])],
    [
      "/v1/blocks",
      get("blocks", "Blocks, newest first", [parameter("before", "query", "Height"), limit]),
    ],
    ["/v1/blocks/{height}", get("block", "One block", [parameter("height", "path", "Height")])],
    [
      "/v1/transactions/{id}",
      get("transaction", "One transaction", [parameter("id", "path", "Id")]),
    ],
    [
      "/v1/events",
      get("events", "Events in log order", [
        parameter("service", "query", "Of this service"),
        parameter("event", "query", "Of this name"),
        after,
        parameter("before", "query", "Newest first, below this position of the log"),
        limit,
      ]),
    ],
    ["/v1/events/{position}", get("event", "One event", [position])],
    ["/v1/development", get("development", "Who may be acted as, on a development ledger")],
    [
      "/v1/transactions",
      send("submit", "Send signed transactions", ["application/cose", "application/cbor-seq"]),
    ],
    ["/v1/check", send("check", "A dry run", ["application/cose", "application/json"])],
    [
      "/v1/evidence/transactions/{id}",
      evidence("evidence.transaction", "Evidence of a transaction", [
        parameter("id", "path", "Id"),
      ]),
    ],
    [
      "/v1/evidence/events/{position}",
      evidence("evidence.event", "Evidence of an event", [position]),
    ],
    [
      "/v1/evidence/{service}/{table}/{key}",
      evidence("evidence.row", "Evidence of a row, or of its absence", [
        parameter("service", "path", "Service"),
        parameter("table", "path", "Table"),
        parameter("key", "path", "Key fields as segments"),
      ]),
    ],
    ["/v1/provenance/seal", send("provenance.seal", "Seal a statement", ["application/json"])],
    [
      "/v1/provenance/check/{organisation}/{handle}",
      get("provenance.check", "What the ledger says of a document", [
        parameter("organisation", "path", "Issuer"),
        parameter("handle", "path", "Handle, hex"),
        parameter("statement", "query", "Statement of a batch, hex"),
      ]),
    ],
    [
      "/v1/provenance/batches/{statement}",
      {
        get: {
          ...{ operationId: "provenance.batch", tags: ["ledger"], summary: "Leaves of a batch" },
          parameters: [statement],
          responses: {
            200: {
              description: "32 bytes a leaf",
              content: { "application/octet-stream": { schema: bytes } },
            },
            default: refused,
          },
        },
        put: {
          ...{ operationId: "provenance.keepBatch", tags: ["ledger"] },
          summary: "Keep the leaves of a batch, if they give its root",
          parameters: [statement],
          requestBody: {
            required: true,
            content: { "application/octet-stream": { schema: bytes } },
          },
          responses: { 200: ok("Kept", anything), default: refused },
        },
      },
    ],
  ]
}
