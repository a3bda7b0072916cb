/** What happened to a row: events of its service that name its key, among the newest ones. */
import type { TableShape } from "@concordat/kernel"
import { listEvents } from "@concordat/sdk"
import { Answered } from "../../components/answered.tsx"
import { type KnownService, useAnswer, useClient, useStatus } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import { Note, Panel } from "../../components/panel.tsx"
import { EventSentence } from "../../components/sentence.tsx"
import { Timeline } from "../../components/timeline.tsx"
import { tell } from "../../texts/tell.ts"
import { mentions } from "./row-links.ts"

/** Events that are looked at: the gateway does not search the log by key yet. */
const LOOKED_AT = 200

type Props = {
  readonly service: KnownService
  readonly shape: TableShape
  readonly texts: readonly string[]
}

/** The panel; a table of one row has no key that events could name. */
export function RecordHistory({ service, shape, texts }: Props) {
  const client = useClient()
  const { name } = service.definition
  const before = useStatus().data?.log.size
  const answer = useAnswer(
    ["events", name, LOOKED_AT],
    () => listEvents(client, { service: name, before: before ?? "0", limit: LOOKED_AT }),
    { at: before, when: before !== undefined },
  )
  if (shape.keyFields.length === 0) return null
  return (
    <Panel title={tell("record.history")}>
      <Answered answer={answer}>
        {({ events }) => {
          const named = events.filter(({ fields }) => texts.every((text) => mentions(fields, text)))
          return (
            <>
              <Note>
                {tell("record.historyNote", { count: events.length })}
                {named.length === 0 ? ` ${tell("record.noHistory")}` : ""}
              </Note>
              <Timeline
                moments={named.map((event) => ({
                  id: event.position,
                  time: event.time,
                  height: event.height,
                  sentence: <EventSentence of={event} />,
                  act: (
                    <Link to={`/events/${event.position}`}>
                      {tell("event.title", { position: event.position })}
                    </Link>
                  ),
                }))}
              />
            </>
          )
        }}
      </Answered>
    </Panel>
  )
}
