/** Yes or no. */
import { Switch } from "@mantine/core"
import { tell } from "../../texts/tell.ts"
import { type Control, type InputProps, idOf, type ShowProps } from "./control.ts"

function Input({ label, pointer, draft, onChange, faults }: InputProps<"switch">) {
  return (
    <Switch
      id={idOf(pointer)}
      label={label}
      error={faults[pointer]}
      checked={draft === true}
      withThumbIndicator={false}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

function Show({ value }: ShowProps<"switch">) {
  return <>{tell(value === true ? "control.yes" : "control.no")}</>
}

/** A switch, off at first. */
export const switchControl: Control<"switch"> = {
  blank: () => false,
  toJson: (_field, draft) => draft === true,
  fromJson: (_field, value) => value === true,
  Input,
  Show,
}
