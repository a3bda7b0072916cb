/** Yes or no. */
import { tell } from "../../texts/tell.ts"
import type { Control, ShowProps } from "./control.ts"

function Show({ value }: ShowProps<"switch">) {
  return <>{tell(value === true ? "control.yes" : "control.no")}</>
}

/** A switch, off at first. */
export const switchControl: Control<"switch"> = {
  blank: () => false,
  toJson: (_field, draft) => draft === true,
  fromJson: (_field, value) => value === true,
  Show,
}
