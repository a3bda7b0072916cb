/** A field inside another one, whatever its control: asked for, or shown. */
import type { FormField, Json } from "@concordat/kernel"
import type { Draft, Faults, Nest } from "./control.ts"

type InputProps = {
  readonly nest: Nest
  readonly field: FormField
  readonly label: string
  readonly pointer: string
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
  readonly faults: Faults
}

/** The input of a field's control. */
export function NestedInput(props: InputProps) {
  const { Input } = props.nest(props.field)
  return <Input {...props} />
}

type ShowProps = {
  readonly nest: Nest
  readonly field: FormField
  readonly label: string
  readonly value: Json
  readonly brief: boolean
}

/** A value as its control shows it. */
export function NestedShow(props: ShowProps) {
  const { Show } = props.nest(props.field)
  return <Show {...props} />
}
