/** The home of a service: what it is, what can be done, what it keeps, what happened last. */
import type { TableShape } from "@concordat/kernel"
import { listEvents } from "@concordat/sdk"
import { Answered } from "../../components/answered.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import {
  aboutCommand,
  aboutService,
  type KnownService,
  questionTexts,
  useAnswer,
  useClient,
  useStatus,
} from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import { Columns, Page, Panel, Stack } from "../../components/panel.tsx"
import { useReadModelState } from "../../components/read-model.ts"
import { tablePath } from "../../components/row-path.ts"
import { spaced, titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { EventItems } from "../explorer/event-items.tsx"
import { type Linked, LinkList } from "./link-list.tsx"
import { questionsOf, useDescription } from "./questions.ts"
import styles from "./service.module.css"

const EVENTS = 6

/** The page. */
export function ServicePage({ service }: { readonly service: KnownService }) {
  const { definition, entries } = service
  const { name, version, commands, tables } = definition
  const own = entries.map(({ title, about: words = "", path }): Linked => {
    return { title, about: words, path: `/services/${name}/${path}` }
  })
  const acts = Object.keys(commands).map((command): Linked => {
    const path = `/services/${name}/commands/${command}`
    return { title: titled(command), about: aboutCommand(service, command), path }
  })
  const kept = Object.entries(tables).map(([table, shape]): Linked => {
    const path = tablePath({ service: name, table })
    return { title: titled(table), about: keyWords(shape), path }
  })
  return (
    <Page
      title={titled(name)}
      intro={`${aboutService(service)}. ${tell("service.version", { version })}.`}
    >
      <Columns>
        <Stack>
          {own.length === 0 ? null : (
            <Panel flush title={tell("service.pages")}>
              <LinkList links={own} />
            </Panel>
          )}
          <Panel flush title={tell("service.commands")}>
            <LinkList links={acts} />
          </Panel>
        </Stack>
        <Stack>
          <Panel flush title={tell("service.tables")}>
            <LinkList links={kept} />
          </Panel>
          <Questions service={name} />
          <LatestOf service={name} />
        </Stack>
      </Columns>
    </Page>
  )
}

/** What the service answers by name, where its node keeps a read model. */
function Questions({ service }: { readonly service: string }) {
  const { data } = useDescription()
  const { state } = useReadModelState()
  const all = data === undefined || state === "off" ? [] : questionsOf(data, service)
  if (all.length === 0) return null
  const links = all.map(({ name, about }): Linked => {
    const words = questionTexts(service, name) ?? { title: titled(name), about }
    return { ...words, path: `/services/${service}/queries/${name}` }
  })
  return (
    <Panel flush title={tell("service.questions")}>
      <LinkList links={links} />
    </Panel>
  )
}

/** How a table's rows are named. */
function keyWords({ keyFields, raw }: TableShape): string {
  if (raw !== null) return tell("service.raw")
  if (keyFields.length === 0) return tell("service.row")
  return tell("service.key", { names: keyFields.map(({ name }) => spaced(name)).join(", ") })
}

function LatestOf({ service }: { readonly service: string }) {
  const client = useClient()
  const before = useStatus().data?.log.size
  const answer = useAnswer(
    ["events", service, EVENTS],
    () => listEvents(client, { service, before: before ?? "0", limit: EVENTS }),
    { at: before, when: before !== undefined },
  )
  return (
    <Panel flush title={tell("service.events")}>
      <Answered answer={answer} lines={EVENTS}>
        {({ events }) =>
          events.length === 0 ? (
            <EmptyState why={tell("service.noEvents")} />
          ) : (
            <EventItems events={events} />
          )
        }
      </Answered>
      <p className={styles.all}>
        <Link to={`/events?service=${service}`}>{tell("service.allEvents")}</Link>
      </p>
    </Panel>
  )
}
