/** Integers: typed as digits, as a slider or a spinner would change what is only scrolled over. */
import { TextInput } from "@mantine/core"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { type Control, type InputProps, idOf, type ShowProps, textOf } from "./control.ts"

function Input({ field, label, pointer, draft, onChange, faults }: InputProps<"integer">) {
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

function Show({ value, field }: ShowProps<"integer">) {
  const digits = plainText(BigInt(String(value)))
  return <span className="nowrap">{field.unit ? `${digits} ${field.unit}` : digits}</span>
}

/** Whole numbers; wide ones stand in JSON as decimal strings. */
export const integerControl: Control<"integer"> = {
  blank: () => "",
  toJson: ({ max }, draft) => {
    const text = textOf(draft)
    const narrow = max <= BigInt(Number.MAX_SAFE_INTEGER) && /^-?\d{1,15}$/.test(text)
    return narrow ? Number(text) : text
  },
  fromJson: (_field, value) => String(value),
  Input,
  Show,
  align: "end",
  plain: true,
}
