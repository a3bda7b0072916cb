/** One of several forms: first which one, then its fields. */
import { Radio } from "@mantine/core"
import { labelOf, titled } from "../../words.ts"
import { idOf, partsOf, textOf } from "../control.ts"
import styles from "../controls.module.css"
import { draftOf } from "../variants.tsx"
import { NestedInput } from "./field.tsx"
import type { InputProps } from "./input.ts"

/** The input. */
export function VariantsInput({
  field,
  label,
  pointer,
  draft,
  onChange,
  faults,
  nest,
}: InputProps<"variants">) {
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
          label={labelOf(inner, name)}
          pointer={`${pointer}/${name}`}
          draft={drafts[name] ?? nest(inner).blank(inner, nest)}
          faults={faults}
          onChange={(next) => onChange(draftOf(name, { ...drafts, [name]: next }))}
        />
      )}
    </fieldset>
  )
}
