/**
 * The document is registered: its file with the evidence, to be saved now. The evidence holds the
 * secret, which is nowhere else; leaving before it is saved asks first.
 */
import {
  Button,
  buttonClass,
  Link,
  Note,
  Panel,
  ProblemNotice,
  plainText,
  Row,
  Sign,
  saveFile,
  VerdictBanner,
  visible,
} from "@concordat/console/components"
import { EVIDENCE_TYPE, type FinishedDocument } from "@concordat/sdk/document"
import { useEffect, useState } from "react"
import { documentPath } from "./paths.ts"
import type { Registered, RegistrationWork, Stage } from "./registration.ts"
import { tell } from "./tell.ts"

type Props = {
  readonly stage: Extract<Stage, { at: "done" | "unproven" }>
  readonly work: RegistrationWork
  /** The file's name. */
  readonly name: string
}

/** The receipt, and what to do with the document. */
export function Finished({ stage, work, name }: Props) {
  const [saved, setSaved] = useState(false)
  useLeaveGuard(!saved)
  const done = stage.at === "done"
  const height = plainText(BigInt(stage.receipt.height))
  return (
    <>
      <VerdictBanner
        tone={done ? "positive" : "caution"}
        sentence={tell(done ? "register.done" : "register.unproven", { height })}
        takesFocus
      >
        <bdi>{visible(name)}</bdi>
      </VerdictBanner>
      {done ? (
        <Saving finished={stage.finished} name={name} saved={saved} onSaved={setSaved} />
      ) : (
        <>
          <ProblemNotice problem={stage.problem} />
          <Row>
            <Button look="primary" icon="refresh" onClick={work.prove}>
              {tell("register.retry")}
            </Button>
          </Row>
        </>
      )}
      {done ? <Next registered={stage} onAgain={work.anew} saved={saved} /> : null}
    </>
  )
}

/** Asks before the page is left while `wanted`. */
function useLeaveGuard(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener("beforeunload", ask)
    return () => window.removeEventListener("beforeunload", ask)
  }, [wanted])
}

type SavingProps = {
  readonly finished: FinishedDocument
  readonly name: string
  readonly saved: boolean
  readonly onSaved: (saved: boolean) => void
}

function Saving({ finished, name, saved, onSaved }: SavingProps) {
  const { file, evidence, beside } = finished
  const saveEvidence = () => {
    saveFile(evidence, `${name.replace(/\.[A-Za-z0-9]{1,5}$/, "")}.evidence`, EVIDENCE_TYPE)
    onSaved(true)
  }
  const saveInside = () => {
    saveFile(file, name, "application/pdf")
    onSaved(true)
  }
  return (
    <Panel title={tell("register.keep")}>
      <p>
        <Sign tone="caution" /> {tell("register.keepWhy")}
      </p>
      <Note>{tell(beside ? "register.besideNext" : "register.insideNext")}</Note>
      <Row>
        {beside ? null : (
          <Button look="primary" icon="download" onClick={saveInside}>
            {tell("register.saveInside")}
          </Button>
        )}
        <Button look={beside ? "primary" : "plain"} icon="download" onClick={saveEvidence}>
          {tell("register.saveEvidence")}
        </Button>
        <span role="status">{saved ? tell("register.saved") : null}</span>
      </Row>
    </Panel>
  )
}

type NextProps = {
  readonly registered: Registered
  readonly onAgain: () => void
  readonly saved: boolean
}

function Next({ registered: { prepared }, onAgain, saved }: NextProps) {
  const { organisation, handle } = prepared.document
  return (
    <Row>
      <Link to={documentPath(organisation, handle)} className={buttonClass("plain")}>
        {tell("register.open")}
      </Link>
      <a href="/verify" className={buttonClass("plain")}>
        {tell("register.verify")}
      </a>
      <Button look="quiet" onClick={onAgain} disabled={!saved}>
        {tell("register.again")}
      </Button>
    </Row>
  )
}
