/** What the register page asks of a document besides the file: a kind, so its form is generated. */
import type { Draft, Faults } from "@concordat/console/components"
import { draftToJson } from "@concordat/console/components"
import {
  ascii,
  type Infer,
  Invalid,
  list,
  option,
  parseTime,
  record,
  text,
  time,
} from "@concordat/kernel"
import type { Registration } from "@concordat/sdk"
import { tell } from "./tell.ts"

/** Further fields that fit beside file and title. */
const FIELDS = 62
const PATH_CHARACTERS = 64
const VALUE_CHARACTERS = 1_000

/** One further field, as it is entered. */
const entry = record({ name: ascii(PATH_CHARACTERS, 1), value: text(VALUE_CHARACTERS) })

/** The whole, as it is entered. */
const recordKind = record({
  title: text(200, 1),
  until: option(time),
  fields: list(entry, FIELDS),
})

const labelled = recordKind.field as Extract<typeof recordKind.field, { control: "group" }>

/** Its form, in words. */
export const recordField = {
  ...labelled,
  fields: {
    title: { ...labelled.fields["title"]!, label: tell("register.title") },
    until: { ...labelled.fields["until"]!, label: tell("register.until") },
    fields: { ...labelled.fields["fields"]!, label: tell("register.fields") },
  },
} as typeof labelled

/** The first fault of a draft, at its field; nothing for one that may be checked. */
export function faultsOf(draft: Draft): Faults {
  try {
    recordKind.fromJson(draftToJson(recordField, draft))
    return {}
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    return { [failure.path]: failure.message }
  }
}

/** A draft without faults, as the sdk takes it. */
export function registrationOf(draft: Draft): Pick<Registration, "title" | "fields" | "until"> {
  const json = draftToJson(recordField, draft) as { readonly until: string | null }
  const { title, fields }: Infer<typeof recordKind> = recordKind.fromJson(json as never)
  const until = json.until === null ? null : parseTime(json.until)
  return { title, until, fields: Object.fromEntries(fields.map((one) => [one.name, one.value])) }
}

/** The first words of a title: the file's name without its ending. */
export function titleOf(name: string): string {
  const words = name.replace(/\.[A-Za-z0-9]{1,5}$/, "").replaceAll(/[_-]+/g, " ")
  return words.charAt(0).toUpperCase() + words.slice(1)
}
