/** A JSON value as the kernel reads and gives it: no undefined, no float, objects of own fields. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** An object of JSON. */
export type JsonObject = { readonly [name: string]: Json }

const isArray: (value: Json) => value is readonly Json[] = Array.isArray

/** Whether a JSON value is an array. */
export const isJsonArray = isArray

/** Whether a JSON value is an object. */
export function isJsonObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !isArray(value)
}
