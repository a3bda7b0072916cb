/** All organisations on the register. */
import { buttonClass } from "../../components/button.tsx"
import { GeneratedTable } from "../../components/generated-table.tsx"
import { type RowJson, useService } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import type { ListColumn } from "../../components/list/list.tsx"
import { ModelOffer } from "../../components/list/model-offer.tsx"
import { Page, Panel } from "../../components/panel.tsx"
import { PartyChip } from "../../components/party-chip.tsx"
import { tablePath } from "../../components/row-path.ts"
import { StatusPill } from "../../components/status-pill.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { type OrganisationRow, REGISTER } from "./register.ts"

const rowOf = ({ value }: RowJson) => value as unknown as OrganisationRow

const columns: readonly ListColumn<RowJson>[] = [
  {
    ...{ name: tell("organisations.organisation"), sort: "organisation" },
    cell: ({ key }) => <PartyChip party={String(key["organisation"])} />,
  },
  {
    ...{ name: tell("organisations.name"), sort: "name" },
    cell: (row) => <bdi>{rowOf(row).name}</bdi>,
  },
  {
    ...{ name: tell("organisations.class"), sort: "class" },
    cell: (row) => titled(rowOf(row).class),
  },
  {
    ...{ name: tell("organisations.status"), sort: "status" },
    cell: (row) => <StatusPill state={rowOf(row).status} />,
  },
  {
    ...{ name: tell("organisations.principals"), sort: "principals", align: "end" },
    cell: (row) => plainText(rowOf(row).principals),
  },
  {
    ...{ name: tell("organisations.since"), sort: "since", wide: true },
    cell: (row) => <TimeCell time={rowOf(row).since} />,
  },
]

/** The page. */
export function OrganisationsPage() {
  const table = { service: REGISTER, table: "organisations" }
  const shape = useService(REGISTER)?.definition.tables["organisations"]
  return (
    <Page
      title={tell("organisations.title")}
      intro={tell("organisations.intro")}
      actions={
        <Link to={tablePath(table)} className={buttonClass()}>
          {tell("organisations.register")}
        </Link>
      }
    >
      <Panel flush>
        <ModelOffer />
        {shape === undefined ? null : (
          <GeneratedTable
            {...table}
            shape={shape}
            columns={columns}
            empty={tell("organisations.empty")}
          />
        )}
      </Panel>
    </Page>
  )
}
