/** Text: a line, or an area where it may be long; its bounds are told before. */
import { Textarea, TextInput } from "@mantine/core"
import { tell } from "../../../texts/tell.ts"
import { idOf, textOf } from "../control.ts"
import type { InputProps } from "./input.ts"

/** Lines of an area at first, and at most before it scrolls. */
const ROWS = { minRows: 3, maxRows: 12 } as const

/** The input. */
export function LineInput({ field, label, pointer, draft, onChange, faults }: InputProps<"text">) {
  const text = textOf(draft)
  const bounds = { min: field.min, max: field.max }
  const same = {
    id: idOf(pointer),
    label,
    description: tell(field.min > 0 ? "control.text.from" : "control.text.to", bounds),
    error: faults[pointer],
    value: text,
    required: field.min > 0,
    withAsterisk: false,
    inputWrapperOrder: ["label", "description", "input", "error"] as const,
  }
  const change = (value: string) => onChange(value)
  if (field.long) {
    const { inputWrapperOrder, ...rest } = same
    return (
      <Textarea
        {...rest}
        inputWrapperOrder={[...inputWrapperOrder]}
        autosize
        {...ROWS}
        onChange={(event) => change(event.currentTarget.value)}
      />
    )
  }
  const { inputWrapperOrder, ...rest } = same
  return (
    <TextInput
      {...rest}
      inputWrapperOrder={[...inputWrapperOrder]}
      type={field.secret ? "password" : "text"}
      spellCheck={field.pattern === null}
      autoComplete="off"
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}
