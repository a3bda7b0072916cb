/** `union({a: k})`: exactly one of several variants, each with content of its own. */
import type { CborReader } from "../cbor/reader.ts"
import { Bug } from "../failures.ts"
import { isJsonObject, type Json, type JsonObject } from "../json/json.ts"
import { mismatch, unknownReason, unknownValue, within } from "./fault.ts"
import { jsonColumn } from "./json-column.ts"
import { assertDepth, defineKind, type Infer, type Kind } from "./kind.ts"
import { assertFieldName } from "./names.ts"
import { encodedKey, type Fields, isPlainObject } from "./record.ts"

/** `{ a: A } | { b: B }`: narrow with `"a" in value`. */
export type UnionOf<V extends Fields> = {
  [N in keyof V]: { readonly [M in N]: Infer<V[N]> }
}[keyof V]

type Variant = { readonly name: string; readonly kind: Kind<unknown>; readonly key: Uint8Array }

const EXPECTED = "exactly one variant"

/** One of these variants. A variant without content is `record({})`. */
export function union<const V extends Fields>(variants: V): Kind<UnionOf<V>> {
  const names = Object.keys(variants) // in the order of definition
  if (names.length === 0) throw new Bug("A union has at least one variant.")
  for (const name of names) assertFieldName(name)
  const declared: readonly Variant[] = names.map((name) => {
    return { name, kind: variants[name]!, key: encodedKey(name) }
  })
  const form = new UnionForm(declared, names)
  const toJson = (value: UnionOf<V>) => form.toJson(value)
  const fromJson = (json: Json) => form.fromJson(json) as UnionOf<V>
  return defineKind<UnionOf<V>>({
    description: { union: Object.fromEntries(declared.map((v) => [v.name, v.kind.description])) },
    sizeMax: 1 + Math.max(...declared.map(({ key, kind }) => key.length + kind.sizeMax)),
    depth: assertDepth(1 + Math.max(...declared.map(({ kind }) => kind.depth))),
    field: {
      control: "variants",
      variants: Object.fromEntries(declared.map((v) => [v.name, v.kind.field])),
    },
    sql: jsonColumn(toJson, fromJson),
    key: null,
    check: (value) => form.check(value) as UnionOf<V>,
    write(writer, value) {
      const { name, key, kind } = form.chosen(value)
      writer.map(1).raw(key)
      kind.write(writer, contentOf(value, name))
    },
    read: (reader) => form.read(reader) as UnionOf<V>,
    toJson,
    fromJson,
    jsonSchema: () => ({ oneOf: declared.map(schemaOf) }),
    arbitrary: (fc) =>
      fc.oneof(
        ...declared.map(({ name, kind }) =>
          kind.arbitrary(fc).map((content) => ({ [name]: content }) as UnionOf<V>),
        ),
      ),
  })
}

function schemaOf({ name, kind }: Variant): JsonObject {
  return {
    type: "object",
    properties: { [name]: kind.jsonSchema() },
    required: [name],
    additionalProperties: false,
  }
}

function contentOf(value: object, name: string): unknown {
  return (value as Record<string, unknown>)[name]
}

/** The variants of one union, and how one of them is found. */
class UnionForm {
  private readonly variants: readonly Variant[]
  private readonly known: ReadonlyMap<string, Variant>
  private readonly names: readonly string[]

  constructor(variants: readonly Variant[], names: readonly string[]) {
    this.variants = variants
    this.known = new Map(variants.map((variant) => [variant.name, variant]))
    this.names = names
  }

  /** The variant of an object with one field; `type_mismatch` or `unknown_value` otherwise. */
  chosen(value: object): Variant {
    const given = Object.keys(value) // in any order: there is one
    const name = given[0]
    if (given.length !== 1 || name === undefined) throw mismatch(EXPECTED, value)
    const variant = this.known.get(name)
    if (variant === undefined) throw unknownValue(name, this.names)
    return variant
  }

  check(value: unknown): unknown {
    if (!isPlainObject(value)) throw mismatch(EXPECTED, value)
    const { name, kind } = this.chosen(value)
    try {
      kind.check(contentOf(value, name))
    } catch (failure) {
      throw within(failure, name)
    }
    return value
  }

  read(reader: CborReader): object {
    const start = reader.at
    if (reader.map() !== 1) {
      const reason = `Expected ${EXPECTED}.`
      throw reader.fail("type_mismatch", reason, { expected: EXPECTED }, start)
    }
    for (const { name, kind, key } of this.variants) {
      if (reader.tookExactly(key)) return { [name]: kind.read(reader) }
    }
    const reason = unknownReason("variant", reader.text(), this.names)
    throw reader.fail("unknown_value", ...reason, start)
  }

  toJson(value: object): Json {
    const { name, kind } = this.chosen(value)
    return { [name]: kind.toJson(contentOf(value, name)) }
  }

  fromJson(json: Json): object {
    if (!isJsonObject(json)) throw mismatch(EXPECTED, json)
    const { name, kind } = this.chosen(json)
    try {
      return { [name]: kind.fromJson(contentOf(json, name) as Json) }
    } catch (failure) {
      throw within(failure, name)
    }
  }
}
