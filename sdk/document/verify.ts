/**
 * Verifies a document offline: its file, its evidence (attached or beside it), the anchors that the
 * verifier trusts, and the time. No network, no clock; any bytes get a verdict, never a throw. The
 * steps of the kernel's verdict on the bundle lie inside, for whoever asks why.
 */
import { type Anchor, type FactSchemas, type Verdict, verifyBundle } from "@concordat/kernel"
import { type Candidate, chooseEvidence } from "./candidates.ts"
import { fieldValue } from "./draft.ts"
import { unchangedAnswer } from "./file-answer.ts"
import { KEYS, type ProvenRegister, provenRegister, provenStanding, rowIn } from "./proven.ts"
import { judgeReceipts } from "./receipts.ts"
import { issuerAnswer, registeredAnswer, sealedAnswer } from "./register-answers.ts"
import type { Revision } from "./revision.ts"
import { endOf, judgeStanding, type ProvenStanding } from "./standing-answers.ts"
import {
  type Answer,
  type Answers,
  no,
  type Overall,
  type ShownRecord,
  unknown,
} from "./verdict.ts"

/** What is judged, and by what. */
export type DocumentToVerify = {
  readonly file: Uint8Array
  /** Evidence beside the file; absent: what is attached to it. */
  readonly evidence?: Uint8Array
  readonly anchors: readonly Anchor[]
  /** Milliseconds of 1970: the time to judge at. */
  readonly now: number
  /** A newer bundle about the same document, fetched from any gateway: its standing, its seal. */
  readonly latest?: Uint8Array
  /** Of the ledger's services, so that the claims are told field by field. */
  readonly schemas?: FactSchemas
}

/** The verdict on a document. */
export type DocumentVerdict = {
  readonly overall: Overall
  readonly answers: Answers
  /** What was registered; null where it is not proven. */
  readonly record: ShownRecord | null
  /** How the file compares with what was registered; null without evidence that can be read. */
  readonly revision: Revision | null
  /** Block time of the standing, milliseconds of 1970. */
  readonly asOf: number | null
  /** The kernel's verdict on the bundle. */
  readonly bundle: Verdict | null
  /** How many pieces of evidence were found; the one that fits the file counts. */
  readonly found: number
}

const FETCH = "Ask the bearer or the issuer for the document's evidence."

/** No evidence that could be read: nothing is known. */
function withoutEvidence(sentence: string, found: number): DocumentVerdict {
  const open = unknown("evidence_missing", sentence, FETCH)
  const answers = {
    ...{ unchanged: open, issuer: open, sealed: open, registered: open, valid: open, newest: open },
  }
  const nothing = { record: null, revision: null, asOf: null, bundle: null }
  return { overall: "not_proven", answers, ...nothing, found }
}

/** The five answers that the ledger would give, where it proves nothing. */
function unprovenAnswers(issuer: Answer, because: string): Omit<Answers, "unchanged"> {
  const open = unknown("not_proven", because, FETCH)
  return { issuer, sealed: open, registered: open, valid: open, newest: open }
}

function bundleFailed(bundle: Verdict): Omit<Answers, "unchanged"> {
  const { code, sentence } = bundle.steps.at(-1)!
  if (code === "chain_mismatch") {
    const next = "Choose an anchor of this ledger from a source that you trust."
    const issuer = no(code, "You have not chosen to trust this ledger.", next)
    return unprovenAnswers(issuer, sentence)
  }
  const answers = unprovenAnswers(unknown("not_proven", sentence, FETCH), sentence)
  return { ...answers, registered: no(code ?? "not_proven", sentence, FETCH) }
}

/** The later bundle where one is at hand and in order; its facts are of the same ledger. */
function laterBundle(
  { bundle }: Judged,
  { latest, anchors, now }: DocumentToVerify,
): Verdict | null {
  if (latest === undefined) return null
  const later = verifyBundle(latest, anchors, { now })
  const newer = later.valid && later.chain === bundle.chain && later.height! > bundle.height!
  return newer ? later : null
}

/** What is known of the seal's key: a theft is often told long after the registration. */
function newestSeal({ proven, candidate }: Judged, later: Verdict | null): ProvenRegister {
  const row = later === null ? null : rowIn(later.claims, KEYS, [candidate.document.statement.key])
  return row === null || row === undefined ? proven : { ...proven, seal: row }
}

/** The newest proven standing: the evidence's own, or that of a later bundle. */
function newestStanding(
  { bundle, proven, candidate }: Judged,
  later: Verdict | null,
): ProvenStanding {
  const { statement, handle } = candidate.document
  const until = endOf(candidate.evidence.document.until, statement.payload.until)
  const own = {
    ...{ statement: proven.statement.status, item: proven.item?.status ?? null },
    ...{ until, asOf: bundle.time ?? 0 },
  }
  if (later === null) return own
  const row = provenStanding(later, statement.statement, { ...statement, handle })
  if (row === null) return own
  const item = row.item?.status ?? null
  return { statement: row.statement.status, item, until, asOf: later.time ?? 0 }
}

type Judged = {
  readonly candidate: Candidate
  readonly bundle: Verdict
  readonly proven: ProvenRegister
}

function shownRecord({ candidate, proven }: Judged): ShownRecord {
  const { statement, handle } = candidate.document
  return {
    ...{ statement: statement.statement, handle, issuer: statement.issuer },
    ...{ issuerName: proven.issuer.name, class: statement.payload.class },
    classTitle: proven.class.title,
    fields: candidate.evidence.document.fields.map((field) => ({
      path: field.path,
      value: fieldValue(field),
    })),
  }
}

/** "Registered?", with the receipts of the statement log where some are enclosed. */
function registered({ candidate, bundle, proven }: Judged): Answer {
  const { receipts } = candidate.evidence
  const { position } = proven.statement
  const signed = judgeReceipts(receipts, candidate.document, position, bundle.claims)
  if (typeof signed === "string") return no("receipts_insufficient", signed, FETCH)
  return registeredAnswer(proven.at, bundle.grade ?? "B", bundle.organisations)
}

function overallOf(answers: Answers, revision: Revision, standing: Overall, development: boolean) {
  if (answers.unchanged.holds === false) return "changed"
  const { unchanged, issuer, sealed, registered } = answers
  const proven = [unchanged, issuer, sealed, registered].every(({ holds }) => holds === true)
  if (!proven || revision.state !== "as_registered") return "not_proven"
  return standing === "genuine" && development ? "development_only" : standing
}

function judgeProven(judged: Judged, asked: DocumentToVerify, found: number): DocumentVerdict {
  const { candidate, bundle, proven } = judged
  const { statement } = candidate.document
  const later = laterBundle(judged, asked)
  const standing = newestStanding(judged, later)
  const { valid, newest, overall } = judgeStanding(standing, asked.now)
  const answers: Answers = {
    unchanged: unchangedAnswer(candidate.revision),
    issuer: issuerAnswer(statement, bundle.chain ?? "", proven),
    sealed: sealedAnswer(statement, newestSeal(judged, later)),
    registered: registered(judged),
    valid,
    newest,
  }
  const { revision } = candidate
  return {
    overall: overallOf(answers, revision, overall, bundle.grade === "C"),
    ...{ answers, record: shownRecord(judged), revision, asOf: standing.asOf, bundle, found },
  }
}

/** The verdict on a document, for any bytes. Loads the PDF library only to compare attachments. */
export async function verifyDocument(asked: DocumentToVerify): Promise<DocumentVerdict> {
  const { found, best: candidate } = await chooseEvidence(asked.file, asked.evidence)
  if (typeof candidate === "string") return withoutEvidence(candidate, found)
  const { evidence, document, revision } = candidate
  const { anchors, now, schemas = {} } = asked
  const bundle = verifyBundle(evidence.bundle, anchors, { now, schemas })
  const unchanged = unchangedAnswer(revision)
  const failed = (answers: Omit<Answers, "unchanged">): DocumentVerdict => ({
    overall: unchanged.holds === false ? "changed" : "not_proven",
    ...{ answers: { unchanged, ...answers }, record: null, revision, asOf: null, bundle, found },
  })
  if (!bundle.valid) return failed(bundleFailed(bundle))

  const { statement, handle } = document
  const proven = provenRegister(bundle, statement.statement, handle)
  if (!("lacks" in proven)) return judgeProven({ candidate, bundle, proven }, asked, found)
  const sentence = `The evidence does not prove ${proven.lacks}.`
  const lacking = unprovenAnswers(unknown("not_proven", sentence, FETCH), sentence)
  return failed({ ...lacking, registered: no("not_registered", sentence, FETCH) })
}
