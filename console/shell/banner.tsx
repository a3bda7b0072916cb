/**
 * What must be known on every page: a development ledger, a node that stopped, no answer; what is
 * frozen or about to happen to all, as services tell it.
 */
import { type Notice, useNotices } from "../components/attention.ts"
import { useStatus } from "../components/ledger.tsx"
import { useLedgerClock } from "../components/ledger-clock.ts"
import { Link } from "../components/link.tsx"
import { Sign, type Tone } from "../components/sign.tsx"
import { tell } from "../texts/tell.ts"
import styles from "./banner.module.css"

/** The notices, the gravest first. What changes in the live part is read out. */
export function Banner() {
  const { data, problem } = useStatus()
  const halted = data?.halted ?? null
  return (
    <section aria-label={tell("shell.notices")}>
      <div role="status">
        {problem === null ? null : <Line tone="unknown" words={tell("shell.offline")} />}
        {halted === null ? null : (
          <Line tone="negative" words={tell("shell.halted", { reason: halted })} />
        )}
        <Told />
      </div>
      {data?.profile === "development" ? (
        <Line tone="caution" words={tell("shell.development")} />
      ) : null}
    </section>
  )
}

/** What services tell, without what is over by the ledger's time though no block came since. */
function Told() {
  const notices = useNotices()
  return notices.length === 0 ? null : <Standing notices={notices} />
}

function Standing({ notices }: { readonly notices: readonly Notice[] }) {
  const now = useLedgerClock()
  const standing = notices.filter(({ until }) => until === null || now === null || now < until)
  return standing.map(({ id, tone, words, to, link }) => (
    <Line key={id} id={id} tone={tone} words={words} to={to} link={link} />
  ))
}

type Props = {
  readonly tone: Tone
  readonly words: string
  readonly id?: string
  readonly to?: string
  readonly link?: string
}

function Line({ tone, words, id, to, link }: Props) {
  return (
    <p className={`${styles.notice} ${styles[tone]}`} data-notice={id}>
      <Sign tone={tone} size={16} />
      <span>
        {words}
        {to === undefined ? null : (
          <>
            {" "}
            <Link to={to} className={styles.link}>
              {link}
            </Link>
          </>
        )}
      </span>
    </p>
  )
}
