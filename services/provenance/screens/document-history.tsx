/** What happened to a document, newest first, each with the way to its event. */
import { EventSentence, Link, Note, Timeline } from "@concordat/console/components"
import type { DocumentAnswer } from "./document-answer.ts"
import { tell } from "./tell.ts"

/** The timeline. */
export function History({ document: { events, whole } }: { readonly document: DocumentAnswer }) {
  return (
    <>
      <Timeline
        moments={events.map((event) => ({
          id: event.position,
          time: event.time,
          height: event.height,
          sentence: <EventSentence of={event} />,
          act: <Link to={`/events/${event.position}`}>{tell("document.evidence")}</Link>,
        }))}
      />
      {whole ? null : <Note>{tell("document.older")}</Note>}
    </>
  )
}
