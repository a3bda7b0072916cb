/** One event: what it says, where it stands, its evidence. */
import { getEvent, getEvidence, type LedgerEvent } from "@concordat/sdk"
import { Answered } from "../../components/answered.tsx"
import { FieldShow } from "../../components/controls/show.tsx"
import { EvidenceButton } from "../../components/evidence-drawer.tsx"
import { HashChip } from "../../components/hash-chip.tsx"
import { JsonView } from "../../components/json-view.tsx"
import { useAnswer, useClient, useService } from "../../components/ledger.tsx"
import { Link, useSegments } from "../../components/link.tsx"
import { type Fact, Facts, Page, Panel } from "../../components/panel.tsx"
import { EventSentence } from "../../components/sentence.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { labelOf } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"

/** The page. */
export function EventPage() {
  const client = useClient()
  const [, position = ""] = useSegments()
  const answer = useAnswer(["event", position], () => getEvent(client, position))
  const title = tell("event.title", { position })
  const { data } = answer
  return (
    <Page
      title={title}
      intro={data === undefined ? null : <EventSentence of={data} />}
      actions={data === undefined ? null : <Evidence event={data} />}
    >
      <Answered answer={answer} lines={8}>
        {(event) => (
          <>
            <Place event={event} />
            <Fields event={event} />
          </>
        )}
      </Answered>
    </Page>
  )
}

type Props = { readonly event: LedgerEvent }

function Evidence({ event: { position, evidence } }: Props) {
  const client = useClient()
  return (
    <EvidenceButton
      look="primary"
      id={evidence}
      title={tell("event.title", { position })}
      name={`event-${position}`}
      load={() => getEvidence(client, evidence)}
    />
  )
}

function Place({ event }: Props) {
  const { service, event: name, position, height, time, transaction, operation } = event
  return (
    <Panel title={tell("event.facts")}>
      <Facts
        facts={[
          {
            name: tell("event.name"),
            value: <Link to={`/services/${service}`}>{`${service}.${name}`}</Link>,
          },
          { name: tell("event.position"), value: plainText(BigInt(position)) },
          { name: tell("events.time"), value: <TimeCell time={time} height={height} /> },
          {
            name: tell("event.block"),
            value: <Link to={`/blocks/${height}`}>{plainText(BigInt(height))}</Link>,
          },
          {
            name: tell("event.transaction"),
            value:
              transaction === null ? (
                tell("event.byRules")
              ) : (
                <>
                  <Link to={`/transactions/${transaction}`}>{tell("transaction.name")}</Link>{" "}
                  <HashChip hex={transaction} kind={tell("transaction.name")} />
                </>
              ),
          },
          ...(operation === null
            ? []
            : [{ name: tell("event.operation"), value: plainText(operation + 1) }]),
        ]}
      />
    </Panel>
  )
}

function Fields({ event: { service, event, fields } }: Props) {
  const kinds = useService(service)?.definition.events[event]?.fields ?? {}
  const facts: readonly Fact[] = Object.entries(fields).map(([name, value]) => {
    const field = kinds[name]?.field
    const label = labelOf(field, name)
    const shown = field && <FieldShow field={field} label={label} value={value} />
    return { name: label, value: shown ?? String(value) }
  })
  return (
    <Panel title={tell("event.fields")}>
      <Facts facts={facts} />
      <JsonView value={fields} />
    </Panel>
  )
}
