/** A record: its fields together, in the order of definition. */
import { isJsonObject, type JsonObject } from "@concordat/kernel"
import { labelOf, titled } from "../words.ts"
import { type Control, type Draft, type FieldOf, partsOf, type ShowProps } from "./control.ts"
import styles from "./controls.module.css"
import { NestedShow } from "./field.tsx"

function mapped<T, U>(from: Readonly<Record<string, T>>, to: (value: T, name: string) => U) {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(value, name)]))
}

function Show({ field, value, brief, nest }: ShowProps<"group">) {
  const fields: JsonObject = isJsonObject(value) ? value : {}
  const names = Object.keys(field.fields)
  if (brief) {
    const [first = ""] = names
    const inner = field.fields[first]
    if (inner === undefined) return <>–</>
    return (
      <NestedShow
        nest={nest}
        field={inner}
        label={titled(first)}
        value={fields[first] ?? null}
        brief={brief}
      />
    )
  }
  return (
    <dl className={styles.facts}>
      {Object.entries(field.fields).map(([name, inner]) => (
        <div key={name}>
          <dt>{labelOf(inner, name)}</dt>
          <dd>
            <NestedShow
              nest={nest}
              field={inner}
              label={labelOf(inner, name)}
              value={fields[name] ?? null}
              brief={brief}
            />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Named fields together. */
export const groupControl: Control<"group"> = {
  blank: ({ fields }, nest) => mapped(fields, (field) => nest(field).blank(field, nest)),
  toJson: ({ fields }, draft, nest) => {
    const parts = partsOf(draft)
    return mapped(fields, (field, name) => {
      const control = nest(field)
      return control.toJson(field, parts[name] ?? control.blank(field, nest), nest)
    })
  },
  fromJson: ({ fields }: FieldOf<"group">, value, nest): Draft => {
    const given = isJsonObject(value) ? value : {}
    return mapped(fields, (field, name) => {
      const inner = given[name]
      const control = nest(field)
      if (inner === undefined) return control.blank(field, nest)
      return control.fromJson(field, inner, nest)
    })
  },
  Show,
}
