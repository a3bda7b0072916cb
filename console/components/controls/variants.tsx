/** One of several forms: which one, and its fields. */
import { isJsonObject } from "@concordat/kernel"
import { titled } from "../words.ts"
import { type Control, type Draft, partsOf, type ShowProps, textOf } from "./control.ts"
import styles from "./controls.module.css"
import { NestedShow } from "./field.tsx"

/** The draft keeps what was entered for the other forms. */
export function draftOf(chosen: string, forms: Readonly<Record<string, Draft>>): Draft {
  return { chosen, forms }
}

function Show({ field, value, brief, nest }: ShowProps<"variants">) {
  const [name = "", inner = null] = isJsonObject(value) ? (Object.entries(value)[0] ?? []) : []
  const of = field.variants[name]
  if (of === undefined) return <>–</>
  return (
    <span className={styles.variant}>
      <span className={styles.hint}>{titled(name)}</span>{" "}
      <NestedShow nest={nest} field={of} label={titled(name)} value={inner} brief={brief} />
    </span>
  )
}

/** A union: exactly one of its forms. */
export const variantsControl: Control<"variants"> = {
  blank: () => draftOf("", {}),
  toJson: ({ variants }, draft, nest) => {
    const { chosen = "", forms = {} } = partsOf(draft)
    const name = textOf(chosen)
    const field = variants[name]
    if (field === undefined) return {}
    const control = nest(field)
    const inner = partsOf(forms)[name] ?? control.blank(field, nest)
    return { [name]: control.toJson(field, inner, nest) }
  },
  fromJson: ({ variants }, value, nest) => {
    const [name = "", inner = null] = isJsonObject(value) ? (Object.entries(value)[0] ?? []) : []
    const field = variants[name]
    return field === undefined
      ? draftOf("", {})
      : draftOf(name, { [name]: nest(field).fromJson(field, inner, nest) })
  },
  Show,
}
