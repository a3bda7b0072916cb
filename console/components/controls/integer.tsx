/** Integers: their digits, in groups. */
import { plainText } from "../../texts/translate.ts"
import { type Control, type ShowProps, textOf } from "./control.ts"

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
  Show,
  align: "end",
  plain: true,
}
