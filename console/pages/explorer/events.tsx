/** The event log, the newest first; of all services or of one. */
import { type LedgerEvent, listEvents } from "@concordat/sdk"
import { Answered } from "../../components/answered.tsx"
import { ChoiceField } from "../../components/choice-field.tsx"
import { CsvExport } from "../../components/csv-export.tsx"
import { type Column, DataTable } from "../../components/data-table.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import { useAnswer, useClient, useServices, useStatus } from "../../components/ledger.tsx"
import { Link, useParameters } from "../../components/link.tsx"
import { Pager } from "../../components/pager.tsx"
import { Page, Panel } from "../../components/panel.tsx"
import { cellText } from "../../components/row-cells.ts"
import { EventSentence } from "../../components/sentence.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { ExplorerParts } from "./parts.tsx"

const SHOWN = 50

const columns: readonly Column<LedgerEvent>[] = [
  {
    name: tell("events.event"),
    cell: ({ position }) => <Link to={`/events/${position}`}>{plainText(BigInt(position))}</Link>,
  },
  { name: tell("events.what"), cell: (event) => <EventSentence of={event} />, long: true },
  {
    name: tell("events.time"),
    cell: ({ time, height }) => <TimeCell time={time} height={height} />,
  },
  {
    name: tell("events.block"),
    cell: ({ height }) => <Link to={`/blocks/${height}`}>{plainText(BigInt(height))}</Link>,
    align: "end",
  },
]

/** The path of a part of the log. */
function pathOf(service: string | null, before: string | null): string {
  const query = new URLSearchParams()
  if (service !== null) query.set("service", service)
  if (before !== null) query.set("before", before)
  return query.size === 0 ? "/events" : `/events?${query}`
}

/** The page. */
export function EventsPage() {
  const client = useClient()
  const size = useStatus().data?.log.size
  const [parameters] = useParameters()
  const service = parameters.get("service")
  const from = parameters.get("before")
  const before = from ?? size
  const asked = { limit: SHOWN, ...(service === null ? {} : { service }) }
  const answer = useAnswer(
    ["events", service, from],
    () => listEvents(client, { ...asked, before: before ?? "0" }),
    { at: before, when: before !== undefined },
  )
  return (
    <Page title={tell("events.title")} intro={tell("events.intro")} actions={<OfService />}>
      <ExplorerParts />
      <Panel flush>
        <Answered answer={answer} lines={10}>
          {({ events, height, next }) => (
            <>
              {events.length === 0 ? (
                <EmptyState why={tell("events.empty")} />
              ) : (
                <DataTable
                  caption={tell("events.title")}
                  columns={columns}
                  rows={events}
                  keyOf={({ position }) => position}
                />
              )}
              <Pager
                height={height}
                first={from === null ? null : pathOf(service, null)}
                next={next === null ? null : pathOf(service, next)}
              />
              <EventsCsv service={service} size={size ?? before ?? "0"} />
            </>
          )}
        </Answered>
      </Panel>
    </Page>
  )
}

const HEAD = ["position", "time", "height", "transaction", "service", "event", "fields"]
/** Events of a page of a file. */
const EXPORTED = 200

type CsvProps = { readonly service: string | null; readonly size: string }

/** All events from the newest now on, of every service or of one. */
function EventsCsv({ service, size }: CsvProps) {
  const client = useClient()
  const asked = { limit: EXPORTED, ...(service === null ? {} : { service }) }
  const page = async (before: string | null) => {
    const found = await listEvents(client, { ...asked, before: before ?? size })
    const rows = found.events.map((one) => [
      ...[one.position, one.time, one.height, one.transaction ?? ""],
      ...[one.service, one.event, cellText(one.fields)],
    ])
    return { ...found, rows }
  }
  return (
    <CsvExport name={service === null ? "events" : `events-${service}`} head={HEAD} page={page} />
  )
}

function OfService() {
  const services = useServices()
  const [parameters, change] = useParameters()
  const choose = (name: string) => change(new URLSearchParams(name === "" ? {} : { service: name }))
  return (
    <ChoiceField
      label={tell("events.service")}
      value={parameters.get("service") ?? ""}
      onChoose={choose}
      choices={[
        { value: "", title: tell("events.all") },
        ...services.map(({ definition: { name } }) => ({ value: name, title: titled(name) })),
      ]}
    />
  )
}
