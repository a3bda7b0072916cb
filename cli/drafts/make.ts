/**
 * `concordat draft`: what several people are to sign, as a file that travels to them. The list of
 * signers is part of it and fixed: whoever drops out needs another draft.
 */
import {
  draft,
  encodeDraft,
  encodePayload,
  type Hash,
  type Hex,
  Invalid,
  parseJson,
  parseTime,
  toHex,
} from "@concordat/kernel"
import { commandsOf, ledgerTime, status } from "@concordat/sdk"
import { connect } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { readInput, writeOutput } from "../files.ts"
import type { Answer } from "../output.ts"
import { services } from "../services.ts"
import { kidOf } from "../signing-keys.ts"
import { readWhen } from "../when.ts"
import { draftJson, draftLines, readDraft } from "./content.ts"

export type DraftFlags = Common & {
  readonly signers?: string
  readonly expires?: string
  readonly memo?: string
  readonly out?: string
}

/** A minute less than the ledger takes, so that it can be sent at once. */
const EXPIRES_MS = 14 * 60_000
const SALT_BYTES = 8
const INPUT_BYTES_MAX = 262_144
const commands = commandsOf(services)

/** The input of the file, in the form of its command. */
async function inputFrom(environment: Environment, command: string, file: string) {
  const kind = commands.inputOf(command)
  if (kind === undefined) {
    const near = commands.nearest?.(command) ?? null
    const hint = near === null ? "Write it as service.command." : `Did you mean ${near}?`
    throw new UsageError("unknown_argument", `There is no command ${command}.`, hint)
  }
  const json = parseJson(await readInput(environment, file, INPUT_BYTES_MAX))
  try {
    return kind.check(kind.fromJson(json)) as Readonly<Record<string, unknown>>
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    throw new Invalid(error.code, error.path, `${file} is no input of ${command}. ${error.message}`)
  }
}

/** Writes the draft; says what it holds, to whom it goes, and what comes next. */
export async function draftVerb(
  environment: Environment,
  command: string,
  file: string,
  flags: DraftFlags,
): Promise<Answer> {
  const names = flags.signers?.split(",").map((name) => name.trim()) ?? []
  if (names.length === 0) {
    const hint = "Say who signs: --signers education/chief,health/chief"
    throw new UsageError("field_missing", "--signers names nobody.", hint)
  }
  const input = await inputFrom(environment, command, file)
  const client = connect(environment, flags)
  const { chain, now } = await status(client)
  const signers: Hash[] = []
  for (const name of names) signers.push(await kidOf(client, name))
  const expires =
    flags.expires === undefined
      ? (ledgerTime(client) ?? parseTime(now)) + EXPIRES_MS
      : readWhen(flags.expires, "expires")
  const payload = {
    ...{ chain, expires, memo: flags.memo ?? null, mode: "atomic" as const },
    operations: [{ command, input }],
    salt: toHex(environment.random(SALT_BYTES)) as Hex,
  }
  const bytes = encodeDraft(draft(encodePayload(payload, commands), signers))
  const name = flags.out ?? `${command}.draft`
  const path = await writeOutput(environment, name, bytes)
  const made = await readDraft(environment, path)
  return {
    lines: [
      ...draftLines(made.draft, made.payload),
      `Written to ${path}. Each signer: concordat sign ${name}`,
    ],
    json: { ...(draftJson(made.draft, made.payload) as object), file: path },
  }
}
