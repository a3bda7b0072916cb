/**
 * A file's own evidence tells its standing as of the day it was made. Here the ledger that serves
 * this page may be asked for today's, by the document's handle alone; its answer is judged on this
 * device like any other evidence.
 */
import type { ShownRecord } from "@concordat/sdk/document"
import { useState } from "react"
import { Button } from "../components/button.tsx"
import { shown } from "../texts/shown.ts"
import styles from "./help.module.css"

type Props = {
  readonly record: ShownRecord
  /** Judges once more, with the bundle that came, base64url. */
  readonly onLatest: (bundle: string) => void
}

type Failure = "unknown" | "offline"

/** The bundle about a document's standing today, base64url; or why there is none. */
async function askStanding(record: ShownRecord): Promise<string | Failure> {
  const { issuer, handle, statement } = record
  const path = [issuer, handle].map(encodeURIComponent).join("/")
  try {
    const answer = await fetch(`/v1/provenance/check/${path}?statement=${statement}`)
    if (!answer.ok) return "unknown"
    return ((await answer.json()) as { readonly bundle: string }).bundle
  } catch {
    return "offline"
  }
}

/** The question, and why it could not be asked. */
export function StandingHelp({ record, onLatest }: Props) {
  const [failure, setFailure] = useState<Failure | null>(null)
  const [asking, setAsking] = useState(false)
  const ask = async () => {
    setAsking(true)
    const answer = await askStanding(record)
    setAsking(false)
    if (answer === "unknown" || answer === "offline") setFailure(answer)
    else onLatest(answer)
  }
  return (
    <section className={`${styles.help} no-print`} aria-labelledby="standing">
      <div>
        <h2 id="standing" className={styles.title}>
          {shown("standing.title")}
        </h2>
        <p className={styles.note}>{shown("standing.note")}</p>
        {failure === null ? null : (
          <p role="alert" className={styles.failure}>
            {shown(`standing.${failure}`)}
          </p>
        )}
      </div>
      <Button look="primary" icon="refresh" onClick={ask} disabled={asking}>
        {shown("standing.ask")}
      </Button>
    </section>
  )
}
