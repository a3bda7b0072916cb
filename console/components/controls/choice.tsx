/** One of a few names: a pill where it is a state, else its words. */
import { isState, StatusPill } from "../status-pill.tsx"
import { spaced, titled } from "../words.ts"
import { type Control, type ShowProps, textOf } from "./control.ts"

function Show({ value }: ShowProps<"choice">) {
  const name = String(value)
  return isState(name) ? <StatusPill state={name} /> : titled(name)
}

function Word({ value }: ShowProps<"choice">) {
  const name = String(value)
  return isState(name) ? <StatusPill state={name} /> : spaced(name)
}

/** A name out of a closed list. */
export const choiceControl: Control<"choice"> = {
  blank: () => "",
  toJson: (_field, draft) => textOf(draft),
  fromJson: (_field, value) => String(value),
  Show,
  Word,
  plain: true,
}
