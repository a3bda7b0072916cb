/** A state of a life cycle: word and shape. Words of life cycles have a tone; others are plain. */
import { Sign, type Tone } from "./sign.tsx"
import styles from "./status-pill.module.css"
import { titled } from "./words.ts"

const TONES: Readonly<Record<string, Tone>> = {
  ...{ valid: "positive", active: "positive", accepted: "positive" },
  ...{ suspended: "caution", superseded: "caution", invited: "caution", retired: "caution" },
  ...{ revoked: "negative", removed: "negative", refused: "negative", invalid: "negative" },
  ...{ open: "unknown", executed: "positive", failed: "negative", rejected: "negative" },
  ...{ expired: "unknown", withdrawn: "unknown", abstain: "unknown" },
  ...{ yes: "positive", no: "negative", veto: "negative" },
  ...{ compromised: "negative", disposed: "unknown", dropped: "unknown", pending: "unknown" },
}

/** Whether a word is a state of a life cycle. */
export function isState(word: string): boolean {
  return Object.hasOwn(TONES, word)
}

type Props = {
  readonly state: string
  /** Words of a service's own; its name unless given. */
  readonly words?: string
  readonly tone?: Tone
}

/** The pill of a state. */
export function StatusPill({ state, words, tone = TONES[state] ?? "unknown" }: Props) {
  return (
    <span className={`${styles.pill} ${styles[tone]}`} data-state={state}>
      <Sign tone={tone === "unknown" ? "neutral" : tone} size={14} />
      {words ?? titled(state)}
    </span>
  )
}
