/**
 * `concordat verify FILE [--evidence E]`: is this document genuine, and why. Asks no network; trusts
 * the anchors that were kept when a ledger was met, or the one named by `--anchor`.
 */
import { type Anchor, type Json, type Verdict, verifyBundle } from "@concordat/kernel"
import {
  type Answer as DocumentAnswer,
  type DocumentVerdict,
  kindOfEvidence,
  OVERALL,
  QUESTIONS,
  type QuestionName,
  verifyDocument,
} from "@concordat/sdk/document"
import { allAnchors } from "../anchors.ts"
import type { Common, Environment } from "../environment.ts"
import { EXIT } from "../failure.ts"
import { readInput } from "../files.ts"
import type { Answer } from "../output.ts"
import { readAnchor } from "./anchors.ts"

export type VerifyFlags = Common & {
  readonly evidence?: string
  readonly anchor?: string
  readonly why?: boolean
}

const MARKS = { true: "yes    ", false: "no     ", null: "unknown" } as const

function answerLines(name: QuestionName, { holds, sentence, next }: DocumentAnswer): string[] {
  const lines = [`  ${MARKS[`${holds}`]}  ${QUESTIONS[name].padEnd(13)} ${sentence}`]
  if (holds !== true && next !== null) lines.push(`${" ".repeat(25)}${next}`)
  return lines
}

function stepLines({ steps }: Verdict): string[] {
  return steps.map(({ ok, sentence }, i) => `  ${i + 1} ${ok ? "ok" : "no"}  ${sentence}`)
}

/** Verdict and steps as JSON: bytes and bigints in their text forms. */
function plain(value: unknown): Json {
  if (typeof value === "bigint") return value.toString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64url")
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== "object" || value === null) return (value ?? null) as Json
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]))
}

/** Verdicts that a shell may take for a yes. */
const IN_ORDER = ["genuine", "development_only"]

function documentAnswer(verdict: DocumentVerdict, why: boolean): Answer {
  const { overall, answers, bundle, record } = verdict
  const names = Object.keys(QUESTIONS) as QuestionName[]
  const fields = (record?.fields ?? []).filter(({ path }) => path !== "file")
  const lines = [
    OVERALL[overall],
    "",
    ...names.flatMap((name) => answerLines(name, answers[name])),
    ...(fields.length === 0 ? [] : ["", "Registered fields:"]),
    ...fields.map(({ path, value }) => `  ${path}: ${String(value)}`),
    ...(why && bundle !== null ? ["", "Why:", ...stepLines(bundle)] : []),
  ]
  const exit = IN_ORDER.includes(overall) ? EXIT.done : EXIT.refused
  return { lines, json: plain(verdict), exit }
}

function bundleAnswer(verdict: Verdict): Answer {
  const head = verdict.valid ? `Proven, grade ${verdict.grade}.` : `Not proven: ${verdict.code}.`
  const exit = verdict.valid ? EXIT.done : EXIT.refused
  return { lines: [head, "", ...stepLines(verdict)], json: plain(verdict), exit }
}

async function anchorsFor(environment: Environment, flags: VerifyFlags): Promise<Anchor[]> {
  const named = flags.anchor === undefined ? [] : [await readAnchor(environment, flags.anchor)]
  return named.length > 0 ? named : allAnchors(environment)
}

/** Evidence of the ledger; also what only its name says is evidence: the verdict says what is. */
function isOfLedger(name: string, bytes: Uint8Array): boolean {
  const kind = kindOfEvidence(bytes)
  return kind === "bundle" || (kind === null && name.endsWith(".evidence"))
}

export async function verifyVerb(
  environment: Environment,
  file: string,
  flags: VerifyFlags,
): Promise<Answer> {
  const bytes = await readInput(environment, file)
  const evidence =
    flags.evidence === undefined ? undefined : await readInput(environment, flags.evidence)
  const anchors = await anchorsFor(environment, flags)
  const now = environment.now()
  if (evidence === undefined && isOfLedger(file, bytes)) {
    return bundleAnswer(verifyBundle(bytes, anchors, { now }))
  }
  const beside = evidence === undefined ? {} : { evidence }
  const verdict = await verifyDocument({ file: bytes, ...beside, anchors, now })
  return documentAnswer(verdict, flags.why !== false)
}
