/** `concordat provenance register FILE`: from a file to its evidence. */
import { basename, extname } from "node:path"
import { Invalid, type Json } from "@concordat/kernel"
import {
  ensureRegistrable,
  type RegisteredDocument,
  type Registering,
  type RegisteringStep,
  registerDocument,
} from "@concordat/sdk"
import { lowestAnchor } from "../anchors.ts"
import { connect, signersOf } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { ensureWritable, readInput, writeOutput } from "../files.ts"
import { type Answer, columns } from "../output.ts"
import { shellWord } from "../quote.ts"
import { readWhen } from "../when.ts"

/** Flags of `register`; the title is asked for here, so that an unknown flag is named first. */
export type RegisterFlags = Common & {
  readonly title?: string
  readonly as?: string
  readonly class?: string
  readonly evidence?: string
  readonly out?: string
  readonly until?: string
}

const SECRET_BYTES = 16

const STEPS: Readonly<Record<RegisteringStep, string>> = {
  commit: "Hashing and committing here; the file is not sent…",
  seal: "Sealing…",
  register: "Registering…",
  prove: "Fetching the proof…",
  attach: "Writing the evidence…",
}

/** What of a registration the flags decide. */
export function registering(
  environment: Environment,
  file: Uint8Array,
  name: string,
  flags: RegisterFlags,
): Registering {
  const { title = "", class: of, until } = flags
  return {
    ...{ file, name: basename(name), title, secret: environment.random(SECRET_BYTES) },
    ...signersOf({ ...(flags.as === undefined ? {} : { as: flags.as }) }),
    ...(of === undefined ? {} : { class: of }),
    until: until === undefined ? null : readWhen(until, "until"),
    progress: (step) => {
      if (environment.terminal && !flags.json) environment.err(`${STEPS[step]}\n`)
    },
  }
}

/** Refuses what would only fail after the document is registered, and its secret lost with it. */
export async function prepare(
  environment: Environment,
  name: string,
  { title, evidence, out }: RegisterFlags,
): Promise<void> {
  if (title === undefined) {
    throw new Invalid("field_missing", "/title", 'Give the document a title: --title "Diploma".')
  }
  await ensureWritable(environment, evidence ?? `${out ?? name}.evidence`)
  if (out !== undefined) await ensureWritable(environment, out)
}

/** Refuses a file that cannot be registered, by its name, before a ledger is spoken to. */
export async function ensureFit(file: Uint8Array, name: string): Promise<void> {
  try {
    await ensureRegistrable(file, basename(name))
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    throw new Invalid(error.code, error.path, `${name}: ${error.message}`, error.details)
  }
}

/** Where a PDF goes that carries its evidence. */
function registeredName(name: string): string {
  return `${name.slice(0, name.length - extname(name).length)}.registered.pdf`
}

/** Writes evidence and file, and tells where they are. */
export async function deliver(
  environment: Environment,
  name: string,
  flags: Pick<RegisterFlags, "evidence" | "out">,
  done: RegisteredDocument,
): Promise<Answer> {
  const inside = !done.beside && flags.evidence === undefined
  const evidence = flags.evidence ?? (done.beside ? `${flags.out ?? name}.evidence` : null)
  const out = done.beside ? null : (flags.out ?? (inside ? registeredName(name) : null))
  const evidencePath =
    evidence === null ? null : await writeOutput(environment, evidence, done.evidence)
  const filePath = out === null ? null : await writeOutput(environment, out, done.file)
  const { organisation, handle, statement, receipt } = done
  const words = evidence === null || out !== null ? [out ?? name] : [name, "--evidence", evidence]
  const lines = [
    `Registered in block ${receipt.height} at ${receipt.time}.`,
    ...columns([
      ["document", `${organisation}/${handle}`],
      ["class", done.class],
      ["statement", statement],
      ["transaction", receipt.transaction],
      ...(evidencePath === null ? [] : [["evidence", evidencePath] as const]),
      ...(filePath === null ? [] : [["with evidence", filePath] as const]),
    ]),
    ...(done.beside && flags.out !== undefined
      ? ["This file takes no evidence inside, so it is in a file beside it."]
      : []),
    "Keep the evidence: it holds the document's secret. Check it offline:",
    `  npx concordat verify ${words.map(shellWord).join(" ")}`,
  ]
  const json = {
    ...{ organisation, handle, class: done.class, statement, evidence: evidencePath },
    ...{ file: filePath, receipt: receipt as unknown as Json },
  }
  return { lines, json }
}

/** Registers one document, and writes its evidence into it or beside it. */
export async function registerVerb(
  environment: Environment,
  name: string,
  flags: RegisterFlags,
): Promise<Answer> {
  await prepare(environment, name, flags)
  const file = await readInput(environment, name)
  const asked = registering(environment, file, name, flags)
  await ensureFit(file, name)
  const client = connect(environment, flags)
  const anchor = await lowestAnchor(environment, client)
  const done = await registerDocument(client, { ...asked, from: anchor.height.toString() })
  return deliver(environment, name, flags, done)
}
