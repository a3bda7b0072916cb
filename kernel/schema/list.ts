/** `list(k, max, min)`: a bounded list, in the order given. */
import { isJsonArray, type Json } from "../json/json.ts"
import { GENERATED_MAX } from "./arbitrary.ts"
import { lengthReason, mismatch, tooLong, within } from "./fault.ts"
import { jsonColumn } from "./json-column.ts"
import { assertDepth, defineKind, type Kind } from "./kind.ts"
import { assertBounds } from "./names.ts"
import { headSize } from "./text.ts"

/** Lists inside generated values stay short, so that nested ones do not explode. */
const GENERATED_LIST_MAX = 8

/** `min` to `max` values of one kind. */
export function list<T>(of: Kind<T>, max: number, min = 0): Kind<readonly T[]> {
  assertBounds("list", max, min)
  const bounded = (length: number) => {
    if (length < min || length > max) throw tooLong("items", length, min, max)
  }
  const toJson = (items: readonly T[]) => items.map((item) => of.toJson(item))
  const fromJson = (json: Json) => {
    if (!isJsonArray(json)) throw mismatch("a list", json)
    bounded(json.length)
    return json.map((item, i) => named(i, () => of.fromJson(item)))
  }
  return defineKind<readonly T[]>({
    description: { list: [of.description, max, min] },
    sizeMax: headSize(max) + max * of.sizeMax,
    depth: assertDepth(of.depth + 1),
    field: { control: "list", of: of.field, min, max },
    sql: jsonColumn(toJson, fromJson),
    key: null,
    check(value) {
      if (!Array.isArray(value)) throw mismatch("a list", value)
      bounded(value.length)
      for (let i = 0; i < value.length; i++) named(i, () => of.check(value[i]))
      return value
    },
    write(writer, items) {
      writer.array(items.length)
      for (let i = 0; i < items.length; i++) of.write(writer, items[i]!)
    },
    read(reader) {
      const item = reader.at
      const length = reader.array()
      if (length < min || length > max) {
        throw reader.fail("too_long", ...lengthReason("items", length, min, max), item)
      }
      const items: T[] = []
      for (let i = 0; i < length; i++) items.push(of.read(reader))
      return items
    },
    toJson,
    fromJson,
    jsonSchema: () => ({ type: "array", items: of.jsonSchema(), minItems: min, maxItems: max }),
    arbitrary: (fc) => {
      const few = of.depth > 1 ? GENERATED_LIST_MAX : GENERATED_MAX
      return fc.array(of.arbitrary(fc), {
        minLength: min,
        maxLength: Math.max(min, Math.min(max, few)),
      })
    },
  })
}

/** Does something with an item; a failure tells which item it was. */
function named<T>(index: number, act: () => T): T {
  try {
    return act()
  } catch (failure) {
    throw within(failure, index)
  }
}
