/** Whom a record concerns: the organisations that its fields of kind party name. */
import { type FormField, type Json, organisationOf, type Party } from "@concordat/kernel"

/** The organisations in a value, by its field: those that are named, and those of principals. */
export function organisationsIn(field: FormField, value: Json | undefined): readonly string[] {
  if (value === null || value === undefined) return []
  if (field.control === "party") return [organisationOf(value as Party)]
  if (field.control === "optional") return organisationsIn(field.of, value)
  if (field.control === "list") {
    return (value as readonly Json[]).flatMap((one) => organisationsIn(field.of, one))
  }
  const parts =
    field.control === "group" ? field.fields : field.control === "variants" ? field.variants : {}
  const members = value as { readonly [name: string]: Json }
  return Object.entries(parts).flatMap(([name, of]) => organisationsIn(of, members[name]))
}
