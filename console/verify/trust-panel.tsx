/** What this device trusts: the ledgers by their anchors, since when, and how they came here. */
import { useId, useRef } from "react"
import { forgetLedger, type Trusted } from "../components/anchors.ts"
import { Button, buttonClass } from "../components/button.tsx"
import { shown } from "../texts/shown.ts"
import styles from "./trust-panel.module.css"

type Props = {
  readonly trusted: readonly Trusted[]
  readonly onFiles: (files: readonly File[]) => void
  readonly onChange: () => void
}

function minuteOf(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`
}

/** The panel. Ledgers are forgotten only by a press of a button. */
export function TrustPanel({ trusted, onFiles, onChange }: Props) {
  return (
    <section className={`${styles.panel} no-print`} aria-labelledby="trust">
      <h2 id="trust" className={styles.title}>
        {shown("trust.title")}
      </h2>
      {trusted.length === 0 ? (
        <p>
          <strong>{shown("trust.none")}</strong> {shown("trust.noneNext")}
        </p>
      ) : (
        <ul className={styles.list}>
          {trusted.map((one) => (
            <Ledger key={one.chain} trusted={one} onChange={onChange} />
          ))}
        </ul>
      )}
      <p className={styles.note}>{shown("trust.what")}</p>
      <AnchorField onFiles={onFiles} />
    </section>
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
        <p className={styles.since}>{shown("trust.since", { chain, time: minuteOf(since) })}</p>
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
