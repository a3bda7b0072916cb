/** One operation from JSON, `{command: "service.name", input: {…}}`, by its command's schema. */
import { Invalid, isJsonObject, type Json, type Operation, type Runtime } from "@concordat/kernel"

function ensureMembers(json: Json): { readonly [name: string]: Json } {
  if (!isJsonObject(json)) {
    throw new Invalid("type_mismatch", "", "An operation is an object of command and input.")
  }
  for (const name of Object.keys(json)) {
    if (name === "command" || name === "input") continue
    throw new Invalid("unknown_field", `/${name}`, "An operation has command and input alone.")
  }
  return json
}

/** Throws `Invalid`: `unknown_field`, `field_missing`, `unknown_command`, what the schema says. */
export function operationOf(runtime: Runtime, json: Json): Operation {
  const { command, input } = ensureMembers(json)
  if (typeof command !== "string") {
    const reason = 'An operation names its command as "service.name".'
    throw new Invalid("field_missing", "/command", reason)
  }
  const kind = runtime.inputOf(command)
  if (kind === undefined) {
    const guess = runtime.nearest(command)
    const help = guess === null ? "" : ` Did you mean "${guess}"?`
    throw new Invalid("unknown_command", "/command", `There is no such command.${help}`)
  }
  if (input === undefined) throw new Invalid("field_missing", "/input", "The input is missing.")
  try {
    return { command, input: kind.fromJson(input) } as Operation
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    throw new Invalid(error.code, `/input${error.path}`, error.message, error.details)
  }
}
