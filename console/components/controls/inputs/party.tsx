/** Parties: typed, with those that act here as suggestions. */
import { Autocomplete } from "@mantine/core"
import { tell } from "../../../texts/tell.ts"
import { useActing } from "../../acting.ts"
import { idOf, textOf } from "../control.ts"
import type { InputProps } from "./input.ts"

/** The input. */
export function PartyInput({ label, pointer, draft, onChange, faults }: InputProps<"party">) {
  const { offered } = useActing()
  const principals = offered?.principals ?? []
  const organisations = [...new Set(principals.map((one) => one.split("/")[0]!))]
  return (
    <Autocomplete
      id={idOf(pointer)}
      label={label}
      description={tell("control.party")}
      error={faults[pointer]}
      value={textOf(draft)}
      data={[...organisations, ...principals]}
      inputWrapperOrder={["label", "description", "input", "error"]}
      comboboxProps={{ withinPortal: true, shadow: "none", transitionProps: { duration: 0 } }}
      onChange={(text) => onChange(text.trim())}
    />
  )
}
