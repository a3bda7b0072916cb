/** Events in words, one below the other. */
import type { LedgerEvent } from "@concordat/sdk"
import { Link } from "../../components/link.tsx"
import { EventSentence } from "../../components/sentence.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { tell } from "../../texts/tell.ts"
import styles from "./event-items.module.css"

type Props = {
  readonly events: readonly LedgerEvent[]
  /** Events from this position on came while the page was open. */
  readonly freshFrom?: bigint
}

/** The list. */
export function EventItems({ events, freshFrom }: Props) {
  return (
    <ol className={styles.events}>
      {events.map((event) => {
        const fresh = freshFrom !== undefined && BigInt(event.position) >= freshFrom
        return (
          <li key={event.position} className={`${styles.event} ${fresh ? styles.fresh : ""}`}>
            <p className={styles.sentence}>
              <EventSentence of={event} />
            </p>
            <p className={styles.place}>
              <TimeCell time={event.time} height={event.height} brief />
              <Link to={`/events/${event.position}`}>
                {tell("event.title", { position: event.position })}
              </Link>
            </p>
          </li>
        )
      })}
    </ol>
  )
}
