/** `concordat provenance register FILE`: from a file to its evidence. */
import { basename, extname } from "node:path"
import type { Json } from "@concordat/kernel"
import {
  createClient,
  type RegisteredDocument,
  type Registering,
  type RegisteringStep,
  registerDocument,
} from "@concordat/sdk"
import { meetLedger } from "../anchors.ts"
import type { Common, Environment } from "../environment.ts"
import { readInput, writeOutput } from "../files.ts"
import { type Answer, columns } from "../output.ts"

export type RegisterFlags = Common & {
  readonly title: string
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
  const { title, as, class: of, until } = flags
  return {
    ...{ file, name: basename(name), title, secret: environment.random(SECRET_BYTES) },
    ...(as === undefined ? {} : { as }),
    ...(of === undefined ? {} : { class: of }),
    until: until === undefined ? null : Date.parse(until),
    progress: (step) => {
      if (environment.terminal && !flags.json) environment.err(`${STEPS[step]}\n`)
    },
  }
}

/** Writes evidence and file, and tells where they are. */
export async function deliver(
  environment: Environment,
  name: string,
  flags: Pick<RegisterFlags, "evidence" | "out">,
  done: RegisteredDocument,
): Promise<Answer> {
  const stem = name.slice(0, name.length - extname(name).length)
  const evidence = flags.evidence ?? (done.beside ? `${name}.evidence` : null)
  const inside = !done.beside && flags.evidence === undefined
  const out = flags.out ?? (inside ? `${stem}.registered.pdf` : null)
  const evidencePath =
    evidence === null ? null : await writeOutput(environment, evidence, done.evidence)
  const filePath =
    out === null || done.beside ? null : await writeOutput(environment, out, done.file)
  const { organisation, handle, statement, receipt } = done
  const check =
    evidence === null || filePath !== null
      ? `npx concordat verify ${out}`
      : `npx concordat verify ${name} --evidence ${evidence}`
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
    `Keep the evidence: it holds the document's secret. Check it offline: ${check}`,
  ]
  const json = {
    ...{ organisation, handle, class: done.class, statement, evidence: evidencePath },
    ...{ file: filePath, receipt: receipt as unknown as Json },
  }
  return { lines, json }
}

export async function registerVerb(
  environment: Environment,
  name: string,
  flags: RegisterFlags,
): Promise<Answer> {
  const file = await readInput(environment, name)
  const client = createClient({ ...environment, url: flags.url })
  const anchor = await meetLedger(environment, client)
  const asked = registering(environment, file, name, flags)
  const done = await registerDocument(client, { ...asked, from: anchor.height.toString() })
  return deliver(environment, name, flags, done)
}
