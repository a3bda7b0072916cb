/** Commands of services from their definitions: `concordat <service> <command> --field value`. */
import { type Command, Invalid, type Json, type Kind, type Service } from "@concordat/kernel"
import { call, type Receipt, rehearse } from "@concordat/sdk"
import type { Command as Program } from "commander"
import { meetLedger } from "./anchors.ts"
import { connect, type SignerFlags, signersOf } from "./connect.ts"
import { sendSigned } from "./drafts/signed.ts"
import { type Common, type Environment, URL_DEFAULT } from "./environment.ts"
import { aboutOf, jsonOf, sampleOf, shapeOf } from "./flag-values.ts"
import type { KeystoreFlags } from "./keystore.ts"
import { madeBy } from "./made.ts"
import { type Answer, columns } from "./output.ts"

type Fields = Readonly<Record<string, Kind<unknown>>>
type Flags = Common & SignerFlags & KeystoreFlags & { readonly dryRun?: boolean }

/** `setClass` is `set-class`. */
function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** The whole input in its JSON form, from flags by field name; absent options are null. */
async function inputOf(
  environment: Environment,
  fields: Fields,
  flags: Readonly<Record<string, unknown>>,
): Promise<Json> {
  const input: Record<string, Json> = {}
  for (const [name, kind] of Object.entries(fields)) {
    const text = flags[name]
    const flag = kebab(name)
    if (text !== undefined) input[name] = await jsonOf(environment, kind.field, String(text), flag)
    else if (kind.optional) input[name] = null
    else {
      const message = `The flag --${flag} <${shapeOf(kind.field)}> is missing.`
      throw new Invalid("field_missing", `/${name}`, message)
    }
  }
  return input
}

/** A receipt for people, and what the transaction made. */
export function receiptLines(receipt: Receipt, made: ReturnType<typeof madeBy> = []): string[] {
  return [
    `Final in block ${receipt.height} at ${receipt.time}.`,
    ...columns([
      ["transaction", receipt.transaction],
      ...made.flatMap((names) => Object.entries(names)),
      ["events", `${receipt.events.count} from position ${receipt.events.first}`],
      ["evidence", receipt.evidence],
    ]),
  ]
}

type Run = (common: Common, work: (environment: Environment) => Promise<Answer>) => Promise<void>

function fieldsOf(command: Command): Fields {
  return command.fields as Fields
}

function exampleOf(line: string, fields: Fields): string {
  const flags = Object.entries(fields)
    .filter(([, { optional }]) => !optional)
    .map(([name, { field }]) => ` --${kebab(name)} ${sampleOf(field)}`)
  return `\nExample:\n  $ concordat ${line}${flags.join("")}`
}

/** Adds the commands of a service to its part of the program, but those that verbs replace. */
export function addDerived(
  program: Program,
  service: Service,
  replaced: ReadonlySet<string>,
  run: Run,
): void {
  for (const [name, command] of Object.entries(service.commands)) {
    if (replaced.has(`${service.name}.${name}`)) continue
    const fields = fieldsOf(command)
    const verb = program.command(kebab(name)).description(command.about)
    for (const [field, kind] of Object.entries(fields)) {
      const flag = `--${kebab(field)} <${shapeOf(kind.field)}>`
      verb.option(flag, aboutOf(kind.field, kind.optional))
    }
    verb
      .option("--as <party>", "principal to act as, on a development ledger")
      .option("--cosigners <parties>", "further principals that sign, with commas between them")
      .option("--keys <folder>", "sign here, with the key of this keystore, on any ledger")
      .option("--passphrase-file <file>", "its passphrase; default: FOLDER/passphrase")
      .option("--dry-run", "say what would happen; send nothing")
      .option("--url <url>", "gateway of the ledger", URL_DEFAULT)
      .option("--json", "one JSON value for programs")
      .addHelpText("after", exampleOf(`${service.name} ${kebab(name)}`, fields))
      .action(async (flags: Flags) => {
        const asked = `${service.name}.${name}`
        await run(flags, (environment) => send(environment, flags, asked, command))
      })
  }
}

async function send(
  environment: Environment,
  flags: Flags,
  name: string,
  command: Command,
): Promise<Answer> {
  const input = await inputOf(environment, fieldsOf(command), flags)
  const value = command.input.fromJson(input)
  const asked = { command: name, input, ...signersOf(flags) }
  const client = connect(environment, flags)
  if (flags.dryRun === true) {
    const answer = await rehearse(client, asked)
    const { status, height, cost } = answer
    const lines = [`Would be ${status} on block ${height}, ${cost} units. Nothing was sent.`]
    return { lines, json: answer as unknown as Json }
  }
  await meetLedger(environment, client)
  const receipt =
    flags.keys === undefined
      ? await call(client, asked)
      : await sendSigned(environment, client, { command: name, input }, flags)
  const made = madeBy([{ definition: command, input: value }], receipt)
  return { lines: receiptLines(receipt, made), json: { ...receipt, made } as unknown as Json }
}
