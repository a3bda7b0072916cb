/**
 * What happened to a row: all that it ever was, where a read model runs; else the newest events
 * that name it, and where the read model waits for a first question, the offer to ask one.
 */
import type { TableShape } from "@concordat/kernel"
import { getReadModel, getRowHistory } from "@concordat/sdk"
import { useState } from "react"
import { Button } from "../../components/button.tsx"
import { type KnownService, useAnswer, useClient, useStatus } from "../../components/ledger.tsx"
import { Note, Panel, Stack } from "../../components/panel.tsx"
import { tell } from "../../texts/tell.ts"
import { NamedEvents } from "./named-events.tsx"
import { RecordVersions } from "./record-versions.tsx"

/** Versions that are asked for: the newest ones. */
const VERSIONS = 50

type Props = {
  readonly service: KnownService
  readonly table: string
  readonly shape: TableShape
  readonly texts: readonly string[]
}

/** The history of the row, once it is known; what the read model could tell until then. */
function useHistory({ service, table, shape, texts }: Props) {
  const client = useClient()
  const [wanted, want] = useState(false)
  const { name } = service.definition
  const tip = useStatus().data?.height
  const kept = shape.raw === null
  const model = useAnswer(["read-model"], () => getReadModel(client), { live: true, when: kept })
  const state = kept ? model.data?.state : "off"
  const asks = kept && (wanted || state === "ready")
  const { data } = useAnswer(
    ["history", name, table, texts],
    () => getRowHistory(client, name, table, texts, { at: tip ?? "0", limit: VERSIONS }),
    { at: tip, when: asks && tip !== undefined, until: true },
  )
  return { history: data, asks, canAsk: state === "waiting" && !wanted, ask: () => want(true) }
}

/** The panel; nothing where a row has no key that events could name, and nobody else tells. */
export function RecordHistory(props: Props) {
  const { service, shape, texts } = props
  const { history, asks, canAsk, ask } = useHistory(props)
  const isNamed = shape.keyFields.length > 0
  if (history === undefined && !isNamed && !asks && !canAsk) return null
  return (
    <Panel title={tell("record.history")}>
      {history === undefined ? (
        <Stack>
          {isNamed ? (
            <div>
              <NamedEvents service={service.definition.name} texts={texts} />
            </div>
          ) : null}
          {canAsk ? (
            <div>
              <Button onClick={ask}>{tell("record.ask")}</Button>
              <Note>{tell("record.askNote")}</Note>
            </div>
          ) : null}
          {asks ? <Note>{tell("record.asking")}</Note> : null}
        </Stack>
      ) : (
        <RecordVersions shape={shape} history={history} />
      )}
    </Panel>
  )
}
