/** What happened last, in words, newest first; it can be held while somebody reads. */
import { listEvents } from "@concordat/sdk"
import { useRef, useState } from "react"
import { Answered } from "../../components/answered.tsx"
import { Button } from "../../components/button.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import { useAnswer, useClient } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import { Panel } from "../../components/panel.tsx"
import { tell } from "../../texts/tell.ts"
import { EventItems } from "../explorer/event-items.tsx"
import styles from "./latest.module.css"

const SHOWN = 10

/** The list; `size` is of the log now. */
export function Latest({ size }: { readonly size: string }) {
  const client = useClient()
  const [held, setHeld] = useState<string | null>(null)
  const first = useRef(size)
  const before = held ?? size
  const answer = useAnswer(
    ["events", "newest"],
    () => listEvents(client, { before, limit: SHOWN }),
    { at: before },
  )
  const newer = Number(BigInt(size) - BigInt(before))
  const actions = (
    <>
      {newer === 0 ? null : (
        <span className={styles.newer}>{tell("latest.newer", { count: newer })}</span>
      )}
      <Button
        look="quiet"
        icon={held === null ? "pause" : "play"}
        onClick={() => setHeld(held === null ? size : null)}
      >
        {tell(held === null ? "latest.pause" : "latest.resume")}
      </Button>
    </>
  )
  return (
    <Panel flush title={tell("latest.title")} actions={actions}>
      <Answered answer={answer} lines={SHOWN}>
        {({ events }) =>
          events.length === 0 ? (
            <EmptyState why={tell("latest.empty")} />
          ) : (
            <EventItems events={events} freshFrom={BigInt(first.current)} />
          )
        }
      </Answered>
      <p className={styles.all}>
        <Link to="/events">{tell("latest.all")}</Link>
      </p>
    </Panel>
  )
}
