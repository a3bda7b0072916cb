/** What leads from a row to other things: commands that take its key, events that name it. */
import {
  type Command,
  isJsonArray,
  isJsonObject,
  type Json,
  type TableShape,
} from "@concordat/kernel"

/** Whether a command names a row: by the last key field, as those before it only say where. */
export function takesKey(
  shape: Pick<TableShape, "keyFields">,
  command: Pick<Command, "fields">,
): boolean {
  const last = shape.keyFields.at(-1)
  return last !== undefined && Object.hasOwn(command.fields, last.name)
}

/** Whether a text stands anywhere in a value; `organisation/name` names both of its parts. */
export function mentions(value: Json, text: string): boolean {
  if (typeof value === "string") return value === text || value.split("/").includes(text)
  if (typeof value === "number") return String(value) === text
  if (isJsonArray(value)) return value.some((each) => mentions(each, text))
  if (isJsonObject(value)) return Object.values(value).some((each) => mentions(each, text))
  return false
}
