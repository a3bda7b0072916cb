/**
 * What services answer by name, from the gateway's own description: their parameters, the fields
 * of an answer, and the controls that their schemas come to.
 */
import { type FormField, isJsonObject, type Json, type JsonObject } from "@concordat/kernel"
import { getJson } from "@concordat/sdk"
import { useAnswer, useClient } from "../../components/ledger.tsx"

/** A field by its name. */
export type Fields = Readonly<Record<string, FormField>>

/** One named question. */
export type NamedQuestion = {
  readonly name: string
  readonly about: string
  /** What it must be told, and what it may be. */
  readonly needs: Fields
  readonly takes: Fields
  /** Fields of an answer, and those that it can be ordered by. */
  readonly output: Fields
  readonly orders: readonly string[]
}

const HEX = /^\^\[0-9a-f\]\{(\d+)\}\$$/
const INTEGER_MAX = 2n ** 128n

const objectIn = (json: JsonObject, name: string): JsonObject => {
  const value = json[name] ?? null
  return isJsonObject(value) ? value : {}
}
const listIn = (json: JsonObject, name: string): readonly Json[] => {
  const value = json[name] ?? null
  return Array.isArray(value) ? value : []
}

/** The control that asks for a value of a schema, as kinds write theirs. */
export function fieldOfSchema(schema: JsonObject): FormField {
  const { type, format, pattern = "", minLength = 0, maxLength = 0 } = schema
  const choices = listIn(schema, "anyOf").filter((one) => isJsonObject(one))
  const some = choices.find((one) => one["type"] !== "null")
  if (some !== undefined) return { control: "optional", of: fieldOfSchema(some) }
  if (Array.isArray(schema["enum"])) return { control: "choice", names: schema["enum"].map(String) }
  if (type === "boolean") return { control: "switch" }
  if (format === "date-time") return { control: "time" }
  const digits = HEX.exec(String(pattern))?.[1]
  if (digits !== undefined) return { control: "hex", bytes: Number(digits) / 2 }
  const isWide = String(pattern).startsWith("^(0|")
  if (type === "integer" || isWide) return { control: "integer", min: 0n, max: INTEGER_MAX }
  if (String(pattern).includes("(/[a-z0-9]")) return { control: "party" }
  if (type === "object") {
    const parts = Object.entries(objectIn(schema, "properties"))
    const fields = parts.map(([name, one]) => [name, fieldOfSchema(one as JsonObject)] as const)
    return { control: "group", fields: Object.fromEntries(fields) }
  }
  if (type === "array") {
    const of = fieldOfSchema(objectIn(schema, "items"))
    return { control: "list", of, min: 0, max: Number(schema["maxItems"] ?? 0) }
  }
  const [min, max] = [Number(minLength), Number(maxLength)]
  return { control: "text", min, max, pattern: null, long: false }
}

/** Parameters that every list has. */
const OWN = ["after", "at", "limit", "reverse", "sort"]

function questionOf(name: string, said: JsonObject): NamedQuestion {
  const given = listIn(said, "parameters").filter((one) => isJsonObject(one))
  const fields = (about: string) =>
    Object.fromEntries(
      given
        .filter((one) => one["description"] === about && !OWN.includes(String(one["name"])))
        .map((one) => [String(one["name"]), fieldOfSchema(objectIn(one, "schema"))]),
    )
  const sort = given.find((one) => one["name"] === "sort") ?? {}
  const answer = objectIn(objectIn(said, "responses"), "200")
  const content = objectIn(objectIn(answer, "content"), "application/json")
  const items = objectIn(objectIn(objectIn(content, "schema"), "properties"), "items")
  const output = Object.entries(objectIn(objectIn(items, "items"), "properties"))
  return {
    ...{ name, about: String(said["summary"] ?? "") },
    ...{ needs: fields("Required"), takes: fields("May be left out") },
    output: Object.fromEntries(
      output.map(([field, of]) => [field, fieldOfSchema(of as JsonObject)]),
    ),
    orders: listIn(objectIn(sort, "schema"), "enum").map(String),
  }
}

/** The named questions of a service in a description, by their names. */
export function questionsOf(description: JsonObject, service: string): readonly NamedQuestion[] {
  const start = `/v1/${service}/queries/`
  return Object.entries(objectIn(description, "paths"))
    .filter(([path]) => path.startsWith(start))
    .map(([path, item]) =>
      questionOf(path.slice(start.length), objectIn(item as JsonObject, "get")),
    )
}

/** The description of the gateway that this page asks. */
export function useDescription() {
  const client = useClient()
  return useAnswer(["openapi"], () => getJson(client, "/openapi.json"))
}
