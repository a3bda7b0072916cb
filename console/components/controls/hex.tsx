/** Digests and other bytes of a fixed length, in hex. */
import { HashChip } from "../hash-chip.tsx"
import { type Control, type ShowProps, textOf } from "./control.ts"

function Show({ value, label }: ShowProps<"hex">) {
  return <HashChip hex={String(value)} kind={label} />
}

/** Lower-case hex of a fixed length. */
export const hexControl: Control<"hex"> = {
  blank: () => "",
  toJson: (_field, draft) => textOf(draft),
  fromJson: (_field, value) => String(value),
  Show,
  plain: true,
}
