/** An input inside another one, whatever its control. */
import type { FormField } from "@concordat/kernel"
import type { Draft, Faults } from "../control.ts"
import type { NestInput } from "./input.ts"

type Props = {
  readonly nest: NestInput
  readonly field: FormField
  readonly label: string
  readonly pointer: string
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
  readonly faults: Faults
}

/** The input of a field's control. */
export function NestedInput(props: Props) {
  const { Input } = props.nest(props.field)
  return <Input {...props} />
}
