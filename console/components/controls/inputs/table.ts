/** The one table from controls to their inputs: what forms load, and pages without forms do not. */
import type { FormField } from "@concordat/kernel"
import type { ComponentType } from "react"
import type { ControlName } from "../control.ts"
import { controlOf } from "../table.ts"
import { BytesInput } from "./bytes.tsx"
import { ChoiceInput } from "./choice.tsx"
import { GroupInput } from "./group.tsx"
import { HexInput } from "./hex.tsx"
import type { InputControl, InputProps } from "./input.ts"
import { IntegerInput } from "./integer.tsx"
import { ListInput } from "./list.tsx"
import { OptionalInput } from "./optional.tsx"
import { PartyInput } from "./party.tsx"
import { SwitchInput } from "./switch.tsx"
import { LineInput } from "./text.tsx"
import { TimeInput } from "./time.tsx"
import { VariantsInput } from "./variants.tsx"

/** Every input. A kind with a new control needs a row here, and one in the table of controls. */
const INPUTS: { readonly [C in ControlName]: ComponentType<InputProps<C>> } = {
  bytes: BytesInput,
  choice: ChoiceInput,
  group: GroupInput,
  hex: HexInput,
  integer: IntegerInput,
  list: ListInput,
  optional: OptionalInput,
  party: PartyInput,
  switch: SwitchInput,
  text: LineInput,
  time: TimeInput,
  variants: VariantsInput,
}

/** The control of a field with its input. */
export function inputOf(field: FormField): InputControl {
  const Input = INPUTS[field.control] as unknown as ComponentType<InputProps>
  return { ...controlOf(field), Input }
}
