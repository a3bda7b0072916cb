/** What an input is given: the field, what was entered so far, and what is wrong with it. */
import type { FormField } from "@concordat/kernel"
import type { ComponentType } from "react"
import type { Control, ControlName, Draft, Faults, FieldOf } from "../control.ts"

/** A control with the way to ask for its value. */
export type InputControl<C extends ControlName = ControlName> = Control<C> & {
  readonly Input: ComponentType<InputProps<C>>
}

/** The input of a field inside another one, from the table that holds them all. */
export type NestInput = (field: FormField) => InputControl

export type InputProps<C extends ControlName = ControlName> = {
  readonly nest: NestInput
  readonly field: FieldOf<C>
  /** What the field is called. */
  readonly label: string
  /** Its JSON pointer, which also names its element. */
  readonly pointer: string
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
  readonly faults: Faults
}
