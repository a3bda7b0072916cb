/** The verdict on a document: the sentence, the six answers, and what was registered. */
import type { DocumentVerdict, Overall } from "@concordat/sdk/document"
import { Button } from "../components/button.tsx"
import { saveFile } from "../components/save-file.ts"
import type { Tone } from "../components/sign.tsx"
import { VerdictBanner } from "../components/verdict-banner.tsx"
import { visible } from "../components/words.ts"
import { shown } from "../texts/shown.ts"
import { overallWords, verdictTime } from "../texts/verdicts.ts"
import type { Subject } from "../work/judge-files.ts"
import { AnswerList } from "./answer-list.tsx"
import styles from "./document-view.module.css"
import { RecordView } from "./record-view.tsx"
import { StandingHelp } from "./standing-help.tsx"

const EVIDENCE_TYPE = "application/vnd.concordat.evidence+cbor"

const TONES: Readonly<Record<Overall, Tone>> = {
  genuine: "positive",
  genuine_replaced: "caution",
  genuine_suspended: "caution",
  genuine_expired: "caution",
  genuine_disposed: "caution",
  genuine_status_unknown: "unknown",
  revoked: "negative",
  changed: "negative",
  not_proven: "unknown",
  development_only: "caution",
}

type DocumentSubject = Extract<Subject, { kind: "document" }>

/** Verdicts that a newer proof of the standing could change. */
const OPEN: ReadonlySet<Overall> = new Set([
  ...(["genuine", "genuine_suspended", "genuine_replaced", "genuine_expired"] as const),
  ...(["genuine_status_unknown", "development_only"] as const),
])

type Props = {
  readonly subject: DocumentSubject
  /** Judges once more with a newer proof of the standing; null once that was done. */
  readonly onLatest: ((bundle: string) => void) | null
}

/** Verdict first; then why, what and what next. */
export function DocumentView({ subject, onLatest }: Props) {
  const { verdict, file, evidence } = subject
  const { overall, answers, record, found } = verdict
  const save = () => {
    if (evidence !== null) saveFile(evidence, evidenceName(file.name), EVIDENCE_TYPE)
  }
  return (
    <>
      <div data-overall={overall}>
        <VerdictBanner tone={TONES[overall]} sentence={overallWords(overall)} takesFocus>
          <Facts verdict={verdict} name={file.name} />
        </VerdictBanner>
      </div>
      {record === null || onLatest === null || !OPEN.has(overall) ? null : (
        <StandingHelp record={record} onLatest={onLatest} />
      )}
      <AnswerList answers={answers} />
      <div className={`${styles.actions} no-print`}>
        <Button icon="print" onClick={() => window.print()}>
          {shown("verdict.print")}
        </Button>
        {evidence === null ? null : (
          <Button icon="download" onClick={save}>
            {shown("verdict.save")}
          </Button>
        )}
      </div>
      {found > 1 ? <p className="muted small">{shown("verdict.found", { count: found })}</p> : null}
      {record === null ? null : <RecordView record={record} />}
    </>
  )
}

function evidenceName(name: string): string {
  return `${name.replace(/\.[a-z0-9]+$/i, "")}.evidence`
}

function Facts({ verdict, name }: { readonly verdict: DocumentVerdict; readonly name: string }) {
  const { asOf, bundle } = verdict
  const grade = bundle?.grade ?? null
  return (
    <>
      <bdi>{visible(name)}</bdi>
      {asOf === null ? null : <span>{shown("verdict.asOf", { time: verdictTime(asOf) })}</span>}
      {grade === null || bundle === null ? null : (
        <span>{shown(`verdict.grade${grade}`, { count: bundle.organisations.length })}</span>
      )}
    </>
  )
}
