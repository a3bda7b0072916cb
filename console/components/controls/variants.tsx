/** One of several forms: first which one, then its fields. */
import { isJsonObject } from "@concordat/kernel"
import { Radio } from "@mantine/core"
import { titled } from "../words.ts"
import {
  type Control,
  type Draft,
  type InputProps,
  idOf,
  partsOf,
  type ShowProps,
  textOf,
} from "./control.ts"
import styles from "./controls.module.css"
import { NestedInput, NestedShow } from "./field.tsx"

/** The draft keeps what was entered for the other forms. */
function draftOf(chosen: string, forms: Readonly<Record<string, Draft>>): Draft {
  return { chosen, forms }
}

function Input({ field, label, pointer, draft, onChange, faults, nest }: InputProps<"variants">) {
  const { chosen = "", forms = {} } = partsOf(draft)
  const name = textOf(chosen)
  const drafts = partsOf(forms)
  const inner = field.variants[name]
  return (
    <fieldset id={idOf(pointer)} className={styles.group}>
      <legend className={styles.legend}>{label}</legend>
      <Radio.Group
        aria-label={label}
        value={name}
        error={faults[pointer]}
        onChange={(next) => onChange(draftOf(next, drafts))}
      >
        <div className={styles.radios}>
          {Object.keys(field.variants).map((variant) => (
            <Radio key={variant} value={variant} label={titled(variant)} />
          ))}
        </div>
      </Radio.Group>
      {inner === undefined ? null : (
        <NestedInput
          nest={nest}
          field={inner}
          label={inner.label ?? titled(name)}
          pointer={`${pointer}/${name}`}
          draft={drafts[name] ?? nest(inner).blank(inner, nest)}
          faults={faults}
          onChange={(next) => onChange(draftOf(name, { ...drafts, [name]: next }))}
        />
      )}
    </fieldset>
  )
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
  Input,
  Show,
}
