/** Commands of services from their definitions: `concordat <service> <command> --field value`. */
import {
  type FormField,
  Invalid,
  type Json,
  type Kind,
  parseJson,
  type Service,
  toBase64url,
} from "@concordat/kernel"
import { call, createClient, type Receipt, rehearse } from "@concordat/sdk"
import type { Command as Program } from "commander"
import { meetLedger } from "./anchors.ts"
import { type Common, type Environment, URL_DEFAULT } from "./environment.ts"
import { readInput } from "./files.ts"
import type { Answer } from "./output.ts"
import { columns } from "./output.ts"

/** `setClass` is `set-class`, `holder.name` stays. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** What a flag's value looks like, by the form field of its kind. */
const SHAPES: Readonly<Record<FormField["control"], string>> = {
  switch: "true|false",
  integer: "number",
  time: "time",
  text: "text",
  party: "party",
  choice: "name",
  hex: "hex",
  bytes: "@file|base64url",
  optional: "value",
  list: "json",
  variants: "json",
  group: "json",
}

function shapeOf(field: FormField): string {
  if (field.control === "choice") return field.names.join("|")
  return field.control === "optional" ? shapeOf(field.of) : SHAPES[field.control]
}

const STRUCTURED: readonly FormField["control"][] = ["list", "variants", "group"]

/** The JSON form of a flag's text, by the form field of its kind. */
async function jsonOf(environment: Environment, field: FormField, text: string): Promise<Json> {
  if (field.control === "optional") return jsonOf(environment, field.of, text)
  if (STRUCTURED.includes(field.control)) return parseJson(new TextEncoder().encode(text))
  if (field.control === "switch") return text === "true" ? true : text === "false" ? false : text
  if (field.control === "integer") {
    return field.max <= 0xffff_ffffn && /^[0-9]{1,10}$/.test(text) ? Number(text) : text
  }
  if (field.control === "bytes" && text.startsWith("@")) {
    return toBase64url(await readInput(environment, text.slice(1)))
  }
  return text
}

/** The whole input in its JSON form, from flags by field name; absent options are null. */
async function inputOf(
  environment: Environment,
  fields: Readonly<Record<string, Kind<unknown>>>,
  flags: Readonly<Record<string, unknown>>,
): Promise<Json> {
  const input: Record<string, Json> = {}
  for (const [name, kind] of Object.entries(fields)) {
    const text = flags[name]
    if (text === undefined) {
      if (kind.optional) input[name] = null
      else {
        const hint = `--${kebab(name)} <${shapeOf(kind.field)}>`
        throw new Invalid("field_missing", `/${name}`, `The flag ${hint} is missing.`)
      }
    } else input[name] = await jsonOf(environment, kind.field, String(text))
  }
  return input
}

/** A receipt for people. */
export function receiptLines(receipt: Receipt): string[] {
  return [
    `Final in block ${receipt.height} at ${receipt.time}.`,
    ...columns([
      ["transaction", receipt.transaction],
      ["events", `${receipt.events.count} from position ${receipt.events.first}`],
      ["evidence", receipt.evidence],
    ]),
  ]
}

type Run = (common: Common, work: (environment: Environment) => Promise<Answer>) => Promise<void>

/** Adds the commands of a service to its part of the program, but those that verbs replace. */
export function addDerived(
  program: Program,
  service: Service,
  replaced: ReadonlySet<string>,
  run: Run,
): void {
  for (const [name, command] of Object.entries(service.commands)) {
    if (replaced.has(`${service.name}.${name}`)) continue
    const verb = program.command(kebab(name)).description(command.about)
    const fields = command.fields as Readonly<Record<string, Kind<unknown>>>
    for (const [field, kind] of Object.entries(fields)) {
      const about = kind.field.label ?? (kind.optional ? "optional" : "required")
      verb.option(`--${kebab(field)} <${shapeOf(kind.field)}>`, about)
    }
    verb
      .option("--as <party>", "principal to act as, on a development ledger")
      .option("--cosigners <parties>", "further principals that sign, separated by commas")
      .option("--dry-run", "say what would happen; send nothing")
      .option("--url <url>", "gateway of the ledger", URL_DEFAULT)
      .option("--json", "one JSON value for programs")
      .action(async (flags: Common & Readonly<Record<string, unknown>>) => {
        await run(flags, (environment) =>
          send(environment, flags, `${service.name}.${name}`, fields),
        )
      })
  }
}

async function send(
  environment: Environment,
  flags: Common & Readonly<Record<string, unknown>>,
  command: string,
  fields: Readonly<Record<string, Kind<unknown>>>,
): Promise<Answer> {
  const input = await inputOf(environment, fields, flags)
  const client = createClient({ ...environment, url: flags.url })
  const cosigners = flags["cosigners"]
  const asked = {
    ...{ command, input },
    ...(typeof flags["as"] === "string" ? { as: flags["as"] } : {}),
    ...(typeof cosigners === "string" ? { cosigners: cosigners.split(",") } : {}),
  }
  if (flags["dryRun"] === true) {
    const answer = await rehearse(client, asked)
    const lines = [`Would be ${answer.status} on block ${answer.height}, ${answer.cost} units.`]
    return { lines, json: answer as unknown as Json }
  }
  await meetLedger(environment, client)
  const receipt = await call(client, asked)
  return { lines: receiptLines(receipt), json: receipt as unknown as Json }
}
