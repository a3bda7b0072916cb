/** `concordat audit verify`: what an export proves, and what it only says. Asks no network. */
import { createReadStream } from "node:fs"
import { open } from "node:fs/promises"
import { resolve } from "node:path"
import { schemasOf } from "@concordat/sdk"
import { type AuditVerdict, verifyAudit } from "@concordat/sdk/audit"
import type { Common, Environment } from "../environment.ts"
import { EXIT, UsageError } from "../failure.ts"
import { paint } from "../layout.ts"
import { type Answer, plainJson } from "../output.ts"
import { withDescent } from "../recovery/kept.ts"
import { services } from "../services.ts"
import { anchorsFor } from "../verbs/anchors.ts"

/** Flags of `audit verify`. */
export type VerifyAuditFlags = Common & { readonly anchor?: string }

const FACTS_SHOWN = 200
const PROGRESS_ITEMS = 500

async function ensureReadable(name: string, path: string): Promise<void> {
  try {
    const file = await open(path)
    await file.close()
  } catch {
    throw new UsageError("file_unreadable", `${name} cannot be read.`, "Name a file that exists.")
  }
}

function faultLines({ fault }: AuditVerdict): readonly string[] {
  const { code, sentence, place } = fault!
  const where =
    place === null ? [] : [`  Where: item ${place.item}, from byte ${place.from} of the file.`]
  return [paint("bad", `Not proven: ${code}.`), `  ${sentence}`, ...where]
}

function verdictLines(verdict: AuditVerdict): readonly string[] {
  const { facts, proven, told } = verdict
  const shown = facts.slice(0, FACTS_SHOWN)
  const more = verdict.rows + verdict.absences - shown.length
  return [
    paint("good", `Proven, grade ${verdict.grade}.`),
    ...["", "Proven by the signatures of the ledger:"],
    ...proven.map((sentence) => `  ${sentence}`),
    ...["", `Told by ${verdict.manifest!.by} alone:`],
    ...told.map((sentence) => `  ${sentence}`),
    ...["", "Facts:", ...shown.map(({ sentence }) => `  ${sentence}`)],
    ...(more > 0 ? [`  … and more: --json tells up to a thousand.`] : []),
  ]
}

/** Judges an export by the anchors that are trusted here. */
export async function verifyAuditVerb(
  environment: Environment,
  name: string,
  flags: VerifyAuditFlags,
): Promise<Answer> {
  const path = resolve(environment.cwd, name)
  await ensureReadable(name, path)
  const anchors = await anchorsFor(environment, flags.anchor)
  const verdict = await verifyAudit(createReadStream(path), {
    ...{ anchors, now: environment.now(), schemas: schemasOf(services) },
    onItem(items) {
      if (environment.terminal && items % PROGRESS_ITEMS === 0) {
        environment.err(`\r${items} items read…`)
      }
    },
  })
  const { valid, manifest, height } = verdict
  const lines = valid ? verdictLines(verdict) : faultLines(verdict)
  const exit = valid ? EXIT.done : EXIT.refused
  const answer = { lines, json: plainJson(verdict), exit }
  const proven = valid ? { chain: manifest!.chain, height: height! } : null
  return withDescent(environment, proven, answer)
}
