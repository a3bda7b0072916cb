/**
 * Evidence, fetched and verified here: the verdict, what it proves, every step in words, the bytes
 * to take along. No verdict of the server is shown.
 */
import type { Verdict } from "@concordat/kernel"
import { useState } from "react"
import { tell } from "../texts/tell.ts"
import { factWords } from "../texts/verdicts.ts"
import { Answered } from "./answered.tsx"
import { Button, type ButtonLook } from "./button.tsx"
import { contact, fetchAnchor } from "./contact.ts"
import { Dialog } from "./dialog.tsx"
import styles from "./evidence-drawer.module.css"
import { kernelSteps } from "./kernel-steps.tsx"
import { useAnswer, useServices } from "./ledger.tsx"
import { saveFile } from "./save-file.ts"
import { StepList } from "./step-list.tsx"
import { VerdictBanner } from "./verdict-banner.tsx"

const EVIDENCE_TYPE = "application/vnd.concordat.evidence+cbor"

/** Where evidence comes from, and what it is of. */
export type EvidenceSource = {
  /** What is proved, as the title of the drawer. */
  readonly title: string
  /** Names the question among all answers. */
  readonly id: string
  /** Name of the file when it is saved, without its ending. */
  readonly name: string
  readonly load: () => Promise<Uint8Array>
  /** What the proven facts mean to those who asked, from the verdict alone. */
  readonly meaning?: (verdict: Verdict) => readonly string[]
}

type ButtonProps = EvidenceSource & {
  readonly look?: ButtonLook
  /** What the button says; "Evidence" unless given. */
  readonly label?: string
}

/** The button that opens the drawer; focus returns to it. */
export function EvidenceButton({ look = "plain", label, ...source }: ButtonProps) {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button look={look} icon="evidence" onClick={() => setOpened(true)}>
        {label ?? tell("evidence")}
      </Button>
      <EvidenceDrawer {...source} opened={opened} onClose={() => setOpened(false)} />
    </>
  )
}

type Props = EvidenceSource & { readonly opened: boolean; readonly onClose: () => void }

/** The drawer: a dialog; the whole page on a phone. */
export function EvidenceDrawer({ opened, onClose, ...source }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title={source.title} place="end">
      <Verified {...source} />
    </Dialog>
  )
}

function Verified({ title, id, name, load, meaning = () => [] }: EvidenceSource) {
  const services = useServices()
  const answer = useAnswer(["evidence", id], async () => {
    const bundle = await load()
    await contact(localStorage)
    const { verifyHere } = await import("./verification.ts")
    return { bundle, verdict: verifyHere(bundle, services) }
  })
  return (
    <Answered answer={answer} lines={8}>
      {({ bundle, verdict }) => (
        <div className={styles.drawer}>
          <Sentence verdict={verdict} title={title} />
          {meaning(verdict).map((sentence) => (
            <p key={sentence} className={styles.meaning}>
              {sentence}
            </p>
          ))}
          <div className={styles.actions}>
            <Button
              icon="download"
              onClick={() => saveFile(bundle, `${name}.evidence`, EVIDENCE_TYPE)}
            >
              {tell("evidence.save")}
            </Button>
            <span className={styles.size}>{tell("evidence.bytes", { count: bundle.length })}</span>
          </div>
          {verdict.valid ? <Claims verdict={verdict} /> : null}
          <NewerAnchor verdict={verdict} again={answer.again} />
          <h3>{tell("evidence.steps")}</h3>
          <StepList steps={kernelSteps(verdict)} />
        </div>
      )}
    </Answered>
  )
}

function Sentence({ verdict, title }: { readonly verdict: Verdict; readonly title: string }) {
  const { valid, grade, height } = verdict
  const tone = !valid ? "negative" : grade === "C" ? "caution" : "positive"
  const key = !valid ? "evidence.fails" : grade === "C" ? "evidence.development" : "evidence.holds"
  return (
    <VerdictBanner tone={tone} sentence={tell(key)} calm>
      <span>{title}</span>
      {height === null ? null : <span>{tell("evidence.asOf", { height: String(height) })}</span>}
      <span>{tell("evidence.here")}</span>
    </VerdictBanner>
  )
}

function Claims({ verdict }: { readonly verdict: Verdict }) {
  return (
    <section className={styles.claims}>
      <h3>{tell("evidence.proves")}</h3>
      <ul>
        {verdict.claims.map((claim) => (
          <li key={claim.sentence}>{factWords(claim)}</li>
        ))}
      </ul>
    </section>
  )
}

/** Where the only fault is that the anchors are newer: the block's own may be asked for. */
function NewerAnchor({
  verdict,
  again,
}: {
  readonly verdict: Verdict
  readonly again: () => void
}) {
  const { chain, height, anchor } = verdict
  const path = verdict.steps.find(({ step }) => step === "path")
  if (chain === null || height === null || anchor === null || path?.ok !== false) return null
  if (anchor.height <= height) return null
  const wanted = String(height + 1n)
  const ask = () => void fetchAnchor(localStorage, chain, wanted).then(again)
  return (
    <div className={styles.actions}>
      <Button look="primary" onClick={ask}>
        {tell("evidence.anchor", { height: wanted })}
      </Button>
    </div>
  )
}
