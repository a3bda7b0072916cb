/** The page of a table: its rows in any order, by any field; all key fields lead to the row. */
import type { TableShape } from "@concordat/kernel"
import { EmptyState } from "../../components/empty-state.tsx"
import { GeneratedTable } from "../../components/generated-table.tsx"
import type { KnownService } from "../../components/ledger.tsx"
import { ModelOffer } from "../../components/list/model-offer.tsx"
import { Page, Panel } from "../../components/panel.tsx"
import { titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { Trail } from "./trail.tsx"

type Props = {
  readonly service: KnownService
  readonly table: string
  readonly shape: TableShape
}

/** The page. */
export function TablePage({ service, table, shape }: Props) {
  const place = { service: service.definition.name, table }
  return (
    <Page title={titled(table)} above={<Trail service={service} />}>
      {shape.raw === null ? (
        <Panel flush>
          <ModelOffer />
          <GeneratedTable {...place} shape={shape} />
        </Panel>
      ) : (
        <Panel>
          <EmptyState why={tell("table.raw")} />
        </Panel>
      )}
    </Page>
  )
}
