/** `revoke`, `suspend`, `reinstate`, `supersede`, `dispose`: what happens to a document later. */
import { Invalid, type Json, timeText } from "@concordat/kernel"
import { type Call, call, registerDocument } from "@concordat/sdk"
import { provenanceService } from "@concordat/services/provenance"
import { lowestAnchor, meetLedger } from "../anchors.ts"
import { connect, type SignerFlags, signersOf } from "../connect.ts"
import { receiptLines } from "../derived.ts"
import { documentOf } from "../document-name.ts"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { readInput } from "../files.ts"
import type { Answer } from "../output.ts"
import { readWhen } from "../when.ts"
import { deliver, ensureFit, prepare, type RegisterFlags, registering } from "./register.ts"

/** Flags of the verbs that change a standing; each verb takes those that it knows. */
export type StandingFlags = Common &
  SignerFlags & {
    readonly evidence?: string
    readonly reason?: string
    readonly order?: string
    readonly until?: string
    readonly destruction?: string
    readonly yes?: boolean
  }

type Verb = "revoke" | "suspend" | "reinstate" | "dispose"

async function send(
  environment: Environment,
  flags: StandingFlags,
  verb: Verb,
  input: Json,
): Promise<Answer> {
  provenanceService.commands[verb].input.fromJson(input)
  const asked: Call = { command: `provenance.${verb}`, input, ...signersOf(flags) }
  const client = connect(environment, flags)
  await meetLedger(environment, client)
  const receipt = await call(client, asked)
  return { lines: receiptLines(receipt), json: receipt as unknown as Json }
}

/** Refuses a flag that is left out. */
function demand(flag: string, value: string | undefined, sample: string): void {
  if (value !== undefined) return
  throw new Invalid("field_missing", `/${flag}`, `The flag is missing: --${flag} ${sample}`)
}

/** One of the commands that change the standing of a document by its target. */
export async function standingVerb(
  environment: Environment,
  verb: "revoke" | "suspend" | "reinstate",
  named: string,
  flags: StandingFlags,
): Promise<Answer> {
  if (verb === "suspend") demand("until", flags.until, "2030-01-31")
  const { item } = await documentOf(environment, named, flags.evidence)
  const target = { item }
  const reason = flags.reason ?? "unspecified"
  const order = flags.order ?? null
  const until = flags.until === undefined ? null : timeText(readWhen(flags.until, "until"))
  const inputs = {
    reinstate: { target },
    revoke: { target, reason, order },
    suspend: { target, reason, order, until },
  }
  return send(environment, flags, verb, inputs[verb])
}

/** Asks a person, or demands the flag that answers: what follows cannot be taken back. */
async function confirm(
  { ask }: Environment,
  { yes }: StandingFlags,
  question: string,
): Promise<void> {
  if (yes === true) return
  if (ask === undefined) {
    const hint = "Say it by the flag --yes."
    throw new UsageError("confirmation_required", `${question} Nobody can answer here.`, hint)
  }
  if (await ask(question)) return
  throw new UsageError("confirmation_required", "Nothing was done.", "Answer yes, or give --yes.")
}

/** Ends the record of documents whose retention is over, for ever. */
export async function disposeVerb(
  environment: Environment,
  named: readonly string[],
  flags: StandingFlags,
): Promise<Answer> {
  demand("destruction", flags.destruction, "<64 hex digits>")
  const documents = await Promise.all(named.map((name) => documentOf(environment, name)))
  const input = {
    items: documents.map(({ item }) => item),
    destruction: flags.destruction ?? "",
  }
  const what = documents.length === 1 ? "this document" : `${documents.length} documents`
  await confirm(environment, flags, `End the record of ${what} for ever?`)
  return send(environment, flags, "dispose", input)
}

/** Flags of `supersede`: those of a registration, and which document is replaced why. */
export type SupersedeFlags = RegisterFlags &
  Pick<StandingFlags, "cosigners" | "reason"> & { readonly oldEvidence?: string }

/** Registers a newer document in the place of an older one, both or none. */
export async function supersedeVerb(
  environment: Environment,
  old: string,
  name: string,
  flags: SupersedeFlags,
): Promise<Answer> {
  await prepare(environment, name, flags)
  const former = await documentOf(environment, old, flags.oldEvidence)
  const file = await readInput(environment, name)
  const of = flags.class ?? former.class
  const asked = registering(environment, file, name, {
    ...flags,
    ...(of === null ? {} : { class: of }),
  })
  await ensureFit(file, name)
  const { cosigners } = signersOf(flags)
  const client = connect(environment, flags)
  const anchor = await lowestAnchor(environment, client)
  const done = await registerDocument(client, {
    ...asked,
    from: anchor.height.toString(),
    carry: (statement) => ({
      command: "provenance.supersede",
      input: { target: former.item, statement, reason: flags.reason ?? "corrected" },
      ...(cosigners === undefined ? {} : { cosigners }),
    }),
  })
  return deliver(environment, name, flags, done)
}
