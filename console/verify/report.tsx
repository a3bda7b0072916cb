/** What a printed verdict needs besides: which file, when, by which ledger and anchor. */
import type { Verdict } from "@concordat/kernel"
import { shown } from "../texts/shown.ts"
import { factWords } from "../texts/verdicts.ts"
import type { FileFacts } from "../work/judge-files.ts"
import styles from "./report.module.css"

/** The same check without this page. */
const COMMAND = "npx concordat verify FILE"

type Props = { readonly file: FileFacts; readonly verdict: Verdict | null }

/** `64 characters` in fours, to be compared on paper. */
function inFours(hex: string): string {
  return hex.replaceAll(/(.{4})(?=.)/g, "$1 ")
}

/** On paper only. */
export function Report({ file, verdict }: Props) {
  const none = shown("report.none")
  const ledger =
    verdict?.chain == null || verdict.height === null
      ? none
      : shown("verdict.chain", { chain: verdict.chain, height: String(verdict.height) })
  const anchor = verdict?.anchor
  return (
    <section className={styles.report} aria-hidden="true">
      <h2>{shown("report.title")}</h2>
      <dl>
        <dt>{shown("report.file")}</dt>
        <dd>
          <bdi>{file.name}</bdi>, {shown("report.bytes", { bytes: file.bytes })}
        </dd>
        <dt>{shown("report.digest")}</dt>
        <dd className="bytes">{inFours(file.digest)}</dd>
        <dt>{shown("report.checked")}</dt>
        <dd>{new Date().toISOString()}</dd>
        <dt>{shown("report.ledger")}</dt>
        <dd>
          {ledger}
          {anchor == null ? null : (
            <>
              . {shown("report.anchor", { height: String(anchor.height) })}:{" "}
              <span className="bytes">{inFours(anchor.header)}</span>
            </>
          )}
        </dd>
      </dl>
      {verdict === null ? null : <Claims verdict={verdict} />}
      <h3>{shown("report.how")}</h3>
      <ol>
        <li>
          {shown("report.how.open", { address: `${location.origin}/verify`, command: COMMAND })}
        </li>
        <li>{shown("report.how.give")}</li>
        <li>{shown("report.how.compare")}</li>
      </ol>
    </section>
  )
}

/** What is proven, in the words of the ledger's own definitions. */
function Claims({ verdict }: { readonly verdict: Verdict }) {
  if (!verdict.valid || verdict.claims.length === 0) return null
  return (
    <>
      <h3>{shown("report.claims")}</h3>
      <ul>
        {verdict.claims.map((claim) => (
          <li key={claim.sentence}>{factWords(claim)}</li>
        ))}
      </ul>
    </>
  )
}
