/** What may be absent: a switch sets it, so that empty and none are two things. */
import { Switch } from "@mantine/core"
import { tell } from "../../../texts/tell.ts"
import { partsOf } from "../control.ts"
import styles from "../controls.module.css"
import { draftOf } from "../optional.tsx"
import { NestedInput } from "./field.tsx"
import type { InputProps } from "./input.ts"

/** The input. */
export function OptionalInput({
  field,
  label,
  pointer,
  draft,
  onChange,
  faults,
  nest,
}: InputProps<"optional">) {
  const { set = false, inner = null } = partsOf(draft)
  const of = field.label === undefined ? field.of : { ...field.of, label: field.label }
  return (
    <div className={styles.optional}>
      <Switch
        id={`set${pointer}`}
        label={label}
        description={tell("control.optional")}
        checked={set === true}
        withThumbIndicator={false}
        onChange={(event) => onChange(draftOf(event.currentTarget.checked, inner))}
      />
      {set === true ? (
        <NestedInput
          nest={nest}
          field={of}
          label={label}
          pointer={pointer}
          draft={inner}
          faults={faults}
          onChange={(next) => onChange(draftOf(true, next))}
        />
      ) : null}
    </div>
  )
}
