/** Every name and label of a service's definition that screens put into words. */
import type { FormField, Kind, NamedQuery, Service } from "@concordat/kernel"

function namesOfField(field: FormField): readonly string[] {
  const label = field.label === undefined ? [] : [field.label]
  switch (field.control) {
    case "choice":
      return [...label, ...field.names]
    case "optional":
    case "list":
      return [...label, ...namesOfField(field.of)]
    case "variants":
      return [...label, ...namesOfFields(field.variants)]
    case "group":
      return [...label, ...namesOfFields(field.fields)]
    default:
      return label
  }
}

const namesOfFields = (fields: Readonly<Record<string, FormField>>): readonly string[] =>
  Object.entries(fields).flatMap(([name, field]) => [name, ...namesOfField(field)])

const namesOfKinds = (kinds: Readonly<Record<string, Kind<unknown>>>): readonly string[] =>
  Object.entries(kinds).flatMap(([name, { field }]) => [name, ...namesOfField(field)])

/** Named questions of a service: what it takes and answers is shown by the names of fields. */
type Queries = Readonly<Record<string, NamedQuery>>

/** Each once, sorted; those of its questions too. */
export function namesOfDefinition(service: Service, queries: Queries): readonly string[] {
  const { name, commands, tables, events } = service
  const all = [
    name,
    ...Object.entries(commands).flatMap(([own, { fields }]) => [own, ...namesOfKinds(fields)]),
    ...Object.entries(events).flatMap(([own, { fields }]) => [own, ...namesOfKinds(fields)]),
    ...Object.entries(tables).flatMap(([own, { keyFields, columnKinds }]) => [
      own,
      ...keyFields.flatMap((key) => [key.name, ...namesOfField(key.kind.field)]),
      ...namesOfKinds(columnKinds),
    ]),
    ...Object.values(queries).flatMap(({ input, output }) => [
      ...namesOfKinds(input),
      ...namesOfKinds(output),
    ]),
  ]
  return [...new Set(all)].sort()
}
