/** Times: in the chosen zone. */
import { TimeCell } from "../time-cell.tsx"
import { type Control, type ShowProps, textOf } from "./control.ts"

function Show({ value }: ShowProps<"time">) {
  return <TimeCell time={String(value)} />
}

/** A time; the draft is its RFC 3339 form. */
export const timeControl: Control<"time"> = {
  blank: () => "",
  toJson: (_field, draft) => textOf(draft),
  fromJson: (_field, value) => String(value),
  Show,
  plain: true,
}
