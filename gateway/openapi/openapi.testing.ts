/**
 * For tests: every answer of the API against its own description. Objects are closed first, so that
 * a member which the description does not name is found.
 */
import { registerSchema, type Validator, validate } from "@hyperjump/json-schema/draft-2020-12"
import { validate as validateOpenApi } from "@hyperjump/json-schema/openapi-3-1"
import type { Gateway } from "../app.ts"
import { send } from "../gateway.testing.ts"

type Tree = { readonly [name: string]: unknown }
type Media = { readonly schema: Tree; readonly example?: unknown }

/** One operation as it is described. */
export type Described = {
  readonly method: string
  readonly path: string
  readonly operationId: string
  readonly tags: readonly string[]
  readonly parameters: readonly {
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly example?: string
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, Media>> }>
  >
}

/** The description of a gateway, and a judge of its answers. */
export type Description = {
  readonly document: Tree
  readonly operations: readonly Described[]
  /** What is wrong with an answer of an operation; "" for nothing. */
  faults(operation: Described, response: Response): Promise<string>
}

const DIALECT = "https://json-schema.org/draft/2020-12/schema"
let registered = 0

/** The schema with every object closed and its references below `$defs`. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== "object" || schema === null) return schema
  const whole: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(schema)) {
    const reference = name === "$ref" && typeof value === "string"
    whole[name] = reference ? value.replace("#/components/schemas/", "#/$defs/") : closed(value)
  }
  const open = "properties" in whole && !("additionalProperties" in whole)
  return open && whole["type"] === "object" ? { ...whole, additionalProperties: false } : whole
}

/** Whether the document is OpenAPI 3.1, its schemas included: what is wrong, or "". */
export async function openApiFaults(document: Tree): Promise<string> {
  const judge = await validateOpenApi("https://spec.openapis.org/oas/3.1/schema-base")
  const output = judge(document as never, "BASIC")
  return output.valid ? "" : JSON.stringify(output.errors, null, 1)
}

function operationsOf(paths: Readonly<Record<string, Tree>>): readonly Described[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const described = operation as Described
      const { parameters = [] } = described
      return { ...described, parameters, method: method.toUpperCase(), path }
    }),
  )
}

/** Reads the description that a gateway gives of itself. */
export async function describedBy(gateway: Gateway): Promise<Description> {
  const document = (await (await send(gateway, "/openapi.json")).json()) as Tree
  const { schemas } = document["components"] as { readonly schemas: Tree }
  const $defs = closed(schemas)
  const validators = new Map<string, Validator>()

  async function validatorOf(key: string, schema: Tree): Promise<Validator> {
    const known = validators.get(key)
    if (known !== undefined) return known
    const uri = `https://concordat.test/${registered++}`
    registerSchema({ ...(closed(schema) as Tree), $defs } as never, uri, DIALECT)
    const made = await validate(uri)
    validators.set(key, made)
    return made
  }

  return {
    document,
    operations: operationsOf(document["paths"] as Readonly<Record<string, Tree>>),
    async faults({ operationId, responses }, response) {
      const type = (response.headers.get("content-type") ?? "").split(";")[0]!
      const answer = responses[response.status] ?? responses["default"]!
      const media = answer.content?.[type]
      if (media === undefined) return `${operationId}: ${response.status} ${type} is not described`
      if (!type.endsWith("json")) return ""
      const judge = await validatorOf(`${operationId} ${response.status} ${type}`, media.schema)
      const output = judge((await response.json()) as never, "BASIC")
      return output.valid ? "" : `${operationId}: ${JSON.stringify(output.errors, null, 1)}`
    },
  }
}
