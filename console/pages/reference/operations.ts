/** What the gateway's own OpenAPI document says of its addresses, as the page shows it. */
import { isJsonObject, type Json, type JsonObject } from "@concordat/kernel"

/** A parameter; `place` is `path`, `query` or `header`. */
export type Parameter = {
  readonly name: string
  readonly place: string
  readonly about: string
  readonly example: string | null
}

/** One address with one method. */
export type Operation = {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly about: string
  readonly more: string
  /** Whether anybody may ask, without a token or a sign-in. */
  readonly open: boolean
  readonly parameters: readonly Parameter[]
  /** Content types of what it takes, and an example of the first that has one. */
  readonly takes: readonly string[]
  readonly body: string | null
  /** Content types of its answer. */
  readonly gives: readonly string[]
  /** Codes of its refusals, by status. */
  readonly refusals: readonly { readonly status: string; readonly codes: readonly string[] }[]
}

/** Addresses that belong together. */
export type Group = {
  readonly tag: string
  readonly about: string
  readonly operations: readonly Operation[]
}

const METHODS = ["get", "put", "post", "delete"]
const CODE = /^[a-z][a-z0-9_]*$/
const STATUS = /^[45]\d\d$/

const objectIn = (json: JsonObject, name: string): JsonObject => {
  const value = json[name] ?? null
  return isJsonObject(value) ? value : {}
}
const listIn = (json: JsonObject, name: string): readonly JsonObject[] => {
  const value = json[name] ?? null
  return Array.isArray(value) ? value.filter((one: Json) => isJsonObject(one)) : []
}
const textIn = (json: JsonObject, name: string) => String(json[name] ?? "")
const exampleOf = ({ example }: JsonObject) =>
  example === undefined ? null : typeof example === "string" ? example : JSON.stringify(example)

function operationOf(path: string, method: string, said: JsonObject): Operation {
  const responses = objectIn(said, "responses")
  const takes = objectIn(objectIn(said, "requestBody"), "content")
  const bodies = Object.keys(takes).map((type) => exampleOf(objectIn(takes, type)))
  const security = listIn(said, "security")
  return {
    ...{ name: textIn(said, "operationId"), method: method.toUpperCase(), path },
    ...{ about: textIn(said, "summary"), more: textIn(said, "description") },
    open: security.some((one) => Object.keys(one).length === 0),
    parameters: listIn(said, "parameters").map((parameter) => ({
      ...{ name: textIn(parameter, "name"), place: textIn(parameter, "in") },
      ...{ about: textIn(parameter, "description"), example: exampleOf(parameter) },
    })),
    takes: Object.keys(takes),
    body: bodies.find((body) => body !== null) ?? null,
    gives: Object.keys(objectIn(objectIn(responses, "200"), "content")),
    refusals: Object.keys(responses)
      .filter((status) => STATUS.test(status))
      .map((status) => {
        const codes = textIn(objectIn(responses, status), "description").split(", ")
        return { status, codes: codes.filter((code) => CODE.test(code)) }
      }),
  }
}

/** The addresses of a description by their tags, in its order. */
export function groupsOf(description: JsonObject): readonly Group[] {
  const paths = objectIn(description, "paths")
  const all = Object.keys(paths).flatMap((path) => {
    const item = objectIn(paths, path)
    return METHODS.filter((method) => method in item).map((method) => {
      const said = objectIn(item, method)
      const [tag = ""] = (said["tags"] ?? []) as readonly string[]
      return { tag, operation: operationOf(path, method, said) }
    })
  })
  return listIn(description, "tags").map((tag) => ({
    ...{ tag: textIn(tag, "name"), about: textIn(tag, "description") },
    operations: all
      .filter((one) => one.tag === textIn(tag, "name"))
      .map(({ operation }) => operation),
  }))
}

/** The operations in which all words stand. */
export function matching(groups: readonly Group[], words: string): readonly Group[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const holds = ({ method, path, about, name }: Operation) => {
    const text = `${method} ${path} ${about} ${name}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  }
  return groups
    .map((group) => ({ ...group, operations: group.operations.filter(holds) }))
    .filter(({ operations }) => operations.length > 0)
}

/** An address that can be asked as it stands; null where a part of the path has no example. */
export function examplePath({ path, parameters }: Operation): string | null {
  let whole = true
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const example = parameters.find((one) => one.place === "path" && one.name === name)?.example
    whole &&= typeof example === "string"
    return encodeURIComponent(example ?? "")
  })
  return whole ? filled : null
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** A command line that asks it, with names in braces where something is to be filled in. */
export function commandLine(origin: string, operation: Operation): string {
  const { method, path, takes, body } = operation
  const parts = ["curl", quoted(`${origin}${examplePath(operation) ?? path}`)]
  if (method !== "GET") parts.push("-X", method)
  const [type] = takes
  if (type !== undefined) parts.push("-H", quoted(`content-type: ${type}`))
  if (type !== undefined) parts.push("--data-binary", body === null ? "@file" : quoted(body))
  return parts.join(" ")
}
