/** Random kinds with values, and a naive JSON Schema validator, for property tests. */
import fc from "fast-check"
import type { CborValue } from "../cbor/value.ts"
import type { Json, JsonObject } from "../json/json.ts"
import { kindOf } from "./describe.ts"
import type { Kind } from "./kind.ts"

const NAMES = ["a", "b", "aa", "zz", "toString", "valueOf", "threshold", "id", "adminThreshold"]

const flat: fc.Arbitrary<CborValue> = fc.oneof(
  fc.constantFrom("bool", "u8", "u16", "u32", "u64", "u128", "i64", "time", "party", "hash"),
  bounds(20).map((text): CborValue => ({ text })),
  bounds(300).map((ascii): CborValue => ({ ascii })),
  bounds(300).map((bytes): CborValue => ({ bytes })),
  fc.integer({ min: 1, max: 40 }).map((fixed): CborValue => ({ fixed })),
  names(3).map(
    (enumeration): CborValue => ({ enumeration: enumeration.map((n) => n.toLowerCase()) }),
  ),
)

function bounds(most: number): fc.Arbitrary<[max: number, min: number]> {
  const pair = fc.tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 0, max: most }))
  return pair.map(([a, b]) => [Math.max(a, b), Math.min(a, b)])
}

function names(least: number): fc.Arbitrary<string[]> {
  return fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: least, maxLength: 6 })
}

function fields(least: number, of: fc.Arbitrary<CborValue>): fc.Arbitrary<CborValue> {
  return names(least).chain((all) =>
    fc
      .tuple(...all.map(() => of))
      .map((kinds) => Object.fromEntries(all.map((name, i) => [name, kinds[i]!]))),
  )
}

function notOption(description: CborValue): CborValue {
  const isOption = typeof description === "object" && "option" in (description as object)
  return isOption ? (description as { option: CborValue }).option : description
}

/** The description of any kind, a few levels deep. */
const descriptions: fc.Arbitrary<CborValue> = fc.letrec<{ any: CborValue }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    flat,
    tie("any").map((of): CborValue => ({ option: notOption(of) })),
    fc
      .tuple(tie("any"), bounds(4))
      .map(([of, [max, min]]): CborValue => ({ list: [of, max, min] })),
    fields(1, tie("any")).map((union): CborValue => ({ union })),
    fields(0, tie("any")).map((record): CborValue => ({ record })),
  ),
})).any

export type Pair = { readonly kind: Kind<unknown>; readonly value: unknown }

/** A kind and one of its values. */
export const pairs: fc.Arbitrary<Pair> = descriptions.map(kindOf).chain((kind) => {
  const values = kind.arbitrary(fc) as fc.Arbitrary<unknown>
  return values.map((value) => ({ kind, value }))
})

/** Two values of one kind that may stand in a key. */
export const keyPairs = flat
  .map(kindOf)
  .filter((kind) => kind.key !== null)
  .chain((kind) => {
    const values = kind.arbitrary(fc) as fc.Arbitrary<unknown>
    return fc.tuple(values, values).map(([left, right]) => ({ kind, left, right }))
  })

const KEYWORDS = new Set([
  ...["type", "minimum", "maximum", "minLength", "maxLength", "pattern", "enum", "anyOf", "oneOf"],
  ...["items", "minItems", "maxItems", "properties", "required", "additionalProperties"],
  ...["format", "contentEncoding"],
])

/** Whether a value satisfies a schema, for the keywords that kinds use; throws for any other. */
export function satisfies(schema: JsonObject, value: Json): boolean {
  for (const name of Object.keys(schema)) if (!KEYWORDS.has(name)) throw new Error(name)
  const { anyOf, oneOf } = schema as { anyOf?: JsonObject[]; oneOf?: JsonObject[] }
  if (anyOf !== undefined) return anyOf.some((each) => satisfies(each, value))
  if (oneOf !== undefined) return oneOf.filter((each) => satisfies(each, value)).length === 1
  if (schema["type"] === "null") return value === null
  if (schema["type"] === "boolean") return typeof value === "boolean"
  if (schema["type"] === "string") return isText(schema, value)
  if (schema["type"] === "array") return isList(schema, value)
  if (schema["type"] === "object") return isObject(schema, value)
  if (schema["type"] !== "integer") throw new Error(String(schema["type"]))
  const { minimum, maximum } = schema as { minimum: number; maximum: number }
  return Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum
}

function isText(schema: JsonObject, value: Json): boolean {
  if (typeof value !== "string") return false
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema
  const length = [...value].length
  if (length < Number(minLength) || length > Number(maxLength)) return false
  if (schema["enum"] !== undefined && !(schema["enum"] as string[]).includes(value)) return false
  return schema["pattern"] === undefined || new RegExp(String(schema["pattern"]), "u").test(value)
}

function isList(schema: JsonObject, value: Json): boolean {
  if (!Array.isArray(value)) return false
  const { minItems, maxItems, items } = schema as {
    minItems: number
    maxItems: number
    items: JsonObject
  }
  if (value.length < minItems || value.length > maxItems) return false
  return value.every((item: Json) => satisfies(items, item))
}

function isObject(schema: JsonObject, value: Json): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false
  if (schema["additionalProperties"] !== false) throw new Error("additionalProperties")
  const properties = schema["properties"] as { [name: string]: JsonObject }
  const required = schema["required"] as string[]
  const given = Object.entries(value)
  if (!required.every((name) => Object.hasOwn(value, name))) return false
  return given.every(([name, part]) => {
    return Object.hasOwn(properties, name) && satisfies(properties[name]!, part)
  })
}
