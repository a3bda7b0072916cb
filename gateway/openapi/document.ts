/** The OpenAPI 3.1 description, made from the services' definitions and the platform's routes. */
import {
  type Command,
  codes,
  type Json,
  type JsonSchema,
  type Service,
  type TableShape,
} from "@concordat/kernel"
import type { GatewayOptions } from "../gateway.ts"
import { platformPaths } from "./platform.ts"

const PROBLEM = { $ref: "#/components/schemas/Problem" }

/** An answer of JSON by its schema. */
function ok(description: string, schema: JsonSchema): Json {
  return { description, content: { "application/json": { schema } } }
}

/** What any route may answer instead. */
const refused: Json = {
  description: "Refused or invalid: problem JSON (RFC 9457) with a stable code",
  content: { "application/problem+json": { schema: PROBLEM } },
}

function commandPath(service: Service, name: string, command: Command): Json {
  return {
    post: {
      operationId: `${service.name}.${name}`,
      tags: [service.name],
      summary: command.about,
      description: "Signed by the gateway for a development ledger's principal.",
      parameters: [
        { $ref: "#/components/parameters/As" },
        { $ref: "#/components/parameters/Cosigners" },
      ],
      requestBody: {
        required: true,
        content: { "application/json": { schema: command.input.jsonSchema() } },
      },
      responses: {
        200: ok("Final: the receipt", { $ref: "#/components/schemas/Receipt" }),
        default: refused,
      },
    },
  }
}

function rowSchema(table: TableShape): JsonSchema {
  const key = Object.fromEntries(
    table.keyFields.map(({ name, kind }) => [name, kind.jsonSchema()] as const),
  )
  const required = table.keyFields.map(({ name }) => name)
  const keySchema: Json = { type: "object", properties: key, required }
  return {
    type: "object",
    properties: { key: keySchema, value: table.row.jsonSchema() },
    required: ["key", "value"],
  }
}

function pageSchema(row: JsonSchema): JsonSchema {
  return {
    type: "object",
    required: ["height", "time", "rows", "next"],
    properties: {
      height: { type: "string" },
      time: { type: "string", format: "date-time" },
      rows: { type: "array", items: row },
      next: { type: ["string", "null"] },
    },
  }
}

function oneSchema(row: JsonSchema): JsonSchema {
  return {
    type: "object",
    required: ["height", "time", "row"],
    properties: {
      height: { type: "string" },
      time: { type: "string", format: "date-time" },
      row: { oneOf: [row, { type: "null" }] },
      evidence: { type: "string", description: "base64url, with `proof=1`" },
    },
  }
}

function pathParameter(name: string, schema: JsonSchema): Json {
  return { name, in: "path", required: true, schema }
}

function queryParameter(name: string, schema: JsonSchema): Json {
  return { name, in: "query", required: false, schema }
}

function tablePaths(service: Service, table: TableShape): readonly (readonly [string, Json])[] {
  const base = `/v1/${service.name}/${table.name}`
  const schema = rowSchema(table)
  const keyParts = table.keyFields.map(({ name, kind }) => pathParameter(name, kind.jsonSchema()))
  const one: Json = {
    get: {
      operationId: `${service.name}.${table.name}.row`,
      tags: [service.name],
      summary: `One row of ${table.name}`,
      parameters: [
        ...keyParts,
        queryParameter("at", { type: "string", description: "A height of the last 100" }),
        queryParameter("proof", { type: "string", enum: ["0", "1"] }),
      ],
      responses: { 200: ok("The row at a height", oneSchema(schema)), default: refused },
    },
  }
  if (table.keyFields.length === 0) return [[base, one]]
  const page: Json = {
    get: {
      operationId: `${service.name}.${table.name}.rows`,
      tags: [service.name],
      summary: `Rows of ${table.name} in key order`,
      parameters: [
        { $ref: "#/components/parameters/After" },
        { $ref: "#/components/parameters/Limit" },
        queryParameter("reverse", { type: "string", enum: ["0", "1"] }),
        ...table.keyFields.map(({ name, kind }) => queryParameter(name, kind.jsonSchema())),
      ],
      responses: { 200: ok("A page of rows", pageSchema(schema)), default: refused },
    },
  }
  const path = table.keyFields.map(({ name }) => `/{${name}}`).join("")
  return [
    [base, page],
    [`${base}${path}`, one],
  ]
}

/** The whole description of a gateway over these services. */
export function openApi({ ledger, version }: GatewayOptions): { readonly [name: string]: Json } {
  const paths: Record<string, Json> = {}
  for (const [path, item] of platformPaths(ok, refused)) paths[path] = item
  for (const service of ledger.runtime.services) {
    for (const [name, command] of Object.entries(service.commands)) {
      paths[`/v1/${service.name}/${name}`] = commandPath(service, name, command)
    }
    for (const table of Object.values(service.tables)) {
      for (const [path, item] of tablePaths(service, table)) paths[path] = item
    }
  }
  const tags = ledger.runtime.services.map(({ name, about }) => ({ name, description: about }))
  return {
    openapi: "3.1.0",
    info: {
      title: "Concordat",
      version,
      summary: "A ledger that several organisations keep together, and the services on it",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: [{ name: "ledger", description: "The platform's own routes" }, ...tags],
    paths,
    components: components(),
  }
}

function components(): Json {
  const code: Json = { type: "string", enum: codes.map((row) => row.code) }
  const text: Json = { type: "string" }
  return {
    parameters: {
      As: {
        name: "Concordat-As",
        in: "header",
        description: "Development ledger only: the principal to act as",
        schema: text,
      },
      Cosigners: {
        name: "Concordat-Cosigners",
        in: "header",
        description: "Development ledger only: further principals that sign, separated by commas",
        schema: text,
      },
      After: { name: "after", in: "query", description: "`next` of an earlier page", schema: text },
      Limit: { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 200 } },
    },
    schemas: {
      Problem: {
        type: "object",
        required: ["type", "title", "status", "code", "detail", "hint", "requestId"],
        properties: {
          type: text,
          title: text,
          status: { type: "integer" },
          code: { anyOf: [code, text], description: "Platform codes, or a service's own" },
          detail: text,
          hint: text,
          requestId: text,
          service: text,
          pointer: text,
        },
      },
      Receipt: {
        type: "object",
        required: ["transaction", "height", "index", "time", "status", "operations", "evidence"],
        properties: {
          transaction: text,
          height: text,
          index: { type: "integer" },
          time: { type: "string", format: "date-time" },
          status: { enum: ["accepted", "refused", "invalid"] },
          cost: { type: "integer" },
          operations: { type: "array", items: { type: "object" } },
          evidence: text,
        },
      },
    },
  }
}
