/** Times: date and clock in the chosen zone, which the field names. */
import { TextInput } from "@mantine/core"
import { tell } from "../../../texts/tell.ts"
import { chosenZone } from "../../settings.ts"
import { zoneName } from "../../times.ts"
import { idOf, textOf } from "../control.ts"
import type { InputProps } from "./input.ts"

const MINUTE_MS = 60_000
/** The last minute that the field can show: in zones ahead of UTC the year 9999 ends later. */
const LAST = Date.parse("9999-12-31T23:59:00.000Z")

/** `2026-06-12T10:42` as the field wants it, of a time in the chosen zone. */
function toField(rfc3339: string): string {
  const ms = Date.parse(rfc3339)
  if (Number.isNaN(ms)) return ""
  const offset = chosenZone() === "utc" ? 0 : new Date(ms).getTimezoneOffset()
  return new Date(Math.min(ms - offset * MINUTE_MS, LAST)).toISOString().slice(0, 16)
}

/** RFC 3339 in UTC of what the field holds. */
function fromField(text: string): string {
  const ms = chosenZone() === "utc" ? Date.parse(`${text}Z`) : new Date(text).getTime()
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
      value={toField(textOf(draft))}
      inputWrapperOrder={["label", "description", "input", "error"]}
      onChange={(event) => onChange(fromField(event.currentTarget.value))}
    />
  )
}
