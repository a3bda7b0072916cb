/** The history of a proposal: each step with its evidence, and what carrying it out changed. */
import {
  type Answer,
  Answered,
  EventSentence,
  EvidenceButton,
  Note,
  Panel,
  Timeline,
  useClient,
} from "@concordat/console/components"
import { getEvidence, type LedgerEvent } from "@concordat/sdk"
import type { Steps } from "./steps.ts"
import { tell } from "./tell.ts"

/** The panel. */
export function History({ answer }: { readonly answer: Answer<Steps> }) {
  return (
    <Panel title={tell("history.title")}>
      <Answered answer={answer}>
        {({ events, whole }) => (
          <>
            {whole ? null : <Note>{tell("history.part")}</Note>}
            <Timeline
              moments={events.map((event) => ({
                ...{ id: event.position, time: event.time, height: event.height },
                sentence: <EventSentence of={event} />,
                act: <Proof event={event} />,
              }))}
            />
          </>
        )}
      </Answered>
    </Panel>
  )
}

function Proof({ event: { position } }: { readonly event: LedgerEvent }) {
  const client = useClient()
  const path = `/v1/evidence/events/${position}`
  return (
    <EvidenceButton
      look="quiet"
      id={path}
      title={tell("history.step", { position })}
      name={`event-${position}`}
      load={() => getEvidence(client, path)}
    />
  )
}
