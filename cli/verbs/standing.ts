/** `revoke`, `suspend`, `reinstate`, `supersede`, `dispose`: what an issuer does to a document later. */
import type { Json } from "@concordat/kernel"
import { type Call, call, createClient, registerDocument } from "@concordat/sdk"
import { meetLedger } from "../anchors.ts"
import { receiptLines } from "../derived.ts"
import { documentOf } from "../document-name.ts"
import type { Common, Environment } from "../environment.ts"
import { readInput } from "../files.ts"
import type { Answer } from "../output.ts"
import { deliver, type RegisterFlags, registering } from "./register.ts"

export type StandingFlags = Common & {
  readonly evidence?: string
  readonly as?: string
  readonly cosigners?: string
  readonly reason?: string
  readonly order?: string
  readonly until?: string
  readonly destruction?: string
}

function signersOf({ as, cosigners }: Pick<StandingFlags, "as" | "cosigners">) {
  return {
    ...(as === undefined ? {} : { as }),
    ...(cosigners === undefined ? {} : { cosigners: cosigners.split(",") }),
  }
}

async function send(environment: Environment, flags: StandingFlags, asked: Call): Promise<Answer> {
  const client = createClient({ ...environment, url: flags.url })
  await meetLedger(environment, client)
  const receipt = await call(client, asked)
  return { lines: receiptLines(receipt), json: receipt as unknown as Json }
}

/** One of the commands that change the standing of a document by its target. */
export async function standingVerb(
  environment: Environment,
  verb: "revoke" | "suspend" | "reinstate",
  named: string,
  flags: StandingFlags,
): Promise<Answer> {
  const { item } = await documentOf(environment, named, flags.evidence)
  const target = { item }
  const reason = flags.reason ?? "unspecified"
  const order = flags.order ?? null
  const until = flags.until ?? null
  const inputs = {
    reinstate: { target },
    revoke: { target, reason, order },
    suspend: { target, reason, order, until },
  }
  const command = `provenance.${verb}`
  return send(environment, flags, { command, input: inputs[verb], ...signersOf(flags) })
}

export async function disposeVerb(
  environment: Environment,
  named: readonly string[],
  flags: StandingFlags,
): Promise<Answer> {
  const documents = await Promise.all(named.map((name) => documentOf(environment, name)))
  const input = {
    items: documents.map(({ item }) => item),
    destruction: flags.destruction ?? "",
  }
  return send(environment, flags, { command: "provenance.dispose", input, ...signersOf(flags) })
}

export type SupersedeFlags = RegisterFlags &
  Pick<StandingFlags, "cosigners" | "reason"> & { readonly oldEvidence?: string }

/** Registers a newer document in the place of an older one, both or none. */
export async function supersedeVerb(
  environment: Environment,
  old: string,
  name: string,
  flags: SupersedeFlags,
): Promise<Answer> {
  const former = await documentOf(environment, old, flags.oldEvidence)
  const file = await readInput(environment, name)
  const client = createClient({ ...environment, url: flags.url })
  const anchor = await meetLedger(environment, client)
  const of = flags.class ?? former.class
  const asked = registering(environment, file, name, {
    ...flags,
    ...(of === null ? {} : { class: of }),
  })
  const done = await registerDocument(client, {
    ...asked,
    from: anchor.height.toString(),
    carry: (statement) => ({
      command: "provenance.supersede",
      input: { target: former.item, statement, reason: flags.reason ?? "corrected" },
      ...(flags.cosigners === undefined ? {} : { cosigners: flags.cosigners.split(",") }),
    }),
  })
  return deliver(environment, name, flags, done)
}
