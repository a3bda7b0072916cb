/** A value inside another one, as its control shows it. */
import type { FormField, Json } from "@concordat/kernel"
import type { Nest } from "./control.ts"

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
