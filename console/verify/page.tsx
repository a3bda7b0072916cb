/**
 * The public verify page: drop a file, read a verdict. It asks the ledger for anchors when it is
 * opened, and nothing while it judges; everything works with the network cut.
 */
import { useCallback, useEffect, useRef, useState } from "react"
import { addAnchor, keptAnchors, type Trusted, trustedLedgers } from "../components/anchors.ts"
import { contact } from "../components/contact.ts"
import { DropZone } from "../components/drop-zone.tsx"
import { VerdictBanner } from "../components/verdict-banner.tsx"
import { visible } from "../components/words.ts"
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
  | { readonly at: "judged"; readonly subject: Subject; readonly latest: string | null }

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

  const run = async (latest: string | null) => {
    const files = dropped.current
    setView({ at: "judging", name: files[0]?.name ?? "" })
    const next = await judgeAll(judge.current!, files, latest).finally(look)
    if (dropped.current === files) setView(next)
  }
  const check = (files: readonly File[]) => {
    const waits = view.at === "judged" && view.subject.kind === "waiting"
    dropped.current = waits ? [...dropped.current, ...files] : files
    return run(null)
  }
  return [view, check, run] as const
}

/** What the page shows of files once they are judged. */
async function judgeAll(
  judge: Judge,
  files: readonly File[],
  latest: string | null,
): Promise<View> {
  try {
    const { anchors, subject } = await judge.judge(files, { kept: kept(), latest })
    for (const anchor of anchors) addAnchor(localStorage, anchor, "file", new Date())
    return subject === null ? { at: "anchored" } : { at: "judged", subject, latest }
  } catch {
    return { at: "unread" }
  }
}

const kept = () => keptAnchors(localStorage)

/** The page. */
export function VerifyPage() {
  const [trusted, look] = useTrust()
  const [judge, ready] = useJudge(look)
  const [view, check, run] = useVerdict(judge, look)
  const judged = view.at === "judged" && view.subject.kind !== "waiting"

  const zone = (
    <DropZone
      title={shown(judged ? "verify.another" : "verify.drop")}
      choose={shown("verify.choose")}
      note={<Note ready={ready} judged={judged} />}
      onFiles={check}
      multiple
      anywhere
      compact={judged}
    />
  )
  return (
    <VerifyFrame>
      <header className={judged ? "visually-hidden" : styles.head}>
        <h1 className={styles.title}>{shown("verify.title")}</h1>
        <p className={styles.lead}>{shown("verify.lead")}</p>
      </header>
      {judged ? null : zone}
      <ViewOf view={view} run={run} />
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

type ViewProps = { readonly view: View; readonly run: (latest: string | null) => void }

function ViewOf({ view, run }: ViewProps) {
  switch (view.at) {
    case "start":
      return null
    case "judging":
      return (
        <p role="status" className={styles.judging}>
          {shown("verify.judging", { name: visible(view.name) })}
        </p>
      )
    case "unread":
      return (
        <VerdictBanner tone="unknown" sentence={shown("verify.unread")} takesFocus>
          <span>{shown("verify.unreadNext")}</span>
        </VerdictBanner>
      )
    case "anchored":
      return <p role="status">{shown("verify.onlyAnchor")}</p>
    case "judged":
      return (
        <SubjectView
          subject={view.subject}
          again={() => run(view.latest)}
          onLatest={view.latest === null ? run : null}
        />
      )
  }
}
