/** `concordat audit verify`: what an export proves, and what it only says. Asks no network. */
import { createReadStream } from "node:fs"
import { open } from "node:fs/promises"
import { resolve } from "node:path"
import type { Json } from "@concordat/kernel"
import { schemasOf } from "@concordat/sdk"
import { type AuditVerdict, verifyAudit } from "@concordat/sdk/audit"
import { allAnchors } from "../anchors.ts"
import type { Common, Environment } from "../environment.ts"
import { EXIT, UsageError } from "../failure.ts"
import { paint } from "../layout.ts"
import type { Answer } from "../output.ts"
import { services } from "../services.ts"
import { readAnchor } from "../verbs/anchors.ts"

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

/** Bigints as texts, bytes as base64url. */
function plain(value: unknown): Json {
  if (typeof value === "bigint") return value.toString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64url")
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== "object" || value === null) return (value ?? null) as Json
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]))
}

/** Judges an export by the anchors that are trusted here. */
export async function verifyAuditVerb(
  environment: Environment,
  name: string,
  flags: VerifyAuditFlags,
): Promise<Answer> {
  const path = resolve(environment.cwd, name)
  await ensureReadable(name, path)
  const anchors =
    flags.anchor === undefined
      ? await allAnchors(environment)
      : [await readAnchor(environment, flags.anchor)]
  const verdict = await verifyAudit(createReadStream(path), {
    ...{ anchors, now: environment.now(), schemas: schemasOf(services) },
    onItem(items) {
      if (environment.terminal && items % PROGRESS_ITEMS === 0) {
        environment.err(`\r${items} items read…`)
      }
    },
  })
  const lines = verdict.valid ? verdictLines(verdict) : faultLines(verdict)
  return { lines, json: plain(verdict), exit: verdict.valid ? EXIT.done : EXIT.refused }
}
