/** Yes or no. */
import { Switch } from "@mantine/core"
import { idOf } from "../control.ts"
import type { InputProps } from "./input.ts"

/** The input. */
export function SwitchInput({ label, pointer, draft, onChange, faults }: InputProps<"switch">) {
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
