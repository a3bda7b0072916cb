/**
 * `concordat verify FILE [--evidence E]`: is this document genuine, and why. Asks no network;
 * trusts the anchors that were kept when a ledger was met, or the one named by `--anchor`. Exits 0
 * for `genuine` and `development_only`, 1 for every other verdict, 2 where a file cannot be read.
 */
import { type Verdict, verifyBundle } from "@concordat/kernel"
import { schemasOf } from "@concordat/sdk"
import {
  type Answer as DocumentAnswer,
  type DocumentVerdict,
  findEvidence,
  kindOfEvidence,
  OVERALL,
  QUESTIONS,
  type QuestionName,
  verifyDocument,
} from "@concordat/sdk/document"
import type { Common, Environment } from "../environment.ts"
import { EXIT } from "../failure.ts"
import { readIfThere, readInput } from "../files.ts"
import { paint } from "../layout.ts"
import { moneyMeaning } from "../money/meaning.ts"
import { type Answer, plainJson } from "../output.ts"
import { withDescent } from "../recovery/kept.ts"
import { services } from "../services.ts"
import { anchorsFor } from "./anchors.ts"

/** Flags of `verify`. */
export type VerifyFlags = Common & {
  readonly evidence?: string
  readonly anchor?: string
  readonly why?: boolean
}

const MARKS = {
  true: paint("good", "yes    "),
  false: paint("bad", "no     "),
  null: paint("unsure", "unknown"),
} as const
const NEXT_INDENT = 25

function answerLines(name: QuestionName, { holds, sentence, next }: DocumentAnswer): string[] {
  const lines = [`  ${MARKS[`${holds}`]}  ${QUESTIONS[name].padEnd(13)}  ${sentence}`]
  if (holds !== true && next !== null) lines.push(`${" ".repeat(NEXT_INDENT)} ${next}`)
  return lines
}

/** The six answers; one for all where they are the same. */
function answersLines(answers: DocumentVerdict["answers"]): string[] {
  const names = Object.keys(QUESTIONS) as QuestionName[]
  const [first] = names
  const { sentence, next } = answers[first!]
  const same = names.every((name) => answers[name].sentence === sentence)
  if (same) return [`  ${sentence}`, ...(next === null ? [] : [`  ${next}`])]
  return names.flatMap((name) => answerLines(name, answers[name]))
}

function stepLines({ steps, claims }: Verdict): string[] {
  return steps.flatMap(({ step, ok, sentence }, i) => {
    const mark = ok ? paint("good", "ok") : paint("bad", "no")
    const start = `  ${i + 1} ${mark}  `
    if (step !== "claims" || !ok || claims.length < 2) return [start + sentence]
    const each = claims.map((claim) => `        - ${claim.sentence}`)
    return [`${start}${claims.length} claims hold:`, ...each]
  })
}

const schemas = schemasOf(services)

/** Verdicts that a shell may take for a yes. */
const IN_ORDER = ["genuine", "development_only"]

/** A verdict in the tone that belongs to it. */
function headline(overall: DocumentVerdict["overall"]): string {
  const tone = IN_ORDER.includes(overall)
    ? "good"
    : overall.startsWith("genuine")
      ? "unsure"
      : "bad"
  return paint(tone, OVERALL[overall])
}

/** What a verdict proves; null where it proves nothing. */
function provenBy(verdict: Verdict | null) {
  if (verdict === null || !verdict.valid) return null
  const { chain, height } = verdict
  return chain === null || height === null ? null : { chain, height }
}

function documentAnswer(verdict: DocumentVerdict, why: boolean, alone: boolean): Answer {
  const { overall, answers, bundle, record } = verdict
  const fields = (record?.fields ?? []).filter(({ path }) => path !== "file")
  const lines = [
    headline(overall),
    "",
    ...answersLines(answers),
    ...(alone ? ["  It is evidence: name its document, and this file by --evidence."] : []),
    ...(fields.length === 0 ? [] : ["", "Registered fields:"]),
    ...fields.map(({ path, value }) => `  ${path}: ${String(value)}`),
    ...(why && bundle !== null ? ["", "Why:", ...stepLines(bundle)] : []),
  ]
  const exit = IN_ORDER.includes(overall) ? EXIT.done : EXIT.refused
  return { lines, json: plainJson(verdict), exit }
}

function bundleAnswer(verdict: Verdict): Answer {
  const head = verdict.valid
    ? paint("good", `Proven, grade ${verdict.grade}.`)
    : paint("bad", `Not proven: ${verdict.code}.`)
  const exit = verdict.valid ? EXIT.done : EXIT.refused
  const meaning = moneyMeaning(verdict)
  const lines = [head, ...meaning, "", ...stepLines(verdict)]
  return { lines, json: plainJson(verdict), exit }
}

/** Evidence of the ledger; also what only its name says is evidence: the verdict says what is. */
function isOfLedger(name: string, kind: ReturnType<typeof kindOfEvidence>): boolean {
  return kind === "bundle" || (kind === null && name.endsWith(".evidence"))
}

/** The evidence that is named, or else lies beside a document that carries none. */
async function evidenceFor(
  environment: Environment,
  file: string,
  bytes: Uint8Array,
  named: string | undefined,
): Promise<Uint8Array | undefined> {
  if (named !== undefined) return readInput(environment, named)
  if (findEvidence(bytes).length > 0 || kindOfEvidence(bytes) !== null) return undefined
  return readIfThere(environment, `${file}.evidence`)
}

/** Judges a document, or a bare bundle, by the anchors that are trusted here. */
export async function verifyVerb(
  environment: Environment,
  file: string,
  flags: VerifyFlags,
): Promise<Answer> {
  const bytes = await readInput(environment, file)
  const evidence = await evidenceFor(environment, file, bytes, flags.evidence)
  const anchors = await anchorsFor(environment, flags.anchor)
  const now = environment.now()
  const kind = kindOfEvidence(bytes)
  if (evidence === undefined && isOfLedger(file, kind)) {
    const verdict = verifyBundle(bytes, anchors, { now, schemas })
    return withDescent(environment, provenBy(verdict), bundleAnswer(verdict))
  }
  const beside = evidence === undefined ? {} : { evidence }
  const verdict = await verifyDocument({ file: bytes, ...beside, anchors, now, schemas })
  const alone = evidence === undefined && kind === "document"
  const answer = documentAnswer(verdict, flags.why !== false, alone)
  return withDescent(environment, provenBy(verdict.bundle), answer)
}
