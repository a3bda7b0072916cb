/** Text, isolated, so that its direction stays its own. */
import { type Control, type ShowProps, textOf } from "./control.ts"

function Show({ value }: ShowProps<"text">) {
  return <bdi>{value === "" ? "–" : String(value)}</bdi>
}

/** Text of a bounded length. */
export const textControl: Control<"text"> = {
  blank: () => "",
  toJson: (_field, draft) => textOf(draft),
  fromJson: (_field, value) => String(value),
  Show,
  plain: true,
}
