/** What happened last, in words, newest first; it can be held while somebody reads. */
import { type LedgerEvent, listEvents } from "@concordat/sdk"
import { useRef } from "react"
import { Answered } from "../../components/answered.tsx"
import { useConnected } from "../../components/connection.ts"
import { EmptyState } from "../../components/empty-state.tsx"
import { useFeed } from "../../components/feed.tsx"
import { useAnswer, useClient } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import { LiveTicker } from "../../components/live-ticker.tsx"
import { tell } from "../../texts/tell.ts"
import { EventItems } from "../explorer/event-items.tsx"
import styles from "./latest.module.css"

/** Events that are shown, and that are kept while the list is held. */
const SHOWN = 10
const KEPT = 50

const orderOf = ({ position }: LedgerEvent) => BigInt(position)

/** Each event once, the newest first. */
function merged(...lists: readonly (readonly LedgerEvent[])[]): readonly LedgerEvent[] {
  const all = new Map(lists.flat().map((event) => [event.position, event]))
  return [...all.values()].sort((a, b) => (orderOf(a) < orderOf(b) ? 1 : -1))
}

/** From where the feed goes on: behind what the first page told. */
function after(events: readonly LedgerEvent[]) {
  const [newest] = events
  if (newest === undefined) return { stream: "events", from: "0" } as const
  return { stream: "events", after: `${newest.height}.${newest.index}` } as const
}

/** The list; `size` is of the log now. */
export function Latest({ size }: { readonly size: string }) {
  const client = useClient()
  const live = useConnected(client)
  const first = useRef(size)
  const begun = useRef<readonly LedgerEvent[] | null>(null)
  // Without the feed pages ask; with it the first page is asked for, and the rest is told.
  const before = live ? first.current : size
  const ask = () => listEvents(client, { before, limit: SHOWN })
  const answer = useAnswer(["events", "newest"], ask, { at: before })
  if (begun.current === null && answer.data !== undefined) begun.current = answer.data.events
  const told = useFeed(begun.current === null ? null : after(begun.current), KEPT)
  return (
    <Answered answer={answer} lines={SHOWN}>
      {({ events }) => (
        <LiveTicker
          title={tell("latest.title")}
          items={merged(
            told.map(({ item }) => item),
            events,
          )}
          orderOf={orderOf}
          live={live}
          foot={
            <p className={styles.all}>
              <Link to="/events">{tell("latest.all")}</Link>
            </p>
          }
        >
          {(items) =>
            items.length === 0 ? (
              <EmptyState why={tell("latest.empty")} />
            ) : (
              <EventItems events={items.slice(0, SHOWN)} freshFrom={BigInt(first.current)} />
            )
          }
        </LiveTicker>
      )}
    </Answered>
  )
}
