/** One operation from JSON: `{command: "service.name", input: {…}}`, read by the command's schema. */
import { Invalid, isJsonObject, type Json, type Operation, type Runtime } from "@concordat/kernel"

/** Throws `Invalid` `unknown_field`, `field_missing`, `unknown_command`, or what the schema says. */
export function operationOf(runtime: Runtime, json: Json): Operation {
  if (!isJsonObject(json)) {
    throw new Invalid("type_mismatch", "", "An operation is an object of command and input.")
  }
  for (const name of Object.keys(json)) {
    if (name === "command" || name === "input") continue
    throw new Invalid("unknown_field", `/${name}`, "An operation has command and input alone.")
  }
  const { command, input } = json
  if (typeof command !== "string") {
    throw new Invalid(
      "field_missing",
      "/command",
      'An operation names its command as "service.name".',
    )
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
