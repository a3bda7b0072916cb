/** From what was entered to what is sent: JSON, and its faults by the place of their fields. */
import {
  type Command,
  type FormField,
  Invalid,
  type Json,
  type JsonObject,
} from "@concordat/kernel"
import { codeTitle } from "../../texts/codes.ts"
import { LANGUAGE } from "../../texts/language.ts"
import { tell } from "../../texts/tell.ts"
import type { Draft, Faults } from "../controls/control.ts"
import { blank, controlOf, draftFromJson, draftToJson } from "../controls/table.ts"

/** Drafts of a command's fields by name. */
export type Drafts = Readonly<Record<string, Draft>>

/** The fields of a command as a form asks for them. */
export function fieldsOf(command: Command): Readonly<Record<string, FormField>> {
  const fields = Object.entries(command.fields).map(([name, { field }]) => [name, field] as const)
  return Object.fromEntries(fields)
}

/** Before anything was entered. */
export function blankDrafts(command: Command): Drafts {
  return mapped(fieldsOf(command), (field) => blank(field))
}

/** The JSON of all fields, right or wrong. */
export function inputOf(command: Command, drafts: Drafts): JsonObject {
  return mapped(fieldsOf(command), (field, name) =>
    draftToJson(field, drafts[name] ?? blank(field)),
  )
}

/** The schema's own words are English; elsewhere its code has some. */
function faultWords({ code, message }: Invalid): string {
  return LANGUAGE === "en" ? message : (codeTitle(code) ?? message)
}

/** What the schema says against an input, one fault a field, by JSON pointer. */
export function faultsOf(command: Command, input: JsonObject): Faults {
  const faults: Record<string, string> = {}
  for (const [name, kind] of Object.entries(command.fields)) {
    try {
      kind.fromJson(input[name] ?? null)
    } catch (failure) {
      if (!(failure instanceof Invalid)) throw failure
      const fault = input[name] === "" ? tell("form.empty") : faultWords(failure)
      faults[`/${name}${failure.path}`] = fault
    }
  }
  return faults
}

/** Drafts with values of an address filled in; names that are no field are told apart. */
export function prefilled(
  command: Command,
  given: URLSearchParams,
): { readonly drafts: Drafts; readonly unknown: readonly string[] } {
  const fields = fieldsOf(command)
  const drafts: Record<string, Draft> = { ...blankDrafts(command) }
  const unknown: string[] = []
  for (const [name, text] of given) {
    const field = fields[name]
    const value = field && jsonOf(field, text)
    if (field === undefined || value === undefined) unknown.push(name)
    else drafts[name] = draftFromJson(field, value)
  }
  return { drafts, unknown }
}

/** A value from an address: plain text, or JSON where the field wants more; left out is none. */
function jsonOf(field: FormField, text: string): Json | undefined {
  const present = field.control === "optional" ? field.of : field
  if (controlOf(present).plain) return text
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

function mapped<From, To>(
  from: Readonly<Record<string, From>>,
  to: (one: From, name: string) => To,
) {
  return Object.fromEntries(Object.entries(from).map(([name, one]) => [name, to(one, name)]))
}
