/**
 * What the read model orders and finds rows by, from the definition of a list: the same rule as the
 * gateway's (`queries/listing.ts`), whose description names the fields of each list.
 */
import type { FormField, TableShape } from "@concordat/kernel"
import { labelOf } from "../words.ts"

/** What a list can be ordered by: what `sort` takes, and what people call it. */
export type ListOrder = { readonly field: string; readonly label: string }

/** What a list is found by: the parameter's name, what people call it, its control. */
export type ListFilter = {
  readonly parameter: string
  readonly label: string
  readonly control: FormField
}

/** A field that is both. */
export type ListField = ListOrder & ListFilter

/** Parameters of every list, which a field of the same name would hide. */
const RESERVED = ["after", "at", "limit", "reverse", "sort"]
/** Values that have no order, or none that means anything. */
const UNORDERED = ["list", "variants", "group", "bytes"]

const inner = (field: FormField): FormField => (field.control === "optional" ? field.of : field)

/** The parameter that finds rows by a field. */
export function parameterOf(field: string): string {
  return RESERVED.includes(field) ? `${field}.is` : field
}

const listField = (field: string, label: string, control: FormField): ListField => {
  return { field, parameter: parameterOf(field), label, control: inner(control) }
}

/** Fields of a list by name, and the parts of those that are records. */
export function listFields(fields: Readonly<Record<string, FormField>>): readonly ListField[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const label = labelOf(field, name)
    if (field.control === "group") {
      return Object.entries(field.fields)
        .filter(([, part]) => ![...UNORDERED, "hex"].includes(inner(part).control))
        .map(([part, of]) => listField(`${name}.${part}`, `${label}: ${labelOf(of, part)}`, of))
    }
    return UNORDERED.includes(inner(field).control) ? [] : [listField(name, label, field)]
  })
}

/** Those of a table: key fields, then columns. */
export function tableFields({ keyFields, columnKinds }: TableShape): readonly ListField[] {
  const keys = keyFields.map(({ name, kind }) => [name, kind.field] as const)
  const columns = Object.entries(columnKinds).map(([name, { field }]) => [name, field] as const)
  return listFields(Object.fromEntries([...keys, ...columns]))
}
