/**
 * The public verify page: drop a file, read a verdict. It asks the ledger for anchors when it is
 * opened, and nothing while it judges; everything works with the network cut.
 */
import { useCallback, useEffect, useRef, useState } from "react"
import { addAnchor, keptAnchors, type Trusted, trustedLedgers } from "../components/anchors.ts"
import { contact } from "../components/contact.ts"
import { DropZone } from "../components/drop-zone.tsx"
import { VerdictBanner } from "../components/verdict-banner.tsx"
import { shown } from "../texts/shown.ts"
import type { Subject } from "../work/judge-files.ts"
import { type Judge, startJudge } from "./judge.ts"
import styles from "./page.module.css"
import { SubjectView } from "./subject-view.tsx"
import { TrustPanel } from "./trust-panel.tsx"
import { VerifyFrame } from "./verify-frame.tsx"

type View =
  | { readonly at: "start" }
  | { readonly at: "judging"; readonly name: string }
  | { readonly at: "unread" }
  | { readonly at: "anchored" }
  | { readonly at: "judged"; readonly subject: Subject }

/** The ledgers that this device trusts, and a way to look again after they changed. */
function useTrust() {
  const [trusted, setTrusted] = useState<readonly Trusted[]>(() => trustedLedgers(localStorage))
  const look = useCallback(() => setTrusted(trustedLedgers(localStorage)), [])
  return [trusted, look] as const
}

/** Starts the worker, makes contact, then fetches what may be needed offline. */
function useJudge(afterContact: () => void) {
  const judge = useRef<Judge | null>(null)
  const [ready, setReady] = useState(false)
  useEffect(() => {
    judge.current ??= startJudge()
    const { current } = judge
    contact(localStorage)
      .then(afterContact)
      .then(() => current.warm())
      .then(
        () => setReady(true),
        () => setReady(false),
      )
  }, [afterContact])
  return [judge, ready] as const
}

/** Judges files; those of the last drop wait for their other half. */
function useVerdict(judge: { readonly current: Judge | null }, look: () => void) {
  const [view, setView] = useState<View>({ at: "start" })
  const dropped = useRef<readonly File[]>([])

  const check = async (files: readonly File[]) => {
    const waits = view.at === "judged" && view.subject.kind === "waiting"
    dropped.current = waits ? [...dropped.current, ...files] : files
    setView({ at: "judging", name: files[0]?.name ?? "" })
    try {
      const outcome = await judge.current!.judge(dropped.current, keptAnchors(localStorage))
      for (const anchor of outcome.anchors) addAnchor(localStorage, anchor, "file", new Date())
      look()
      const { subject } = outcome
      setView(subject === null ? { at: "anchored" } : { at: "judged", subject })
    } catch {
      setView({ at: "unread" })
    }
  }
  return [view, check, () => check(dropped.current)] as const
}

/** The page. */
export function VerifyPage() {
  const [trusted, look] = useTrust()
  const [judge, ready] = useJudge(look)
  const [view, check, again] = useVerdict(judge, look)
  const judged = view.at === "judged" && view.subject.kind !== "waiting"

  const zone = (
    <DropZone
      title={shown(judged ? "verify.another" : "verify.drop")}
      choose={shown("verify.choose")}
      note={<Note ready={ready} judged={judged} />}
      onFiles={check}
      multiple
      compact={judged}
    />
  )
  return (
    <VerifyFrame>
      <h1 className={judged ? "visually-hidden" : styles.title}>{shown("verify.title")}</h1>
      {judged ? null : zone}
      <ViewOf view={view} again={again} />
      {judged ? <div className="no-print">{zone}</div> : null}
      <TrustPanel trusted={trusted} onFiles={check} onChange={look} />
    </VerifyFrame>
  )
}

function Note({ ready, judged }: { readonly ready: boolean; readonly judged: boolean }) {
  return (
    <>
      <p>{shown("verify.private")}</p>
      {judged ? null : <p>{shown("verify.note")}</p>}
      <p aria-live="polite" data-ready={ready}>
        {shown(ready ? "verify.ready" : "verify.preparing")}
      </p>
    </>
  )
}

function ViewOf({ view, again }: { readonly view: View; readonly again: () => void }) {
  switch (view.at) {
    case "start":
      return null
    case "judging":
      return <p role="status">{shown("verify.judging", { name: view.name })}</p>
    case "unread":
      return (
        <VerdictBanner tone="unknown" sentence={shown("verify.unread")} takesFocus>
          <span>{shown("verify.unreadNext")}</span>
        </VerdictBanner>
      )
    case "anchored":
      return <p role="status">{shown("verify.onlyAnchor")}</p>
    case "judged":
      return <SubjectView subject={view.subject} again={again} />
  }
}
