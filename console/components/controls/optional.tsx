/** What may be absent: a switch sets it, so that empty and none are two things. */
import type { Json } from "@concordat/kernel"
import { Switch } from "@mantine/core"
import { tell } from "../../texts/tell.ts"
import { type Control, type Draft, type InputProps, partsOf, type ShowProps } from "./control.ts"
import styles from "./controls.module.css"
import { NestedInput, NestedShow } from "./field.tsx"

/** The draft keeps what was entered while it is not set. */
function draftOf(set: boolean, inner: Draft): Draft {
  return { set, inner }
}

function Input({ field, label, pointer, draft, onChange, faults, nest }: InputProps<"optional">) {
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

function Show({ field, label, value, brief, nest }: ShowProps<"optional">) {
  if (value === null) return <None />
  return <NestedShow nest={nest} field={field.of} label={label} value={value} brief={brief} />
}

/** A dash for the eye, the word for the ear. */
function None() {
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">{tell("control.none")}</span>
    </>
  )
}

/** Null, or a value. */
export const optionalControl: Control<"optional"> = {
  blank: ({ of }, nest) => draftOf(false, nest(of).blank(of, nest)),
  toJson: ({ of }, draft, nest): Json => {
    const { set, inner = null } = partsOf(draft)
    return set === true ? nest(of).toJson(of, inner, nest) : null
  },
  fromJson: ({ of }, value, nest) =>
    value === null
      ? draftOf(false, nest(of).blank(of, nest))
      : draftOf(true, nest(of).fromJson(of, value, nest)),
  Input,
  Show,
}
