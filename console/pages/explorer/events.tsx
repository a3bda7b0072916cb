/** The event log, the newest first; of all services or of one. */
import { type LedgerEvent, listEvents, queryEvents } from "@concordat/sdk"
import { useClient, useServices, useStatus } from "../../components/ledger.tsx"
import { Link, useParameters } from "../../components/link.tsx"
import type { ListFilter } from "../../components/list/fields.ts"
import { type Asked, List, type ListColumn, useListModel } from "../../components/list/list.tsx"
import { ModelOffer } from "../../components/list/model-offer.tsx"
import { Page, Panel } from "../../components/panel.tsx"
import { cellText } from "../../components/row-cells.ts"
import { EventSentence } from "../../components/sentence.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { ExplorerParts } from "./parts.tsx"
import { IN_TIMES } from "./times.ts"

const columns: readonly ListColumn<LedgerEvent>[] = [
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

const HEAD = ["position", "time", "height", "transaction", "service", "event", "fields"] as const

/** Every node finds events by their service. */
const PLAIN = ["service"]

/** By service, by kind of event where that is chosen, by day. */
function useFilters(): readonly ListFilter[] {
  const services = useServices()
  const [parameters] = useParameters()
  const chosen = services.find(({ definition }) => definition.name === parameters.get("service"))
  const service: ListFilter = {
    ...{ parameter: "service", label: tell("events.service") },
    control: { control: "choice", names: services.map(({ definition }) => definition.name) },
  }
  const names = Object.values(chosen?.definition.events ?? {}).map(({ name }) => name)
  const kind: ListFilter = {
    ...{ parameter: "event", label: tell("event.name"), control: { control: "choice", names } },
  }
  return [service, ...(chosen === undefined ? [] : [kind]), ...IN_TIMES]
}

/** The page. */
export function EventsPage() {
  const client = useClient()
  const filters = useFilters()
  const { modelled, patient } = useListModel(filters, PLAIN)
  const size = useStatus().data?.log.size ?? "0"
  const ask = async ({ at, after, ...asked }: Asked) => {
    if (modelled) {
      const place = after === undefined ? {} : { after }
      return queryEvents(client, { ...asked, ...place, ...(at === undefined ? {} : { at }) })
    }
    const page = await listEvents(client, { ...asked, before: String(after ?? size) })
    return { items: page.events, height: page.height, next: page.next }
  }
  return (
    <Page title={tell("events.title")} intro={tell("events.intro")}>
      <ExplorerParts />
      <Panel flush>
        <ModelOffer />
        <List<LedgerEvent>
          caption={tell("events.title")}
          name="events"
          columns={columns}
          filters={modelled ? filters : filters.slice(0, PLAIN.length)}
          orders={[]}
          keyOf={({ position }) => position}
          ask={ask}
          head={HEAD}
          cells={(event) => HEAD.map((name) => cellText(event[name]))}
          empty={tell("events.empty")}
          patient={patient}
        />
      </Panel>
    </Page>
  )
}
