/** Times: date and clock in the chosen zone, which the field names. */
import { TextInput } from "@mantine/core"
import { tell } from "../../texts/tell.ts"
import { chosenZone } from "../settings.ts"
import { TimeCell } from "../time-cell.tsx"
import { zoneName } from "../times.ts"
import { type Control, type InputProps, idOf, type ShowProps, textOf } from "./control.ts"

const MINUTE_MS = 60_000

/** `2026-06-12T10:42` as the field wants it, of a time in the chosen zone. */
function toField(rfc3339: string): string {
  const ms = Date.parse(rfc3339)
  if (Number.isNaN(ms)) return ""
  const offset = chosenZone() === "utc" ? 0 : new Date(ms).getTimezoneOffset()
  return new Date(ms - offset * MINUTE_MS).toISOString().slice(0, 16)
}

/** RFC 3339 in UTC of what the field holds. */
function fromField(text: string): string {
  const ms = chosenZone() === "utc" ? Date.parse(`${text}Z`) : new Date(text).getTime()
  return Number.isNaN(ms) ? "" : new Date(ms).toISOString()
}

function Input({ label, pointer, draft, onChange, faults }: InputProps<"time">) {
  return (
    <TextInput
      id={idOf(pointer)}
      type="datetime-local"
      label={label}
      description={tell("control.time", { zone: zoneName() })}
      error={faults[pointer]}
      value={toField(textOf(draft))}
      inputWrapperOrder={["label", "description", "input", "error"]}
      onChange={(event) => onChange(fromField(event.currentTarget.value))}
    />
  )
}

function Show({ value }: ShowProps<"time">) {
  return <TimeCell time={String(value)} />
}

/** A time; the draft is its RFC 3339 form. */
export const timeControl: Control<"time"> = {
  blank: () => "",
  toJson: (_field, draft) => textOf(draft),
  fromJson: (_field, value) => String(value),
  Input,
  Show,
  plain: true,
}
