/** Several of one kind, one below the other, with a button for one more. */
import { tell } from "../../../texts/tell.ts"
import { Button } from "../../button.tsx"
import { idOf } from "../control.ts"
import styles from "../controls.module.css"
import { itemsOf } from "../list.tsx"
import { NestedInput } from "./field.tsx"
import type { InputProps } from "./input.ts"

/** The input. */
export function ListInput({
  field,
  label,
  pointer,
  draft,
  onChange,
  faults,
  nest,
}: InputProps<"list">) {
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
