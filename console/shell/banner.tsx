/** What must be known on every page: a development ledger, a node that stopped, no answer. */
import { useStatus } from "../components/ledger.tsx"
import { Sign, type Tone } from "../components/sign.tsx"
import { tell } from "../texts/tell.ts"
import styles from "./banner.module.css"

/** The notices, the gravest first. */
export function Banner() {
  const { data, problem } = useStatus()
  const halted = data?.halted ?? null
  return (
    <section aria-label={tell("shell.notices")}>
      {problem === null ? null : <Notice tone="unknown" words={tell("shell.offline")} said />}
      {halted === null ? null : (
        <Notice tone="negative" words={tell("shell.halted", { reason: halted })} said />
      )}
      {data?.profile === "development" ? (
        <Notice tone="caution" words={tell("shell.development")} />
      ) : null}
    </section>
  )
}

type Props = { readonly tone: Tone; readonly words: string; readonly said?: boolean }

function Notice({ tone, words, said = false }: Props) {
  return (
    <p className={`${styles.notice} ${styles[tone]}`} role={said ? "status" : undefined}>
      <Sign tone={tone} size={16} />
      {words}
    </p>
  )
}
