/** What was judged: a document, a bare bundle of the ledger, or evidence that waits for a file. */
import type { Verdict } from "@concordat/kernel"
import { kernelSteps } from "../components/kernel-steps.tsx"
import { StepList } from "../components/step-list.tsx"
import { VerdictBanner } from "../components/verdict-banner.tsx"
import { visible } from "../components/words.ts"
import { shown } from "../texts/shown.ts"
import { factWords } from "../texts/verdicts.ts"
import type { Subject } from "../work/judge-files.ts"
import { AnchorHelp } from "./anchor-help.tsx"
import { DocumentView } from "./document-view.tsx"
import { Report } from "./report.tsx"
import styles from "./subject-view.module.css"

type Props = {
  readonly subject: Subject
  /** Judges the same files once more. */
  readonly again: () => void
  readonly onLatest: ((bundle: string) => void) | null
}

/** The outcome of a drop, verdict first. */
export function SubjectView({ subject, again, onLatest }: Props) {
  if (subject.kind === "waiting") {
    return (
      <VerdictBanner tone="unknown" sentence={shown("verify.waiting")} takesFocus>
        <span>{shown("verify.waitingNext")}</span>
      </VerdictBanner>
    )
  }
  const { verdict, file } = subject
  const kernel = subject.kind === "bundle" ? subject.verdict : subject.verdict.bundle
  return (
    <>
      {subject.kind === "bundle" ? (
        <BundleBanner verdict={subject.verdict} name={file.name} />
      ) : (
        <DocumentView subject={subject} onLatest={onLatest} />
      )}
      {kernel === null ? null : <AnchorHelp verdict={kernel} again={again} />}
      {kernel === null ? null : <Why verdict={kernel} open={!("overall" in verdict)} />}
      <Report file={file} verdict={kernel} />
    </>
  )
}

function BundleBanner({ verdict, name }: { readonly verdict: Verdict; readonly name: string }) {
  const { valid, grade, chain, height } = verdict
  const development = grade === "C"
  const tone = !valid ? "unknown" : development ? "caution" : "positive"
  const sentence = !valid
    ? "verdict.bundleInvalid"
    : development
      ? "verdict.bundleDevelopment"
      : "verdict.bundleValid"
  return (
    <>
      <VerdictBanner tone={tone} sentence={shown(sentence)} takesFocus>
        <bdi>{visible(name)}</bdi>
        {chain === null || height === null ? null : (
          <span>{shown("verdict.chain", { chain, height: String(height) })}</span>
        )}
      </VerdictBanner>
      {valid ? (
        <section className={styles.panel}>
          <h2>{shown("verdict.proves")}</h2>
          <ul className={styles.claims}>
            {verdict.claims.map((claim) => (
              <li key={claim.sentence}>{factWords(claim)}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}

/** The kernel's steps in words, for whoever asks why. */
function Why({ verdict, open }: { readonly verdict: Verdict; readonly open: boolean }) {
  return (
    <details className={styles.details} open={open || !verdict.valid}>
      <summary className={styles.why}>
        {shown("verdict.why")}
        <span className={styles.note}>{shown("verdict.whyNote")}</span>
      </summary>
      <div className={styles.steps}>
        <StepList steps={kernelSteps(verdict)} />
      </div>
    </details>
  )
}
