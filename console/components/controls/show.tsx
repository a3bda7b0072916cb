/** A value of any kind, as its control shows it. */
import type { FormField, Json } from "@concordat/kernel"
import { NestedShow } from "./field.tsx"
import { controlOf } from "./table.ts"

type Props = {
  readonly field: FormField
  /** What the value is of, in words. */
  readonly label: string
  readonly value: Json
  /** On one line, in a cell of a table. */
  readonly brief?: boolean
}

/** The value inside a sentence. */
export function FieldWord(props: Omit<Props, "brief">) {
  const { Show, Word = Show } = controlOf(props.field)
  return <Word {...props} brief nest={controlOf} />
}

/** The value. */
export function FieldShow({ brief = false, ...props }: Props) {
  return <NestedShow {...props} brief={brief} nest={controlOf} />
}
