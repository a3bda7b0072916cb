/**
 * A form field as data: what a console or another generic client needs to ask a person for a value.
 * Hints refine it and never change bytes, description or what is accepted.
 */
import { Bug } from "../failures.ts"
import type { Kind } from "./kind.ts"

/** What the field asks for; `kind.field`. */
export type FormField = FieldHints & FieldControl

export type FieldControl =
  | { readonly control: "switch" }
  | { readonly control: "integer"; readonly min: bigint; readonly max: bigint }
  | { readonly control: "time" }
  | {
      readonly control: "text"
      readonly min: number
      readonly max: number
      /** Regular expression of what is accepted, where not all text is. */
      readonly pattern: string | null
      /** Whether lines may be long or many: a text area. */
      readonly long: boolean
    }
  | { readonly control: "party" }
  | { readonly control: "choice"; readonly names: readonly string[] }
  | { readonly control: "hex"; readonly bytes: number }
  | { readonly control: "bytes"; readonly min: number; readonly max: number }
  | { readonly control: "optional"; readonly of: FormField }
  | {
      readonly control: "list"
      readonly of: FormField
      readonly min: number
      readonly max: number
    }
  | { readonly control: "variants"; readonly variants: { readonly [name: string]: FormField } }
  | { readonly control: "group"; readonly fields: { readonly [name: string]: FormField } }

/** What a definition may say about a field for people. */
export type FieldHints = {
  /** What the field is called on screens. */
  readonly label?: string
  /** What one of it is: "ms", "votes". */
  readonly unit?: string
  /** Name of the field beside it that holds the asset this amount is of. */
  readonly amountOf?: string
  /** `service.table` whose key this value is. */
  readonly refersTo?: string
  /** Shown as dots, never logged. */
  readonly secret?: boolean
  /** Fields of one group are shown together. */
  readonly group?: string
}

/** The same kind with hints for its form field: `hint(u128, { label: "Amount" })`. */
export function hint<K extends Kind<unknown>>(kind: K, hints: FieldHints): K {
  const field = { ...kind.field, ...hints }
  if ("control" in hints) throw new Bug("A hint cannot change the control of a field.")
  return { ...kind, field }
}
