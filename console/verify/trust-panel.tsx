/** What this device trusts: the ledgers by their anchors, since when, and how they came here. */
import { useId, useRef } from "react"
import { forgetLedger, type Trusted } from "../components/anchors.ts"
import { Button, buttonClass } from "../components/button.tsx"
import { shown } from "../texts/shown.ts"
import { verdictTime } from "../texts/verdicts.ts"
import styles from "./trust-panel.module.css"

type Props = {
  readonly trusted: readonly Trusted[]
  readonly onFiles: (files: readonly File[]) => void
  readonly onChange: () => void
}

/** The panel: a line while all is well, open where nothing is trusted yet. */
export function TrustPanel({ trusted, onFiles, onChange }: Props) {
  return (
    <details
      key={trusted.length === 0 ? "none" : "some"}
      className={`${styles.panel} no-print`}
      open={trusted.length === 0}
    >
      <summary className={styles.summary}>
        <h2 className={styles.title}>{shown("trust.title")}</h2>
        <span className={styles.note}>
          {trusted.length === 0 ? (
            shown("trust.none")
          ) : (
            <bdi>{trusted.map(({ chain }) => chain).join(", ")}</bdi>
          )}
        </span>
      </summary>
      <div className={styles.body}>
        {trusted.length === 0 ? <p>{shown("trust.noneNext")}</p> : null}
        <ul className={styles.list}>
          {trusted.map((one) => (
            <Ledger key={one.chain} trusted={one} onChange={onChange} />
          ))}
        </ul>
        <p className={styles.note}>{shown("trust.what")}</p>
        <AnchorField onFiles={onFiles} />
      </div>
    </details>
  )
}

function Ledger({
  trusted,
  onChange,
}: {
  readonly trusted: Trusted
  readonly onChange: () => void
}) {
  const { chain, since, from, anchors } = trusted
  const [first, last] = [anchors[0]?.height ?? "", anchors.at(-1)?.height ?? ""]
  const blocks =
    anchors.length === 1
      ? shown("trust.block", { first })
      : shown("trust.blocks", { count: anchors.length, first, last })
  const forget = () => {
    forgetLedger(localStorage, chain)
    onChange()
  }
  return (
    <li className={styles.ledger}>
      <div>
        <p className={styles.since}>
          {shown("trust.since", { chain, time: verdictTime(Date.parse(since)) })}
        </p>
        <p className={styles.note}>
          {shown(`trust.${from}`)} {blocks}.
        </p>
        {anchors.some(({ profile }) => profile === "development") ? (
          <p className={styles.development}>{shown("trust.development")}</p>
        ) : null}
      </div>
      <Button look="quiet" onClick={forget}>
        {shown("trust.forget")}
      </Button>
    </li>
  )
}

function AnchorField({ onFiles }: Pick<Props, "onFiles">) {
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const chosen = () => {
    const files = [...(input.current?.files ?? [])]
    if (input.current !== null) input.current.value = ""
    if (files.length > 0) onFiles(files)
  }
  return (
    <div>
      <input
        ref={input}
        id={id}
        className={`visually-hidden ${styles.input}`}
        type="file"
        onChange={chosen}
      />
      <label htmlFor={id} className={buttonClass("plain")}>
        {shown("trust.add")}
      </label>
    </div>
  )
}
