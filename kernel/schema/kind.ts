/**
 * What a kind answers: one definition of a value gives its type, canonical bytes, key bytes, JSON,
 * JSON Schema, SQL column, form field, arbitrary and Standard Schema. Each kind is one file that
 * answers for all of these itself; nothing else in the project switches on a kind.
 */
import type { CborReader } from "../cbor/reader.ts"
import type { CborValue } from "../cbor/value.ts"
import type { CborWriter } from "../cbor/writer.ts"
import { Bug, Invalid } from "../failures.ts"
import type { Json, JsonObject } from "../json/json.ts"
import { SCHEMA_DEPTH_MAX } from "../limits.ts"
import type { Arbitrary, FastCheck } from "./arbitrary.ts"
import type { FormField } from "./field.ts"
import type { SqlColumn } from "./sql.ts"

/** A kind as data: its name, or `{name: parameters}`. Its canonical CBOR is hashed. */
export type Description = string | { readonly [name: string]: CborValue }

/** How a value stands in the key of a row: order of bytes = order of values. */
export interface KeyForm<T> {
  /** Most bytes a value takes. */
  readonly sizeMax: number
  write(writer: CborWriter, value: T): void
  /** Reads what `write` wrote; key bytes come from the state, never from outside. */
  read(reader: CborReader): T
}

/** One kind of value. Values handed to `write`, `toJson` and key forms have passed `check`. */
export interface Kind<T> {
  readonly description: Description
  /** Most bytes of a value in canonical CBOR. */
  readonly sizeMax: number
  /** Levels of nesting, a plain value being 1. */
  readonly depth: number
  /** Whether null is a value: true for `option` alone. */
  readonly optional: boolean
  /** The key form, or null where the kind cannot stand in a key. */
  readonly key: KeyForm<T> | null
  readonly sql: SqlColumn<T>
  readonly field: FormField
  /** The same value, typed, or `Invalid` with the JSON pointer of the first fault. */
  check(value: unknown): T
  write(writer: CborWriter, value: T): void
  /** Reads bytes that `scan` accepted; throws `Invalid` with a JSON pointer. */
  read(reader: CborReader): T
  toJson(value: T): Json
  /** The value of its JSON form; throws `Invalid` with a JSON pointer. */
  fromJson(json: Json): T
  /** JSON Schema 2020-12 of the JSON form, with the same bounds. */
  jsonSchema(): JsonSchema
  /** Values of the kind for property tests; fast-check is handed in. */
  arbitrary(fc: FastCheck): Arbitrary<T>
  /** Standard Schema 1: validates the JSON form. */
  readonly "~standard": StandardSchema<T>
}

/** A kind that may stand in the key of a table. */
export type KeyKind<T> = Kind<T> & { readonly key: KeyForm<T> }

/** The TypeScript type of a kind's values: `Infer<typeof u64>` is bigint. */
export type Infer<K> = K extends Kind<infer T> ? T : never

/** A JSON Schema, as JSON. */
export type JsonSchema = JsonObject

/** The part of https://standardschema.dev, version 1, that forms and HTTP validators call. */
export type StandardSchema<T> = {
  readonly version: 1
  readonly vendor: "concordat"
  readonly validate: (value: unknown) => StandardResult<T>
  readonly types?: { readonly input: unknown; readonly output: T } | undefined
}
export type StandardResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path: readonly string[] }[] }

/** Everything of a kind but what follows from the rest. */
export type KindParts<T> = Omit<Kind<T>, "~standard" | "optional"> & { readonly optional?: boolean }

/** Completes a kind. All kinds are made here, so all have one shape in memory. */
export function defineKind<T>(parts: KindParts<T> & { key: KeyForm<T> }): KeyKind<T>
export function defineKind<T>(parts: KindParts<T>): Kind<T>
export function defineKind<T>(parts: KindParts<T>): Kind<T> {
  const { description, sizeMax, depth, optional = false, key, sql, field } = parts
  const { check, write, read, toJson, fromJson, jsonSchema, arbitrary } = parts
  const standard: StandardSchema<T> = {
    version: 1,
    vendor: "concordat",
    validate: (value) => validated(() => fromJson(value as Json)),
  }
  return {
    description,
    sizeMax,
    depth,
    optional,
    key,
    sql,
    field,
    check,
    write,
    read,
    toJson,
    fromJson,
    jsonSchema,
    arbitrary,
    "~standard": standard,
  }
}

function validated<T>(parse: () => T): StandardResult<T> {
  try {
    return { value: parse() }
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    const path = failure.path
      .split("/")
      .slice(1)
      .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"))
    return { issues: [{ message: failure.message, path }] }
  }
}

/** The depth of a kind that holds others. Throws `Bug` beyond `SCHEMA_DEPTH_MAX`. */
export function assertDepth(depth: number): number {
  if (depth > SCHEMA_DEPTH_MAX) throw new Bug(`A schema is at most ${SCHEMA_DEPTH_MAX} deep.`)
  return depth
}
