/** Where no read model tells a row's history: events of its service that name its key. */
import type { LedgerEvent } from "@concordat/sdk"
import { listEvents } from "@concordat/sdk"
import { Answered } from "../../components/answered.tsx"
import { useAnswer, useClient, useStatus } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import { Note } from "../../components/panel.tsx"
import { EventSentence } from "../../components/sentence.tsx"
import { Timeline } from "../../components/timeline.tsx"
import { tell } from "../../texts/tell.ts"
import { mentions } from "./row-links.ts"

/** Events that are looked at: the log is not searched by key. */
const LOOKED_AT = 200

type Props = { readonly service: string; readonly texts: readonly string[] }

/** The list, of the newest events. */
export function NamedEvents({ service, texts }: Props) {
  const client = useClient()
  const before = useStatus().data?.log.size
  const answer = useAnswer(
    ["events", service, LOOKED_AT],
    () => listEvents(client, { service, before: before ?? "0", limit: LOOKED_AT }),
    { at: before, when: before !== undefined },
  )
  return (
    <Answered answer={answer}>
      {({ events }) => {
        const named = events.filter(({ fields }) => texts.every((text) => mentions(fields, text)))
        return (
          <>
            <Note>
              {tell("record.historyNote", { count: events.length })}
              {named.length === 0 ? ` ${tell("record.noHistory")}` : ""}
            </Note>
            <Timeline moments={named.map(momentOf)} />
          </>
        )
      }}
    </Answered>
  )
}

const momentOf = (event: LedgerEvent) => ({
  ...{ id: event.position, time: event.time, height: event.height },
  sentence: <EventSentence of={event} />,
  act: (
    <Link to={`/events/${event.position}`}>
      {tell("event.title", { position: event.position })}
    </Link>
  ),
})
