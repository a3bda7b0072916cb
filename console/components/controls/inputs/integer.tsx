/** Integers, typed as digits: what is only scrolled over does not change. */
import { TextInput } from "@mantine/core"
import { tell } from "../../../texts/tell.ts"
import { idOf, textOf } from "../control.ts"
import type { InputProps } from "./input.ts"

/** The input. */
export function IntegerInput({
  field,
  label,
  pointer,
  draft,
  onChange,
  faults,
}: InputProps<"integer">) {
  const { min, max, unit } = field
  const bounds = tell("control.integer", { min, max })
  return (
    <TextInput
      id={idOf(pointer)}
      label={label}
      description={unit === undefined ? bounds : `${bounds}, ${unit}`}
      error={faults[pointer]}
      value={textOf(draft)}
      inputMode="numeric"
      autoComplete="off"
      inputWrapperOrder={["label", "description", "input", "error"]}
      onChange={(event) => onChange(event.currentTarget.value.trim())}
    />
  )
}
