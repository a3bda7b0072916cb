/** A record: its fields together, in the order of definition. */
import { labelOf } from "../../words.ts"
import { idOf, partsOf } from "../control.ts"
import styles from "../controls.module.css"
import { NestedInput } from "./field.tsx"
import type { InputProps } from "./input.ts"

/** The fields of a group without a frame: a command's own. */
export function GroupFields({
  field,
  pointer,
  draft,
  onChange,
  faults,
  nest,
}: InputProps<"group">) {
  const parts = partsOf(draft)
  return (
    <>
      {Object.entries(field.fields).map(([name, inner]) => (
        <NestedInput
          nest={nest}
          key={name}
          field={inner}
          label={labelOf(inner, name)}
          pointer={`${pointer}/${name}`}
          draft={parts[name] ?? nest(inner).blank(inner, nest)}
          faults={faults}
          onChange={(next) => onChange({ ...parts, [name]: next })}
        />
      ))}
    </>
  )
}

/** The fields of a record in a frame of their own. */
export function GroupInput(props: InputProps<"group">) {
  return (
    <fieldset id={idOf(props.pointer)} className={styles.group}>
      <legend className={styles.legend}>{props.label}</legend>
      <GroupFields {...props} />
    </fieldset>
  )
}
