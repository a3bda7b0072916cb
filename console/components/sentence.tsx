/**
 * Sentences of services with their values in place: what happened, what is asked for. Where a
 * service has no sentence for it, its name in words stands alone.
 */
import { type FormField, isJsonObject, type Json, type JsonObject } from "@concordat/kernel"
import type { ReactNode } from "react"
import { LOCALE } from "../texts/language.ts"
import { partsOf } from "../texts/message.ts"
import { FieldWord } from "./controls/show.tsx"
import { useService } from "./ledger.tsx"
import { titled } from "./words.ts"

/** A value on its way into a sentence: a plural takes it as a number, a reader sees its control. */
type Place = { readonly name: string; readonly value: Json; valueOf(): number }

type FieldsOf = Readonly<Record<string, FormField>>

/** The message with every name in braces as the field's control shows it. */
function told(message: string, fields: FieldsOf, values: JsonObject): ReactNode {
  const places = Object.entries(values).map(([name, value]): [string, Place] => [
    name,
    { name, value, valueOf: () => Number(value) },
  ])
  const parts = partsOf<Place>(message, Object.fromEntries(places), LOCALE)
  return parts.map((part, at) => {
    if (typeof part === "string") return part
    const field = fields[part.name]
    const { name, value } = part
    const word = field && <FieldWord field={field} label={titled(name)} value={value} />
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place.
    return <bdi key={at}>{word ?? String(value)}</bdi>
  })
}

type EventProps = {
  readonly of: { readonly service: string; readonly event: string; readonly fields: JsonObject }
}

/** What happened. */
export function EventSentence({ of: { service, event, fields } }: EventProps) {
  const known = useService(service)
  const message = known?.events[event]
  const kinds = known?.definition.events[event]?.fields
  if (message === undefined || kinds === undefined) return <>{titled(event)}</>
  const forms = Object.fromEntries(Object.entries(kinds).map(([name, { field }]) => [name, field]))
  return <>{told(message, forms, fields)}</>
}

type CommandProps = {
  /** `service.command`. */
  readonly command: string
  readonly input: Json
}

/** What is asked for. */
export function CommandSentence({ command, input }: CommandProps) {
  const [service = "", name = ""] = command.split(".")
  const known = useService(service)
  const message = known?.commands[name]
  const kinds = known?.definition.commands[name]?.fields
  if (message === undefined || kinds === undefined || !isJsonObject(input)) {
    return <>{titled(name)}</>
  }
  const forms = Object.fromEntries(Object.entries(kinds).map(([key, { field }]) => [key, field]))
  return <>{told(message, forms, input)}</>
}
