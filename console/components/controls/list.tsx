/** Several of one kind, one below the other, with a button for one more. */
import { isJsonArray } from "@concordat/kernel"
import { tell } from "../../texts/tell.ts"
import { Button } from "../button.tsx"
import { type Control, type Draft, type InputProps, idOf, type ShowProps } from "./control.ts"
import styles from "./controls.module.css"
import { NestedInput, NestedShow } from "./field.tsx"

/** Items that are shown before the rest is folded. */
const SHOWN_MAX = 3

function itemsOf(draft: Draft): readonly Draft[] {
  return Array.isArray(draft) ? draft : []
}

function Input({ field, label, pointer, draft, onChange, faults, nest }: InputProps<"list">) {
  const items = itemsOf(draft)
  const { of, min, max } = field
  return (
    <fieldset id={idOf(pointer)} className={styles.group}>
      <legend className={styles.legend}>{label}</legend>
      <p className={styles.hint}>{tell("control.list", { min, max })}</p>
      {faults[pointer] === undefined ? null : <p className={styles.fault}>{faults[pointer]}</p>}
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place.
        <div key={index} className={styles.item}>
          <NestedInput
            nest={nest}
            field={of}
            label={tell("control.list.item", { name: label, position: index + 1 })}
            pointer={`${pointer}/${index}`}
            draft={item}
            faults={faults}
            onChange={(next) => onChange(items.with(index, next))}
          />
          <Button look="quiet" icon="minus" onClick={() => onChange(items.toSpliced(index, 1))}>
            {tell("control.list.remove", { position: index + 1 })}
          </Button>
        </div>
      ))}
      {items.length < max ? (
        <div>
          <Button icon="plus" onClick={() => onChange([...items, nest(of).blank(of, nest)])}>
            {tell("control.list.add")}
          </Button>
        </div>
      ) : null}
    </fieldset>
  )
}

function Show({ field, label, value, brief, nest }: ShowProps<"list">) {
  const items = isJsonArray(value) ? value : []
  if (items.length === 0) return <>–</>
  if (brief && items.length > SHOWN_MAX) {
    return <>{tell("control.list.count", { count: items.length })}</>
  }
  return (
    <ul className={styles.items}>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place.
        <li key={index}>
          <NestedShow nest={nest} field={field.of} label={label} value={item} brief={brief} />
        </li>
      ))}
    </ul>
  )
}

/** A bounded list. */
export const listControl: Control<"list"> = {
  blank: ({ of, min }, nest) => Array.from({ length: min }, () => nest(of).blank(of, nest)),
  toJson: ({ of }, draft, nest) => itemsOf(draft).map((item) => nest(of).toJson(of, item, nest)),
  fromJson: ({ of }, value, nest) =>
    isJsonArray(value) ? value.map((item) => nest(of).fromJson(of, item, nest)) : [],
  Input,
  Show,
}
