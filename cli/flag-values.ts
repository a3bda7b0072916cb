/** What a flag takes, by the form field of its kind: its shape, an example, and its JSON form. */
import {
  type FormField,
  Invalid,
  type Json,
  parseJson,
  timeText,
  toBase64url,
  utf8,
} from "@concordat/kernel"
import type { Environment } from "./environment.ts"
import { readInput } from "./files.ts"
import { readWhen } from "./when.ts"

type Control = FormField["control"]

/** How help names a value, and one that would do. */
const SHAPES: Readonly<Record<Control, readonly [shape: string, sample: string]>> = {
  switch: ["true|false", "true"],
  integer: ["number", "1"],
  time: ["time", "2030-01-01"],
  text: ["text", "name"],
  party: ["party", "education/registrar"],
  choice: ["name", "name"],
  hex: ["hex", "<hex>"],
  bytes: ["@file|base64url", "@file"],
  optional: ["value", "value"],
  list: ["json", "'[…]'"],
  variants: ["json", "'{…}'"],
  group: ["json", "'{…}'"],
}

const SMALL_MAX = 0xffff_ffffn
/** Bytes of a file behind `@`: more than a transaction can hold. */
const VALUE_BYTES_MAX = 262_144

/** Characters of a choice that is written out in the column of flags. */
const CHOICE_CHARACTERS_MAX = 16

/** `time`, `true|false`, the names of a choice where they are few and short. */
export function shapeOf(field: FormField): string {
  const names = field.control === "choice" ? field.names.join("|") : ""
  if (names !== "" && names.length <= CHOICE_CHARACTERS_MAX) return names
  return field.control === "optional" ? shapeOf(field.of) : SHAPES[field.control][0]
}

/** What help says of a flag: its label, whether it is due, what there is to choose from. */
export function aboutOf(field: FormField, optional: boolean): string {
  const inner = field.control === "optional" ? field.of : field
  const label = field.label === undefined ? [] : [field.label]
  const names = inner.control === "choice" && shapeOf(inner) === SHAPES.choice[0]
  const choices = names ? [inner.names.join(", ")] : []
  return [...label, optional ? "optional" : "required", ...choices].join("; ")
}

/** A value for an example. */
export function sampleOf(field: FormField): string {
  if (field.control === "choice") return field.names[0] ?? ""
  return field.control === "optional" ? sampleOf(field.of) : SHAPES[field.control][1]
}

/** Lists of plain values may be given with commas between them, all else as JSON. */
function structured(field: FormField, text: string, flag: string): Json {
  const plain = field.control === "list" && ["text", "party", "hex"].includes(field.of.control)
  if (plain && !text.trimStart().startsWith("[")) return text.split(",").map((one) => one.trim())
  try {
    return parseJson(utf8(text))
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    throw new Invalid(error.code, `/${flag}`, `--${flag} takes JSON. ${error.message}`)
  }
}

/** The JSON form of a flag's text; what does not fit stays text, for the kind to refuse. */
export async function jsonOf(
  environment: Environment,
  field: FormField,
  text: string,
  flag: string,
): Promise<Json> {
  switch (field.control) {
    case "optional":
      return jsonOf(environment, field.of, text, flag)
    case "list":
    case "variants":
    case "group":
      return structured(field, text, flag)
    case "switch":
      return text === "true" ? true : text === "false" ? false : text
    case "integer":
      return field.max <= SMALL_MAX && /^(0|[1-9]\d{0,9})$/.test(text) ? Number(text) : text
    case "time":
      return timeText(readWhen(text, flag))
    case "bytes":
      if (!text.startsWith("@")) return text
      return toBase64url(await readInput(environment, text.slice(1), VALUE_BYTES_MAX))
    default:
      return text
  }
}
