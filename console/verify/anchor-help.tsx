/** Where the anchor alone is newer than the evidence: the ledger is asked for the block's own. */
import type { Verdict } from "@concordat/kernel"
import { useState } from "react"
import { Button } from "../components/button.tsx"
import { fetchAnchor } from "../components/contact.ts"
import { shown } from "../texts/shown.ts"
import styles from "./help.module.css"

type Props = { readonly verdict: Verdict; readonly again: () => void }

/** The height whose anchor would lead to this evidence; null where that is not what it lacks. */
function wantedHeight({ chain, height, anchor, steps }: Verdict): string | null {
  const path = steps.find(({ step }) => step === "path")
  if (chain === null || height === null || anchor === null || path?.ok !== false) return null
  return anchor.height <= height ? null : String(height + 1n)
}

/** The question, and that it could not be answered. */
export function AnchorHelp({ verdict, again }: Props) {
  const [failed, setFailed] = useState(false)
  const wanted = wantedHeight(verdict)
  if (wanted === null) return null
  const ask = () =>
    fetchAnchor(localStorage, verdict.chain ?? "", wanted).then(
      (added) => (added ? again() : setFailed(true)),
      () => setFailed(true),
    )
  return (
    <section className={`${styles.help} no-print`}>
      <div>
        <p className={styles.title}>{shown("verdict.anchorNewer")}</p>
        <p className={styles.note}>{shown("verdict.anchorNote")}</p>
        {failed ? (
          <p role="alert" className={styles.failure}>
            {shown("verdict.anchorFailed")}
          </p>
        ) : null}
      </div>
      <Button look="primary" onClick={ask}>
        {shown("verdict.anchorAsk", { height: wanted })}
      </Button>
    </section>
  )
}
