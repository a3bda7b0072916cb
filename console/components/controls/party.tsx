/** Parties, with the way to their page. */
import { PartyChip } from "../party-chip.tsx"
import { type Control, type ShowProps, textOf } from "./control.ts"

function Show({ value }: ShowProps<"party">) {
  return <PartyChip party={String(value)} />
}

/** An organisation, or a principal of one. */
export const partyControl: Control<"party"> = {
  blank: () => "",
  toJson: (_field, draft) => textOf(draft),
  fromJson: (_field, value) => String(value),
  Show,
  plain: true,
}
