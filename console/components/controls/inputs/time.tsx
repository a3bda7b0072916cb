/** Times: date and clock in the chosen zone, which the field names. */
import { TextInput } from "@mantine/core"
import { tell } from "../../../texts/tell.ts"
import { fromField, toField, zoneName } from "../../times.ts"
import { idOf, textOf } from "../control.ts"
import type { InputProps } from "./input.ts"

/** `2026-06-12T10:42`: the field shows minutes. */
const TO_MINUTES = 16

function shown(rfc3339: string): string {
  const ms = Date.parse(rfc3339)
  return Number.isNaN(ms) ? "" : toField(ms).slice(0, TO_MINUTES)
}

/** RFC 3339 in UTC of what the field holds. */
function given(text: string): string {
  const ms = fromField(text)
  return Number.isNaN(ms) ? "" : new Date(ms).toISOString()
}

/** The input. */
export function TimeInput({ label, pointer, draft, onChange, faults }: InputProps<"time">) {
  return (
    <TextInput
      id={idOf(pointer)}
      type="datetime-local"
      label={label}
      description={tell("control.time", { zone: zoneName() })}
      error={faults[pointer]}
      value={shown(textOf(draft))}
      inputWrapperOrder={["label", "description", "input", "error"]}
      onChange={(event) => onChange(given(event.currentTarget.value))}
    />
  )
}
