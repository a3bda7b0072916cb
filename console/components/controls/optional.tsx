/** What may be absent: its value, or a dash. */
import type { Json } from "@concordat/kernel"
import { tell } from "../../texts/tell.ts"
import { type Control, type Draft, partsOf, type ShowProps } from "./control.ts"
import { NestedShow } from "./field.tsx"

/** The draft keeps what was entered while it is not set. */
export function draftOf(set: boolean, inner: Draft): Draft {
  return { set, inner }
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
  Show,
}
