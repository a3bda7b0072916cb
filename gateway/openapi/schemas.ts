/**
 * Schemas of the answers that no definition gives, by name. The sdk's types of the same names are
 * in its `answers.ts`; tests validate every answer of every route against these.
 */
import {
  anchorKind,
  bundleKind,
  codes,
  hash,
  type JsonSchema,
  party,
  type Runtime,
} from "@concordat/kernel"
import { statementPayload } from "@concordat/services/provenance"
import { accessSchemas } from "../access/schemas.ts"
import { component } from "../routes/route.ts"
import { HEIGHT, INSTANT, object } from "./rows.ts"

type Schemas = { readonly [name: string]: JsonSchema }

const text: JsonSchema = { type: "string" }
const count: JsonSchema = { type: "integer", minimum: 0 }
const hex = hash.jsonSchema()
const address: JsonSchema = { type: "string", pattern: "^[0-9a-f]{40}$" }
const base64: JsonSchema = { type: "string", contentEncoding: "base64url" }
const nullable = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: "null" }] })
const list = (items: JsonSchema): JsonSchema => ({ type: "array", items })
const named = (...names: readonly string[]): JsonSchema => ({ type: "string", enum: names })
const algorithms = named("ed25519", "es256")
const events = object({ first: HEIGHT, count })

/** An object of which some members may be absent. */
function partly(some: Schemas, others: Schemas): JsonSchema {
  return { ...object(some), properties: { ...some, ...others } }
}

const problem = partly(
  {
    ...{ type: text, title: text, status: { type: "integer" } },
    code: { type: "string", description: "Of the platform, or of `service`: see /codes/{code}" },
    ...{ detail: text, hint: text, requestId: text },
  },
  {
    ...{ service: text, pointer: text, transaction: text, height: text, receipt: text },
    operation: nullable(count),
    limit: { type: ["integer", "string"] },
    actual: { type: ["integer", "string"] },
    expected: { type: ["integer", "string"] },
  },
)

const operation = partly(
  { command: text, outcome: named("accepted", "refused", "dropped") },
  { code: text, service: text, message: text, details: { type: "object" } },
)

const checked = {
  transaction: hex,
  status: named("accepted", "refused", "invalid"),
  cost: count,
  ...{ height: HEIGHT, time: INSTANT },
  operations: list(operation),
}
const received = { ...checked, index: count, events, evidence: text }

const event = object({
  ...{ position: HEIGHT, height: HEIGHT, index: count, time: INSTANT, service: text, event: text },
  ...{ operation: nullable(count), transaction: nullable(hex), evidence: text },
  fields: { type: "object" },
})

const block = {
  ...{ height: HEIGHT, time: INSTANT, hash: hex, appHash: hex, proposer: address },
  ...{ transactions: count, operations: count, events, bytes: count },
}

const snapshot = { height: HEIGHT, format: count, chunks: count, hash: hex }

const ledgerSchemas: Schemas = {
  Problem: problem,
  Code: object({
    ...{ code: text, kind: text, title: text, hint: text, services: list(text) },
    status: nullable({ type: "integer" }),
  }),
  Version: object({
    ...{ version: text, node: text, chain: text },
    services: list(object({ name: text, version: count })),
  }),
  Check: object(checked),
  Receipt: object(received),
  Results: object({ results: list({ anyOf: [component("Receipt"), component("Problem")] }) }),
  Event: event,
  EventPage: object({ height: HEIGHT, events: list(component("Event")), next: nullable(text) }),
  Transaction: object({
    ...received,
    content: { type: "object" },
    emitted: list(component("Event")),
    bytes: base64,
  }),
  Block: object(block),
  BlockDetail: object({
    ...block,
    items: list(object({ transaction: nullable(hex), status: checked.status })),
    signers: list(address),
    round: count,
  }),
  BlockPage: object({ height: HEIGHT, blocks: list(component("Block")), next: nullable(HEIGHT) }),
  EngineAnswer: partly(
    { jsonrpc: { const: "2.0" }, id: { type: ["integer", "string"] } },
    {
      result: { type: "object" },
      error: object({ code: { type: "integer" }, message: text, data: text }),
    },
  ),
  Snapshot: object(snapshot),
  Snapshots: object({ snapshots: list(component("Snapshot")) }),
  Consistency: object({ first: HEIGHT, second: HEIGHT, root: nullable(hex), path: list(hex) }),
  Voting: object({
    ...{ height: HEIGHT, proposer: nullable(address), round: nullable(count) },
    validators: list(
      object({
        ...{ address, power: HEIGHT, organisation: nullable(party.jsonSchema()) },
        signed: nullable({ type: "boolean" }),
        seen: nullable(object({ height: HEIGHT, time: INSTANT })),
      }),
    ),
  }),
  Diagnosis: object({
    ...{ node: text, time: INSTANT, height: nullable(HEIGHT), well: { type: "boolean" } },
    cause: nullable(component("Finding")),
    findings: list(component("Finding")),
    checks: list(object({ name: text, ok: { type: "boolean" }, sentence: text, advice: text })),
  }),
  Finding: object({
    ...{ row: { type: "integer", minimum: 1, maximum: 13 }, name: text },
    ...{ level: named("fault", "notice"), sign: text, advice: text, command: nullable(text) },
  }),
  Anchor: anchorKind.jsonSchema(),
  Bundle: bundleKind.jsonSchema(),
  Development: object({
    ...{ notice: text, default: party.jsonSchema(), class: text },
    principals: list(party.jsonSchema()),
  }),
}

const status = object({
  chain: text,
  profile: named("production", "development"),
  grade: { enum: ["C", null] },
  ...{ height: HEIGHT, time: INSTANT, now: INSTANT, appHash: hex, stateRoot: hex },
  log: object({ size: HEIGHT, root: hex }),
  ...{ transactions: HEIGHT, operations: HEIGHT, rows: count },
  engine: named("solo", "cometbft"),
  validators: list(
    object({
      ...{ address, key: hex, power: HEIGHT, organisation: nullable(party.jsonSchema()) },
      signed: {
        ...nullable({ type: "boolean" }),
        description: "Whether it voted for the block before the last; null where that is not told",
      },
    }),
  ),
  ...{ first: HEIGHT, waiting: count, provableFrom: HEIGHT, halted: nullable(text), version: text },
  services: list(object({ name: text, about: text, version: count })),
})

const cursor = { ...text, description: "`height.index`, or a height for all of its block" }
const one = named("subscribe", "unsubscribe")
const item = { anyOf: ["Event", "Block", "Receipt", "RowChange"].map(component) }

/** Messages of the feed's WebSockets, which OpenAPI has no place for but this. */
const feedSchemas: Schemas = {
  FeedRequest: partly(
    { kind: one, id: { ...text, description: "A name that the client gives" } },
    {
      ...{ stream: named("blocks", "transactions", "events", "rows") },
      ...{ service: text, command: text, event: text, table: text, key: text, organisation: text },
      ...{ from: HEIGHT, after: cursor },
    },
  ),
  RowChange: object({
    ...{ height: HEIGHT, index: count, service: text, table: text, key: { type: "object" } },
    value: { ...nullable({ type: "object" }), description: "null: deleted" },
    ...{ transaction: nullable(hex), operation: nullable(count) },
  }),
  FeedFrame: {
    oneOf: [
      object({ kind: { const: "subscribed" }, id: text, cursor: nullable(cursor), height: HEIGHT }),
      object({ kind: { const: "items" }, id: text, cursor, items: list(object({ cursor, item })) }),
      object({ kind: { const: "reached" }, id: text, cursor }),
      object({ kind: { const: "alive" }, height: HEIGHT }),
      object({ kind: { const: "ending" }, code: text, ends: INSTANT }),
      partly(
        { kind: { const: "error" }, id: nullable(text), code: text, detail: text, hint: text },
        { pointer: text, height: text, limit: { type: ["integer", "string"] } },
      ),
    ],
  },
}

const documentSchemas: Schemas = {
  SealRequest: object({
    organisation: party.jsonSchema(),
    names: { ...hex, description: "Handle of one document, or root of many" },
    payload: { ...statementPayload.jsonSchema(), required: ["class", "subject", "from", "until"] },
  }),
  Sealed: object({ statement: base64 }),
  DocumentCheck: object({
    ...{ height: HEIGHT, time: INSTANT, bundle: base64, statement: base64 },
    receipts: list(base64),
  }),
  StatementReceipts: object({
    ...{ statement: hex, transaction: hex, event: HEIGHT, position: HEIGHT, size: HEIGHT },
    receipts: list(object({ organisation: text, receipt: base64 })),
  }),
  SignedHeads: object({
    ...{ size: HEIGHT, root: hex },
    heads: list(object({ organisation: text, key: hex, algorithm: algorithms, signature: base64 })),
  }),
  BatchProgress: object({
    statement: hex,
    ...{ leaves: count, received: { ...count, description: "Bytes" } },
    complete: { type: "boolean" },
  }),
}

/** One operation in JSON: a command's name and its input. */
function operationSchema(runtime: Runtime): JsonSchema {
  const names = runtime.services.flatMap(({ name, commands }) =>
    Object.keys(commands).map((command) => `${name}.${command}`),
  )
  return object({ command: named(...names), input: { type: "object" } })
}

/** All schemas of the description's components. */
export function schemasOf(runtime: Runtime): Schemas {
  return {
    ...ledgerSchemas,
    Status: status,
    ...feedSchemas,
    ...documentSchemas,
    ...accessSchemas,
    Operation: operationSchema(runtime),
  }
}

/** Statuses that codes of a route lead to, each with its codes. */
export function statusesOf(
  runtime: Runtime,
  given: readonly string[],
): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>()
  const kinds = runtime.services.flatMap(({ refusals }) => Object.values(refusals))
  for (const code of given) {
    const row = codes.find((one) => one.code === code) ?? kinds.find((one) => one.code === code)
    const at = row?.status ?? 409
    found.set(at, [...(found.get(at) ?? []), code])
  }
  return new Map([...found].sort(([left], [right]) => left - right))
}
